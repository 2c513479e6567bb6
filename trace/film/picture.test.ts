import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  barFlag,
  closeTrace,
  crashes,
  eventAt,
  eventKinds,
  frameAt,
  markFlag,
  openTrace,
  pictureOf,
  processColumns,
  processFlag,
  timeAt,
  type Axis,
  type FrameId,
  type Moment,
  type Picture,
  type PictureAsked,
  type Trace,
  type TraceEvent,
} from '../index.ts';
import { drawings, traceFromText } from '../testing.ts';

const everyKind = (1 << eventKinds.length) - 1;

function asking(asked: Partial<PictureAsked> & Pick<PictureAsked, 'window' | 'lanes'>): PictureAsked {
  return {
    folded: new Uint8Array(asked.lanes.length),
    columns: 16_384,
    kinds: everyKind,
    texts: false,
    arrowsOf: -1,
    mostArrows: 10_000,
    ...asked,
  };
}

const allEvents = (trace: Trace): readonly TraceEvent[] =>
  Array.from({ length: trace.eventCount }, (_, moment) => eventAt(trace, moment as Moment));

const placeOf = (trace: Trace, axis: Axis, moment: number) =>
  axis === 'order' ? moment : timeAt(trace, moment as Moment);

/** The lane of a process, told slowly: its own, else that of the nearest ancestor with a folded one. */
function laneOf(trace: Trace, { lanes, folded }: PictureAsked, process: number): number {
  const own = lanes.indexOf(process);
  if (own !== -1) return own;
  const { parent } = processColumns(trace);
  for (let above = parent[process] ?? -1; above !== -1; above = parent[above]!) {
    const lane = lanes.indexOf(above);
    if (lane !== -1 && folded[lane] === 1) return lane;
  }
  return -1;
}

interface Told {
  readonly send: number;
  readonly arrive: number;
  readonly receive: number;
  readonly sender: number;
  readonly receiver: number;
}

/** All messages, from the events themselves. */
function messagesOf(trace: Trace): readonly Told[] {
  const found = new Map<string, Told>();
  for (const event of allEvents(trace)) {
    if (event.message === undefined) continue;
    const { send, arrive, receive } = event.message;
    const sender = send !== -1 ? eventAt(trace, send).process : arrive !== -1 ? eventAt(trace, arrive).subject : -1;
    const receiver = arrive !== -1 ? eventAt(trace, arrive).process : eventAt(trace, send as Moment).subject;
    found.set(`${send} ${arrive} ${receive}`, { send, arrive, receive, sender, receiver });
  }
  return [...found.values()];
}

/** Lanes, windows and axes to ask about a drawing. */
const questions = fc.record({
  axis: fc.constantFrom<Axis>('order', 'time'),
  from: fc.double({ min: -0.2, max: 0.9, noNaN: true }),
  width: fc.double({ min: 0.05, max: 1.3, noNaN: true }),
  lanes: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 4 }),
  folds: fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }),
  columns: fc.constantFrom(1, 7, 100, 16_384),
  mostArrows: fc.constantFrom(0, 2, 1000),
});
type Question = typeof questions extends fc.Arbitrary<infer One> ? One : never;

function askedOf(trace: Trace, { axis, from, width, lanes, folds, columns, mostArrows }: Question): PictureAsked {
  const end = Math.max(1, axis === 'order' ? trace.eventCount : trace.duration);
  const window = { axis, from: from * end, to: (from + width) * end };
  const folded = Uint8Array.from(folds.slice(0, lanes.length));
  return asking({ window, lanes: Int32Array.from(lanes), folded, columns, mostArrows });
}

function columnOf({ window, columns }: PictureAsked, place: number): number {
  const { from, to } = window;
  return Math.max(0, Math.min(columns - 1, Math.floor((place - from) / ((to - from) / columns))));
}

function isInside({ window }: PictureAsked, place: number): boolean {
  return place >= window.from && place <= window.to;
}

