import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import {
  causeOf,
  effectOf,
  eventAt,
  isMailboxKnown,
  linksAt,
  mailboxAt,
  openTrace,
  processAt,
  readValue,
  sliceOf,
  stackAt,
  stateAt,
  traceFromText,
  traceOfSlice,
  valuesAt,
  variablesAt,
  type Moment,
  type Trace,
  type TraceSlice,
} from '../index.ts';
import { drawings } from '../testing.ts';

const unlimited = { mostEvents: 1e6, mostBytes: 1e9 };

async function sliced(trace: Trace, from: number, to: number): Promise<TraceSlice> {
  const slice = await sliceOf(trace, from as Moment, to as Moment, unlimited);
  if (slice === 'cancelled' || 'least' in slice) throw new Error('no slice');
  return slice;
}

/** What is to be seen at a moment, with moments as the slice numbers them; those it has not are -1. */
function seen(trace: Trace, moment: Moment, number: (moment: number) => number): unknown {
  const { kind, process, time, place, stop } = eventAt(trace, moment);
  const { frames } = stackAt(trace, process, moment);
  const [top] = frames;
  const state = stateAt(trace, process, moment);
  return {
    kind,
    process,
    time,
    place,
    stop,
    values: valuesAt(trace, moment),
    stack: frames.map(({ title, place: line, left, callMoment }) => ({ title, line, left, call: number(callMoment) })),
    variables:
      top === undefined
        ? []
        : variablesAt(trace, top.frame, moment).map(({ name, value }) => [name, readValue(trace, value)]),
    state: state === null ? null : [number(state.moment), state.module, readValue(trace, state.value)],
    label: processAt(trace, process, moment).label,
    links: pairs(linksAt(trace, moment)),
  };
}

/** In any order. */
function pairs(ends: Int32Array): readonly string[] {
  return Array.from({ length: ends.length / 2 }, (_, at) => `${ends[2 * at]}-${ends[2 * at + 1]}`).sort();
}

/** Every moment of the stretch shows in the slice what it shows in the whole. */
async function compare(trace: Trace, from: number, to: number, every = 1): Promise<void> {
  const slice = await sliced(trace, from, to);
  const small = traceOfSlice(slice);
  const rows = new Map([...slice.moment].map((moment, row) => [moment, row]));
  const inSlice = (moment: number): number => rows.get(moment) ?? -1;
  const inWhole = (row: number): number => (row === -1 ? -1 : row);
  assert.equal(small.eventCount, slice.moment.length);
  for (let moment = from; moment <= to; moment += every) {
    const row = rows.get(moment)!;
    assert.equal(row, slice.first + moment - from);
    assert.deepEqual(seen(small, row as Moment, inWhole), seen(trace, moment as Moment, inSlice), `moment ${moment}`);
    // What comes later than the stretch is not known in it: an effect, or that a process takes messages at all.
    const { process } = eventAt(trace, moment as Moment);
    const cause = inSlice(causeOf(trace, moment as Moment));
    // The first event that is left of a process counts as its first.
    const found = causeOf(small, row as Moment);
    if (found === -1 || cause !== -1 || eventAt(small, found).kind !== 'spawn')
      assert.equal(found, cause, `cause of ${moment}`);
    if (isMailboxKnown(small, process)) {
      assert.deepEqual(
        mailboxAt(small, process, row as Moment).map(inWhole),
        mailboxAt(trace, process, moment as Moment).map(inSlice),
        `mailbox at ${moment}`,
      );
    }
    const effect = effectOf(trace, moment as Moment);
    if (effect <= to) assert.equal(effectOf(small, row as Moment), inSlice(effect), `effect of ${moment}`);
  }
}

describe('a slice of a trace', function () {
  this.timeout(120_000);

  it('keeps what began before it: calls, variables, state, messages, names, links', async () => {
    const trace = traceFromText(`
      a: register shop | spawn b | call main(n=1)@1 | line@2 x=2 | call inner(3)@9 | return 3@9 | send b :hi | try 1@3 |               | link b |            | line@4 y=2 | raise :error :no@5 | catch 1 :error :no@6 |
      b:               |         |                  |            |                 |            |            |         | state %{n: 1} |        | arrive a :hi |         |                    |                      | call take()@20 | recv a :hi@21 m=1 | exit :boom
    `);
    const from = 11;
    await compare(trace, from, trace.eventCount - 1);
    const slice = await sliced(trace, from, trace.eventCount - 1);
    assert.ok(slice.first > 0 && slice.first < from, 'what is over is left out');
    const titles = stackAt(traceOfSlice(slice), eventAt(trace, from as Moment).process, slice.first as Moment).frames;
    assert.equal(titles[0]?.title, 'Fixture.main/1');
  });

  it('is the whole trace where it is all of it', async () => {
    const trace = traceFromText(
      'a: call main()@1 | line@2 x=1 | spawn b | send b {:add, 1}\nb: | | | | recv a {:add, 1}',
    );
    await compare(trace, 0, trace.eventCount - 1);
    assert.equal((await sliced(trace, 0, trace.eventCount - 1)).first, 0);
  });

  it('shows what the whole shows, of any drawing and any stretch', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawings(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(40),
        async (text, part, length) => {
          const trace = traceFromText(text);
          if (trace.eventCount === 0) return;
          const from = Math.floor(part * (trace.eventCount - 1));
          await compare(trace, from, Math.min(trace.eventCount - 1, from + length));
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    );
  });

  for (const name of ['shop', 'relay', 'ledger'])
    it(`shows what the recording of the ${name} shows`, async () => {
      const opened = await openTrace(fileURLToPath(new URL(`../../examples/${name}/${name}.cinema`, import.meta.url)));
      assert.ok(opened.ok);
      const trace = opened.value;
      const middle = Math.floor(trace.eventCount / 2);
      await compare(trace, middle, Math.min(trace.eventCount - 1, middle + 2000), 7);
    });

  it('says how much there is when it is too much, and stops when nobody wants it', async () => {
    const trace = traceFromText(`a: call main()@1${' | line@2 x="0123456789"'.repeat(50)}`);
    const last = (trace.eventCount - 1) as Moment;
    assert.deepEqual(await sliceOf(trace, 0 as Moment, last, { ...unlimited, mostEvents: 50 }), {
      kind: 'events',
      least: 51,
    });
    const bytes = await sliceOf(trace, 0 as Moment, last, { ...unlimited, mostBytes: 100 });
    assert.ok(typeof bytes === 'object' && 'least' in bytes && bytes.kind === 'bytes' && bytes.least > 100);
  });
});
