import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeTrace,
  eventAt,
  eventKinds,
  markFlag,
  openTrace,
  pictureOf,
  processColumns,
  timeAt,
  type Axis,
  type Moment,
  type Picture,
  type PictureAsked,
  type Trace,
  type TraceEvent,
} from '../index.ts';
import { generate } from '../testing.ts';

const everyKind = (1 << eventKinds.length) - 1;

describe('a picture of more than can be opened', () => {
  let folder = '';
  let trace: Trace;
  let events: readonly TraceEvent[] = [];

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'cinema-afar-'));
    const file = join(folder, 'shop.cinema');
    generate(file, { events: 320_000, workers: 600, gapEvery: 20_000 });
    const opened = await openTrace(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(opened.ok);
    trace = opened.value;
    events = Array.from({ length: trace.eventCount }, (_, moment) => eventAt(trace, moment as Moment));
  });
  after(() => {
    closeTrace(trace);
    rmSync(folder, { recursive: true, force: true });
  });

  /** The busiest processes and some others; the root of them all folded. */
  function asking(axis: Axis, from: number, to: number, more: Partial<PictureAsked> = {}): PictureAsked {
    const { parent, events: counts } = processColumns(trace);
    const root = parent.find((one) => one !== -1) ?? 0;
    const busy = [...counts.keys()].sort((left, right) => counts[right]! - counts[left]!).slice(0, 20);
    const lanes = Int32Array.from(new Set([root, ...busy, 100, 200, 300]));
    const end = axis === 'order' ? trace.eventCount : trace.duration;
    return {
      window: { axis, from: from * end, to: to * end },
      lanes,
      folded: Uint8Array.from(lanes, (process) => (process === root ? 1 : 0)),
      columns: 700,
      kinds: everyKind,
      texts: true,
      arrowsOf: -1,
      mostArrows: 300,
      ...more,
    };
  }

  const windows: readonly (readonly [Axis, number, number])[] = [
    ['order', 0, 1],
    ['time', 0, 1],
    ['order', 0.123, 0.9],
    ['time', -0.1, 0.83],
  ];

  const isInside = ({ window }: PictureAsked, moment: number) => {
    const place = window.axis === 'order' ? moment : timeAt(trace, moment as Moment);
    return place >= window.from && place <= window.to;
  };

  /** Lanes by process, told slowly. */
  function lanesOf({ lanes, folded }: PictureAsked): readonly number[] {
    const { parent } = processColumns(trace);
    return Array.from({ length: trace.processCount }, (_, process) => {
      const own = lanes.indexOf(process);
      if (own !== -1) return own;
      for (let above = parent[process]!; above !== -1; above = parent[above]!) {
        const lane = lanes.indexOf(above);
        if (lane !== -1 && folded[lane] === 1) return lane;
      }
      return -1;
    });
  }

  function checkCounts(asked: PictureAsked, picture: Picture): void {
    const lanes = lanesOf(asked);
    const expected = new Float64Array(asked.lanes.length);
    let all = 0;
    for (const { moment, process } of events) {
      if (!isInside(asked, moment)) continue;
      all++;
      if (lanes[process] !== -1) expected[lanes[process]!]!++;
    }
    assert.equal(picture.events, all);
    const seen = new Float64Array(asked.lanes.length);
    picture.density.lane.forEach((lane, row) => (seen[lane]! += picture.density.count[row]!));
    expected.forEach((count, lane) => assert.ok(Math.abs(seen[lane]! - count) <= count * 1e-4, `lane ${lane}`));
  }

  it('counts every event in the window, by lane', () => {
    for (const [axis, from, to] of windows) {
      const asked = asking(axis, from, to);
      const picture = pictureOf(trace, asked);
      assert.equal(picture.detail, 'density');
      assert.equal(picture.bars.lane.length + picture.stops.lane.length, 0);
      checkCounts(asked, picture);
    }
  });

  it('is right of a folded lane whatever lanes of its own its family has', () => {
    const asked = asking('order', 0, 1);
    for (const length of [1, 5, asked.lanes.length]) {
      const some = { ...asked, lanes: asked.lanes.slice(0, length), folded: asked.folded.slice(0, length) };
      checkCounts(some, pictureOf(trace, some));
    }
  });

  it('marks spawns, exits and crashes at their moments, all others in their page', () => {
    for (const [axis, from, to] of windows) {
      const asked = asking(axis, from, to);
      const lanes = lanesOf(asked);
      const { marks } = pictureOf(trace, asked);
      const counted = (kind: number) =>
        marks.count.reduce((sum, count, row) => sum + (marks.kind[row] === kind ? count : 0), 0);
      for (const kind of ['spawn', 'exit', 'send', 'arrive', 'call'] as const) {
        const inLanes = events.filter((one) => one.kind === kind && lanes[one.process] !== -1);
        assert.equal(counted(eventKinds.indexOf(kind)), inLanes.filter(({ moment }) => isInside(asked, moment)).length);
      }
      marks.moment.forEach((moment, row) => {
        if ((marks.flags[row]! & markFlag.nearby) !== 0) return;
        const event = events[moment]!;
        assert.equal(event.kind, eventKinds[marks.kind[row]!]);
        assert.equal(lanes[event.process], marks.lane[row]);
      });
      const states = new Set<string>();
      for (const { kind, moment, process } of events) {
        if (kind === 'state' && isInside(asked, moment) && lanes[process] !== -1) states.add(String(lanes[process]));
      }
      const marked = [...marks.lane].filter((_, row) => marks.kind[row] === eventKinds.indexOf('state')).map(String);
      assert.deepEqual([...new Set(marked)].sort(), [...states].sort());
    }
  });

  it('has each message of its lanes as an arrow, or counted', () => {
    for (const [axis, from, to] of windows) {
      for (const more of [{}, { mostArrows: 100_000 }, { arrowsOf: asking(axis, 0, 1).lanes[3]! }]) {
        const asked = asking(axis, from, to, more);
        const lanes = lanesOf(asked);
        const picture = pictureOf(trace, asked);
        let total = 0;
        let between = 0;
        for (const { kind, moment, message, subject, process } of events) {
          const isFirst = kind === 'send' || (kind === 'arrive' && message?.send === -1);
          if (!isFirst || message === undefined) continue;
          const sender = kind === 'send' ? process : subject;
          const arrived = message.arrive === -1 ? subject : events[message.arrive]!.process;
          const [one, other] = [lanes[sender] ?? -1, lanes[arrived] ?? -1];
          if (one === -1 && other === -1) continue;
          const last = message.receive !== -1 ? message.receive : message.arrive !== -1 ? message.arrive : moment;
          const meets = isInside(asked, moment) || isInside(asked, last);
          if (!meets) continue;
          total++;
          if (one !== -1 && other !== -1 && !(one === other && asked.folded[one] === 1)) between++;
        }
        const singles = picture.arrows.kind.filter((kind) => kind === 0).length;
        assert.equal(singles + picture.bundled, total);
        const bundled = picture.bundles.count.reduce((sum, count) => sum + count, 0);
        // The lightest bundles may be beyond the limit.
        assert.ok(bundled <= between && bundled >= (between - singles) * 0.8);
      }
    }
  });

  it('is bounded by lanes and columns', () => {
    for (const [axis, from, to] of windows) {
      const asked = asking(axis, from, to);
      const { density, marks, arrows, bundles } = pictureOf(trace, asked);
      const cells = asked.lanes.length * asked.columns;
      assert.ok(density.lane.length <= cells);
      assert.ok(marks.lane.length <= cells * 8);
      assert.ok(arrows.kind.length <= asked.mostArrows * 3);
      assert.ok(bundles.count.length <= 1000);
    }
  });
});
