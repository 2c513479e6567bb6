import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeTrace,
  eventKinds,
  openTrace,
  pictureOf,
  processColumns,
  type Axis,
  type Picture,
  type Trace,
} from '../index.ts';
import { generate } from '../testing.ts';

const everyKind = (1 << eventKinds.length) - 1;
const mostArrows = 400;
/** Up to so many events of a window are stops one by one. */
const mostStops = 20_000;

describe('a picture of a large trace', () => {
  let folder = '';
  let trace: Trace;
  /** The processes that do most. */
  let lanes = new Int32Array();

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'cinema-bounded-'));
    const file = join(folder, 'shop.cinema');
    generate(file, { events: 200_000, workers: 400, clients: 30, servers: 8 });
    const opened = await openTrace(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(opened.ok);
    trace = opened.value;
    const { count, events } = processColumns(trace);
    const busiest = Array.from({ length: count }, (_, process) => process);
    busiest.sort((left, right) => events[right]! - events[left]!);
    lanes = Int32Array.from(busiest.slice(0, 60));
  });
  after(() => {
    closeTrace(trace);
    rmSync(folder, { recursive: true });
  });

  /** Pictures from the whole trace down to a few events. */
  function* zoomedIn(axis: Axis, columns: number): Generator<Picture> {
    const end = axis === 'time' ? trace.duration : trace.eventCount;
    for (let width = end; width > end / 2 ** 14; width /= 2) {
      const from = (end - width) * 0.43;
      yield pictureOf(trace, {
        window: { axis, from, to: from + width },
        columns,
        lanes,
        folded: new Uint8Array(lanes.length),
        kinds: everyKind,
        arrowsOf: -1,
        mostArrows,
        texts: false,
      });
    }
  }

  for (const axis of ['time', 'order'] as const) {
    // 60 x 1,500 is a screen; the trace has more events than 60 x 100 cells by far.
    for (const columns of [1500, 100]) {
      it(`has a few rows a lane and column at most: by ${axis}, ${columns} columns`, function () {
        this.timeout(30_000);
        const cells = lanes.length * columns;
        for (const picture of zoomedIn(axis, columns)) {
          const { density, bars, marks, gaps, stops, arrows, bundles, detail, events } = picture;
          const what = `${detail} of ${events} events`;
          assert.ok(density.lane.length <= cells, `${what}: ${density.lane.length} cells of density`);
          assert.ok(marks.lane.length <= 8 * cells, `${what}: ${marks.lane.length} marks`);
          assert.ok(bars.lane.length <= 4 * cells, `${what}: ${bars.lane.length} bars`);
          assert.ok(gaps.from.length <= cells, `${what}: ${gaps.from.length} gaps`);
          assert.ok(stops.lane.length <= (detail === 'events' ? mostStops : 0), `${what}: ${stops.lane.length} stops`);
          assert.ok(arrows.kind.length <= 2 * mostArrows, `${what}: ${arrows.kind.length} arrows`);
          assert.ok(bundles.count.length <= 1000, `${what}: ${bundles.count.length} bundles`);
        }
      });
    }
  }
});
