import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventAt, traceFromText, type Moment, type ProcessId, type Trace } from '../../trace/index.ts';
import { drawings } from '../../trace/testing.ts';
import { type Asking } from '../cinema/film.ts';
import { type Cursor } from '../replay/cursor.ts';
import { move } from '../replay/verbs.ts';
import { chainOf } from './chain.ts';

const asking: Asking = { progress: () => {}, signal: new AbortController().signal };
const cursor = (process: number, moment: number): Cursor => ({
  process: process as ProcessId,
  moment: moment as Moment,
});

const chain = (trace: Trace, process: number, moment: number, most = 100) =>
  chainOf(trace, cursor(process, moment), most, asking);

/** a spawns b and sends to it; b sends on to c, which crashes of it and takes d along. */
const relay = () =>
  traceFromText(`
    a: call main()@1 | line@2 | spawn b | line@3 | send b {:add, 1} |
    b:               |        |         |        |                  | call loop()@10 | recv a {:add, 1} @11 | line@12 | send c :boom
    c:               |        |         |        |                  |                |                      | link d  |              | call work()@20 | recv b :boom @21 | line@22 | raise :error :badarith @22 | exit :badarith
    d:               |        |         |        |                  |                |                      | call idle()@30 |       |                |                  |         |                            |                | exit :badarith
  `);

describe('the chain of causes', () => {
  it('leads from process to process, nearest first', async () => {
    const { causes, complete } = await chain(relay(), 2, 16);
    assert.deepEqual(
      causes.map(({ process, kind, text, function: name, place }) => [process, kind, text, name, place?.line]),
      [
        [1, 'sent', 'sent :boom', 'Fixture.loop/0', 12],
        [0, 'sent', 'sent {:add, 1}', 'Fixture.main/0', 3],
      ],
    );
    assert.equal(complete, true);
  });

  it('goes on through exits and failures', async () => {
    const trace = relay();
    const last = trace.eventCount - 1;
    const { causes } = await chain(trace, 3, last);
    assert.deepEqual(
      causes.map(({ process, kind }) => [process, kind]),
      [
        [2, 'exited'],
        [2, 'raised'],
        [1, 'sent'],
        [0, 'sent'],
      ],
    );
    assert.match(causes[0]!.text, /^crashed: /);
  });

  it('tells that there is more', async () => {
    const { causes, complete } = await chain(relay(), 2, 16, 1);
    assert.deepEqual([causes.length, complete], [1, false]);
  });

  it('is where the verb toCause leads, again and again', async () => {
    await fc.assert(
      fc.asyncProperty(drawings({ length: 100, gaps: true }), fc.nat(), async (run, at) => {
        const trace = traceFromText(run);
        if (trace.eventCount === 0) return;
        const moment = (at % trace.eventCount) as Moment;
        const { process } = eventAt(trace, moment);
        const { causes } = await chain(trace, process, moment);
        let from: Cursor = { process, moment };
        for (const cause of causes) {
          const arrival = move(trace, from, 'toCause');
          assert.deepEqual(arrival.cursor, { process: cause.process, moment: cause.moment });
          from = arrival.cursor;
        }
        assert.ok(causes.every((cause, index) => cause.moment < (causes[index - 1]?.moment ?? moment)));
        assert.notEqual(move(trace, from, 'toCause').note, undefined, 'the chain ends where nothing is known');
      }),
      { numRuns: 40 },
    );
  });
});

describe('running back', () => {
  const trace = relay();
  const led = (process: number, moment: number, verb: 'toSend' | 'toSpawn' | 'toCrash') => {
    const { cursor: to, note } = move(trace, cursor(process, moment), verb);
    return note ?? [to.process, eventAt(trace, to.moment).kind];
  };

  it('to the send of the message', () => {
    assert.deepEqual(led(1, 8, 'toSend'), [0, 'send']);
    assert.deepEqual(led(2, 16, 'toSend'), [1, 'send']);
    assert.match(String(led(0, 3, 'toSend')), /handles no message/);
  });

  it('to the spawn of the process', () => {
    assert.deepEqual(led(1, 8, 'toSpawn'), [0, 'spawn']);
    assert.match(String(led(0, 3, 'toSpawn')), /was there before the recording/);
  });

  it('to what crashed it: its own failure, or that of the process that took it along', () => {
    assert.deepEqual(led(2, 12, 'toCrash'), [2, 'exception']);
    assert.deepEqual(led(3, 12, 'toCrash'), [2, 'exception']);
    assert.match(String(led(0, 3, 'toCrash')), /did not crash: it was alive/);
  });
});
