import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  childFrames,
  eventAt,
  eventKinds,
  frameAt,
  linksAt,
  nearestEvent,
  neighbourEvent,
  overviewOf,
  partnersOf,
  processColumns,
  processCountsAt,
  processesOfModule,
  processFlag,
  rootFrames,
  sendsOfFrame,
  timeAt,
  type Axis,
  type FrameId,
  type Moment,
  type ProcessId,
  type Trace,
  type TraceEvent,
} from '../index.ts';
import { drawings, traceFromText } from '../testing.ts';

const allEvents = (trace: Trace): readonly TraceEvent[] =>
  Array.from({ length: trace.eventCount }, (_, moment) => eventAt(trace, moment as Moment));
const allFrames = (trace: Trace) =>
  Array.from({ length: trace.frameCount }, (_, frame) => frameAt(trace, frame as FrameId)!);
const bit = (kind: (typeof eventKinds)[number]) => 1 << eventKinds.indexOf(kind);

/** Checks something of random drawings. */
function always(check: (trace: Trace, moment: Moment, process: ProcessId) => void, gaps = true): void {
  fc.assert(
    fc.property(drawings({ gaps, processes: 4 }), fc.nat(), fc.nat(3), (drawing, choice, process) => {
      const trace = traceFromText(`p0: spawn p1 | spawn p2\n---\n${drawing}`);
      if (process < trace.processCount) check(trace, (choice % trace.eventCount) as Moment, process as ProcessId);
    }),
    { numRuns: 120, endOnFailure: true },
  );
}

describe('what a process did up to a moment', () => {
  it('is counted', () =>
    always((trace, moment, process) => {
      const own = allEvents(trace).filter((event) => event.process === process && event.moment <= moment);
      const count = (kind: string) => own.filter((event) => event.kind === kind).length;
      assert.deepEqual(processCountsAt(trace, process, moment), {
        events: own.length,
        sent: count('send'),
        received: count('arrive'),
        calls: count('call'),
      });
    }));
});

describe('processes', () => {
  it('are found by the modules whose code they ran', () =>
    always((trace) => {
      trace.modules.forEach((_, module) => {
        const ran = allEvents(trace).filter(({ site }) => trace.sites[site - 1]?.module === module);
        const expected = [...new Set(ran.map(({ process }) => process))].sort((left, right) => left - right);
        assert.deepEqual([...processesOfModule(trace, module)], expected);
      });
    }));

  it('know whom they exchanged messages with', () =>
    always((trace, _, process) => {
      const expected = new Set<number>([process]);
      for (const event of allEvents(trace)) {
        if (event.kind !== 'send' && event.kind !== 'arrive') continue;
        if (event.subject === -1) continue;
        if (event.process === process) expected.add(event.subject);
        if (event.subject === process) expected.add(event.process);
      }
      assert.deepEqual(
        [...partnersOf(trace, process)],
        [...expected].sort((left, right) => left - right),
      );
    }));

  it('are linked until they unlink or exit', () => {
    const trace = traceFromText(`
      a: link b |        |          | exit :normal
      b:        | link c | unlink c |
    `);
    const moments = ['link', 'link', 'unlink', 'exit'].map((_, at) => [...linksAt(trace, at)]);
    assert.deepEqual(moments, [[0, 1], [0, 1, 1, 2], [0, 1], []]);
  });

  it('have columns of what is known of them without reading a value', () => {
    const trace = traceFromText(`
      a: call f()@1 | spawn b | send b :hi |          |            |
      b:            |         |            | recv a :hi@2 | state %{} | exit :boom
    `);
    const columns = processColumns(trace);
    const { parent, birth, death, deathTime, last, events, flags } = columns;
    assert.deepEqual(
      [[...parent], [...birth], [...death]],
      [
        [-1, 0],
        [0, 1],
        [-1, 6],
      ],
    );
    assert.deepEqual([[...last], [...events], deathTime[0], deathTime[1]], [[2, 6], [3, 4], -1, 6000]);
    const { crashed, recordedCode, talksToRecordedCode, hasChildren, spawnRecorded, hasState } = processFlag;
    assert.equal(flags[0], recordedCode | talksToRecordedCode | hasChildren);
    assert.equal(flags[1], crashed | recordedCode | talksToRecordedCode | spawnRecorded | hasState);
    const first = processColumns(trace, 1);
    assert.deepEqual([first.count, first.leftOut, first.parent.length], [1, 1, 1]);
  });
});