function checkDensity(trace: Trace, asked: PictureAsked, picture: Picture): void {
  const { axis } = asked.window;
  const counts = new Map<string, number>();
  let events = 0;
  for (const { moment, process } of allEvents(trace)) {
    const place = placeOf(trace, axis, moment);
    if (!isInside(asked, place)) continue;
    events++;
    const lane = laneOf(trace, asked, process);
    if (lane === -1) continue;
    const key = `${lane} ${columnOf(asked, place)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.equal(picture.events, events);
  const { lane, column, count } = picture.density;
  const seen = new Map([...lane].map((one, row) => [`${one} ${column[row]}`, count[row]!] as const));
  assert.deepEqual(new Map([...seen].sort()), new Map([...counts].sort()));
}

function checkMarks(trace: Trace, asked: PictureAsked, { marks }: Picture): void {
  const expected = new Map<string, { readonly moment: number; count: number }>();
  const crashing = crashes(trace).moments;
  const crashed = new Set([...crashing].map((moment) => eventAt(trace, moment as Moment).process));
  for (const { moment, process, kind } of allEvents(trace)) {
    const place = placeOf(trace, asked.window.axis, moment);
    const lane = laneOf(trace, asked, process);
    if (lane === -1 || !isInside(asked, place)) continue;
    const isCrash = kind === 'exit' ? crashed.has(process) : kind === 'exception' && crashing.includes(moment);
    if (((1 << eventKinds.indexOf(kind)) & asked.kinds) === 0 && !isCrash) continue;
    const key = `${lane} ${columnOf(asked, place)} ${kind} ${isCrash ? markFlag.crash : 0}`;
    const known = expected.get(key);
    if (known === undefined) expected.set(key, { moment, count: 1 });
    else known.count++;
  }
  const seen = new Map(
    [...marks.lane].map((lane, row) => {
      const key = `${lane} ${columnOf(asked, marks.at[row]!)} ${eventKinds[marks.kind[row]!]} ${marks.flags[row]}`;
      return [key, { moment: marks.moment[row]!, count: marks.count[row]! }] as const;
    }),
  );
  assert.equal(seen.size, marks.lane.length);
  assert.deepEqual(new Map([...seen].sort()), new Map([...expected].sort()));
}

/** Bars as they must be where no two are merged. */
function checkBars(trace: Trace, asked: PictureAsked, { bars }: Picture): void {
  const { axis, from, to } = asked.window;
  const width = to - from;
  const end = axis === 'order' ? trace.eventCount : trace.duration;
  const expected: unknown[] = [];
  for (let frame = 0; frame < trace.frameCount; frame++) {
    const facts = frameAt(trace, frame as FrameId)!;
    const lane = asked.lanes.indexOf(facts.process);
    if (lane === -1 || asked.folded[lane] === 1) continue;
    const begins = placeOf(trace, axis, facts.callMoment);
    const ends = facts.endMoment === -1 ? Infinity : placeOf(trace, axis, facts.endMoment);
    if (begins > to || ends < from) continue;
    const flags =
      (begins < from - width ? barFlag.beganBefore : 0) |
      (ends > to + width ? barFlag.openAtEnd : 0) |
      (facts.ended === 'exception' ? barFlag.exception : 0) |
      (facts.ended === 'tail' ? barFlag.tail : 0);
    const right = ends === Infinity ? Math.min(to + width, Math.max(from, end)) : Math.min(ends, to + width);
    const left = Math.max(begins, from - width);
    expected.push({ frame, lane, depth: facts.depth - 1, from: left, to: right, call: facts.callMoment, flags });
  }
  const seen = [...bars.lane].map((lane, row) => ({
    frame: bars.frame[row]!,
    lane,
    depth: bars.depth[row]!,
    from: bars.from[row]!,
    to: bars.to[row]!,
    call: bars.call[row]!,
    flags: bars.flags[row]!,
  }));
  assert.deepEqual(
    seen.sort((left, right) => left.frame - right.frame),
    expected,
  );
}

function checkMessages(trace: Trace, asked: PictureAsked, picture: Picture): void {
  const { arrows, bundles } = picture;
  const { axis } = asked.window;
  const expected: string[] = [];
  let pairs = 0;
  for (const { send, arrive, receive, sender, receiver } of messagesOf(trace)) {
    const first = send === -1 ? arrive : send;
    const last = receive !== -1 ? receive : arrive !== -1 ? arrive : send;
    if (placeOf(trace, axis, first) > asked.window.to || placeOf(trace, axis, last) < asked.window.from) continue;
    const [from, to] = [laneOf(trace, asked, sender), laneOf(trace, asked, receiver)];
    if (from === -1 && to === -1) continue;
    expected.push(
      from === to && asked.folded[from] === 1
        ? 'within'
        : `${send} ${receive === -1 ? arrive : receive} ${sender} ${receiver}`,
    );
    if (from !== -1 && to !== -1 && !(from === to && asked.folded[from] === 1)) pairs++;
  }
  const seen: string[] = [];
  arrows.kind.forEach((kind, row) => {
    if (kind !== 0) return;
    seen.push(`${arrows.from[row]} ${arrows.to[row]} ${arrows.fromProcess[row]} ${arrows.toProcess[row]}`);
  });
  assert.equal(seen.length + picture.bundled, expected.length);
  const between = expected.filter((text) => text !== 'within');
  if (between.length <= asked.mostArrows) assert.deepEqual(seen.sort(), between.sort());
  else {
    for (const one of seen) assert.ok(expected.includes(one));
    const bundled = bundles.count.reduce((sum, count) => sum + count, 0);
    assert.ok(bundled <= pairs && bundled >= pairs - seen.length);
  }
}

/** Three processes of which the second and third were spawned by the first, and one that was there. */
const family = (drawing: string) => `p0: spawn p1 | spawn p2\n---\n${drawing}`;

describe('the picture of a window', () => {
  it('counts and marks every event of its lanes, once', () => {
    fc.assert(
      fc.property(drawings({ gaps: true, processes: 4 }), questions, (drawing, question) => {
        const trace = traceFromText(family(drawing));
        const asked = askedOf(trace, question);
        const picture = pictureOf(trace, asked);
        checkDensity(trace, asked, picture);
        checkMarks(trace, asked, picture);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('has the calls of its lanes as bars', () => {
    fc.assert(
      fc.property(drawings({ processes: 4 }), questions, (drawing, question) => {
        const trace = traceFromText(family(drawing));
        const asked = askedOf(trace, { ...question, columns: 16_384 });
        checkBars(trace, asked, pictureOf(trace, asked));
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('merges bars narrower than a column, and loses none', () => {
    fc.assert(
      fc.property(drawings({ processes: 4 }), questions, (drawing, question) => {
        const trace = traceFromText(family(drawing));
        const asked = askedOf(trace, question);
        const fine = pictureOf(trace, { ...asked, columns: 16_384 }).bars;
        const { bars } = pictureOf(trace, asked);
        const sum = (counts: Int32Array) => counts.reduce((total, count) => total + count, 0);
        assert.equal(sum(bars.count), sum(fine.count));
        bars.frame.forEach((frame, row) => assert.equal(frame === -1, bars.count[row]! > 1));
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('has each message of its lanes as an arrow, or counted', () => {
    fc.assert(
      fc.property(drawings({ processes: 4 }), questions, (drawing, question) => {
        const trace = traceFromText(family(drawing));
        const asked = askedOf(trace, question);
        checkMessages(trace, asked, pictureOf(trace, asked));
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  for (const name of ['shop', 'ledger', 'relay']) {
    it(`is right of stretches of examples/${name}`, async () => {
      const file = fileURLToPath(new URL(`../../examples/${name}/${name}.cinema`, import.meta.url));
      const cacheFolder = mkdtempSync(join(tmpdir(), 'cinema-picture-'));
      const opened = await openTrace(file, { cacheFolder });
      assert.ok(opened.ok);
      const trace = opened.value;
      const { events, flags } = processColumns(trace);
      const ran = [...events.keys()].filter((process) => (flags[process]! & processFlag.recordedCode) !== 0);
      const lanes = Int32Array.from(ran.slice(0, 12));
      for (const axis of ['time', 'order'] as const) {
        const end = axis === 'order' ? trace.eventCount : trace.duration;
        for (const [from, to] of [
          [0, 1],
          [0.4, 0.6],
        ] as const) {
          const asked = asking({ window: { axis, from: from * end, to: to * end }, lanes, columns: 500 });
          const picture = pictureOf(trace, asked);
          checkDensity(trace, asked, picture);
          checkMarks(trace, asked, picture);
          checkMessages(trace, asked, picture);
          const every = trace.frameCount;
          assert.ok(picture.bars.count.reduce((sum, count) => sum + count, 0) <= every);
        }
      }
      closeTrace(trace);
      rmSync(cacheFolder, { recursive: true, force: true });
    });
  }

  it('depends on what is asked alone', () => {
    fc.assert(
      fc.property(drawings({ gaps: true, processes: 4 }), questions, questions, (drawing, one, other) => {
        const trace = traceFromText(family(drawing));
        const asked = { ...askedOf(trace, one), texts: true };
        const first = pictureOf(trace, asked);
        pictureOf(trace, askedOf(trace, other));
        assert.deepEqual(pictureOf(trace, asked), first);
        assert.deepEqual(pictureOf(traceFromText(family(drawing)), asked), first);
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  it('has the gaps of its lanes, from the event before to the gap', () => {
    const trace = traceFromText('a: call f()@1 | line@2 | gap 5 | line@3\nb: call g()@1 |        |       | gap 7');
    const ask = (from: number, to: number, lanes: readonly number[]) => {
      const window = { axis: 'order' as const, from, to };
      const { gaps } = pictureOf(trace, asking({ window, lanes: Int32Array.from(lanes) }));
      return [...gaps.lane].map((lane, row) => [
        lane,
        gaps.from[row],
        gaps.to[row],
        gaps.missing[row],
        gaps.moment[row],
      ]);
    };
    assert.deepEqual(ask(0, 9, [0, 1]), [
      [0, 2, 3, 5, 3],
      [1, 1, 5, 7, 5],
    ]);
    assert.deepEqual(ask(2.1, 2.9, [0, 1]), [
      [0, 2, 3, 5, 3],
      [1, 1, 5, 7, 5],
    ]);
    assert.deepEqual(ask(4, 4.5, [0, 1]), [[1, 1, 5, 7, 5]]);
    assert.deepEqual(ask(0, 9, []), []);
  });

  it('says in words what happened, where there is room', () => {
    const trace = traceFromText(`
      a: call f(x=1)@1 | line@2 total=3148.5 name="poster" | send b {:add, 2} | |           | exit :boom
      b: call g()@7    |                                   |                  | recv a {:add, 2}@8 m={:add, 2} |
    `);
    const window = { axis: 'order' as const, from: -1, to: trace.eventCount };
    const asked = asking({ window, lanes: Int32Array.of(0, 1), texts: true, columns: 1000 });
    const { stops, bars, texts } = pictureOf(trace, asked);
    const said = [...stops.text].map(
      (text, row) => `${eventKinds[stops.kind[row]!]}: ${text === -1 ? '' : texts[text]}`,
    );
    assert.deepEqual(said, [
      'line: 2  total = 3148.5, name = "poster"',
      'receive: 8  took {:add, 2}',
      'exit: crashed boom',
    ]);
    assert.deepEqual(
      [...bars.title].map((title) => texts[title]),
      ['Fixture.f(1)', 'Fixture.g()'],
    );
    const far = pictureOf(trace, { ...asked, columns: 20 });
    // Behind the last stop of a lane there is always room.
    assert.deepEqual(
      [...far.stops.text].map((text) => text !== -1),
      [false, true, true],
    );
    const silent = pictureOf(trace, { ...asked, texts: false });
    assert.deepEqual(
      [...silent.bars.title].map((title) => silent.texts[title]),
      ['Fixture.f/1', 'Fixture.g/0'],
    );
  });

  it('refuses a window that is none', () => {
    const trace = traceFromText('a: call f()@1');
    const ask = (from: number, to: number) =>
      pictureOf(trace, asking({ window: { axis: 'time', from, to }, lanes: Int32Array.of(0) }));
    assert.throws(() => ask(5, 5), RangeError);
    assert.throws(() => ask(Number.NaN, 5), RangeError);
    assert.throws(() => ask(0, Infinity), RangeError);
  });

  it('is empty where nothing is, and for lanes of nobody', () => {
    const trace = traceFromText('a: call f()@1 | send b :hi\nb: | | recv a :hi@2');
    const beyond = pictureOf(trace, asking({ window: { axis: 'order', from: 100, to: 200 }, lanes: Int32Array.of(0) }));
    assert.deepEqual([beyond.events, beyond.density.lane.length, beyond.arrows.kind.length], [0, 0, 0]);
    const nobody = pictureOf(
      trace,
      asking({ window: { axis: 'order', from: 0, to: 9 }, lanes: Int32Array.of(77, -1) }),
    );
    assert.deepEqual([nobody.density.lane.length, nobody.bars.lane.length, nobody.arrows.kind.length], [0, 0, 0]);
    assert.equal(
      pictureOf(trace, asking({ window: { axis: 'order', from: 0, to: 9 }, lanes: new Int32Array() })).events,
      4,
    );
  });
});