describe('events next to a moment', () => {
  const kindMasks = [
    0,
    bit('send'),
    bit('call') | bit('exit'),
    bit('state'),
    bit('arrive') | bit('line'),
    bit('register'),
  ];

  it('are found in both directions, by kind and process', () =>
    always((trace, moment, process) => {
      const events = allEvents(trace);
      for (const kinds of kindMasks) {
        for (const processes of [undefined, [process], [0, 2], Array.from({ length: 40 }, (_, at) => at % 3)]) {
          const fits = (event: TraceEvent) =>
            (kinds === 0 || (bit(event.kind) & kinds) !== 0) && (processes?.includes(event.process) ?? true);
          const given = processes === undefined ? undefined : Int32Array.from(processes);
          const next = events.find((event) => event.moment > moment && fits(event))?.moment ?? -1;
          assert.equal(neighbourEvent(trace, moment, true, kinds, given), next);
          const previous = events.findLast((event) => event.moment < moment && fits(event))?.moment ?? -1;
          assert.equal(neighbourEvent(trace, moment, false, kinds, given), previous);
        }
      }
    }));

  it('begin and end with the trace', () => {
    const trace = traceFromText('a: call f()@1 | line@2 | line@3');
    assert.equal(neighbourEvent(trace, -1, true, 0), 0);
    assert.equal(neighbourEvent(trace, 2, true, 0), -1);
    assert.equal(neighbourEvent(trace, 3, false, 0), 2);
    assert.equal(neighbourEvent(trace, 0, false, 0), -1);
  });

  it('are the nearest to a place on the axis', () =>
    always((trace, moment, process) => {
      for (const axis of ['time', 'order'] as const) {
        const place = (at: number) => (axis === 'order' ? at : timeAt(trace, at as Moment));
        const at = place(moment) + 300;
        const own = allEvents(trace).filter((event) => event.process === process);
        const found = nearestEvent(trace, axis, at, process);
        if (own.length === 0) assert.equal(found, -1);
        else {
          const least = Math.min(
            ...own.map((event) => Math.abs(place(event.moment) - Math.min(at, endOf(trace, axis)))),
          );
          assert.equal(Math.abs(place(found) - Math.min(at, endOf(trace, axis))), least);
        }
      }
    }));
});

const endOf = (trace: Trace, axis: Axis) => (axis === 'order' ? trace.eventCount : trace.duration);

describe('frames', () => {
  it('have children, in the order of their calls', () =>
    always((trace) => {
      for (const { frame } of allFrames(trace)) {
        const children = allFrames(trace).filter(({ parent }) => parent === frame);
        const expected = children.map((child) => child.frame);
        assert.deepEqual(childFrames(trace, frame, 3), {
          frames: expected.slice(0, 3),
          leftOut: Math.max(0, expected.length - 3),
        });
      }
    }));

  it('are the outermost of a process in a range', () =>
    always((trace, from, process) => {
      const to = Math.min(trace.eventCount - 1, from + 20) as Moment;
      const expected = allFrames(trace)
        .filter((one) => one.process === process && one.parent === -1)
        .filter(({ callMoment, endMoment }) => callMoment <= to && (endMoment === -1 || endMoment >= from))
        .map(({ frame }) => frame);
      assert.deepEqual(rootFrames(trace, process, from, to, 2), {
        frames: expected.slice(0, 2),
        leftOut: Math.max(0, expected.length - 2),
      });
    }, false));

  it('send and spawn', () =>
    always((trace) => {
      for (const { frame } of allFrames(trace)) {
        const own = allEvents(trace).filter((event) => event.frame === frame);
        const expected = own.filter(({ kind }) => kind === 'send' || kind === 'spawn').map(({ moment }) => moment);
        assert.deepEqual(sendsOfFrame(trace, frame, 1000), expected);
        assert.deepEqual(sendsOfFrame(trace, frame, 1), expected.slice(0, 1));
      }
    }));
});

describe('the overview', () => {
  it('counts every event in its column', () =>
    always((trace) => {
      for (const axis of ['time', 'order'] as const) {
        for (const columns of [1, 7, 1000]) {
          const expected = new Float64Array(columns);
          const width = endOf(trace, axis) / columns;
          for (const { moment, time } of allEvents(trace)) {
            const place = axis === 'order' ? moment : time;
            expected[Math.min(columns - 1, width === 0 ? 0 : columnIn(place, width))]!++;
          }
          assert.deepEqual(overviewOf(trace, axis, columns).counts, expected);
        }
      }
    }));

  it('tells where crashes and gaps are', () => {
    const trace = traceFromText('a: call f()@1 | gap 5 | exit :boom\nb: |       |           | exit :boom');
    const { crashes, gaps } = overviewOf(trace, 'time', 100);
    assert.deepEqual([[...crashes], [...gaps]], [[2000, 3000], [1000]]);
    assert.deepEqual([...overviewOf(trace, 'order', 2).crashes], [2]);
  });
});

/** The column whose beginning is at or before a place, with the same rounding as a search for `(column + 1) * width`. */
function columnIn(place: number, width: number): number {
  let column = Math.floor(place / width);
  while ((column + 1) * width <= place) column++;
  while (column * width > place) column--;
  return column;
}
