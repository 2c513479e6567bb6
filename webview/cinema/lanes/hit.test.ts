import assert from 'node:assert/strict';
import { kindCode } from '../state/arrangement.ts';
import { laneHeight } from '../state/rows.ts';
import { arrowKind, markFlag } from './flags.ts';
import { distanceSquared, hitAt, type Hit } from './hit.ts';
import { rulerHeight } from './layout.ts';
import { logOf, testDirectory, testPicture, testScene, testState, type PictureRows } from './testing.ts';

const directory = testDirectory(Array.from({ length: 5 }, () => [0, -1] as const));
const middle = (row: number): number => rulerHeight + row * laneHeight + laneHeight / 2;

function hit(rows: PictureRows, x: number, y: number): Hit | null {
  const scene = testScene(testState(directory), testPicture(5, rows));
  return hitAt(scene, logOf(scene).drawn, x, y);
}

describe('what lies under the mouse', () => {
  const arrow = { kind: arrowKind.message, from: 100, to: 200, fromAt: 100, toAt: 200, fromProcess: 0, toProcess: 4 };
  const marks = [{ lane: 1, at: 300, moment: 30, count: 1, kind: kindCode.exit, flags: markFlag.crash }];
  const bars = [
    { lane: 2, from: 400, to: 600, call: 40, title: -1, count: 1 },
    { lane: 2, depth: 1, from: 450, to: 500, call: 45, title: -1, count: 1 },
  ];
  const stops = [
    { lane: 3, at: 700, moment: 70, kind: kindCode.line, depth: 1, text: -1 },
    { lane: 3, at: 900, moment: 90, kind: kindCode.line, depth: 1, text: -1 },
  ];
  const all: PictureRows = { arrows: [arrow], marks, bars, stops };

  it('is a sign within reach', () => {
    const found = hit(all, 305, middle(1));
    assert.deepEqual([found?.kind, found?.moment, found?.process], ['mark', 30, 1]);
    assert.equal(hit(all, 320, middle(1))?.kind, 'lane');
  });

  it('is the innermost call', () => {
    assert.equal(hit(all, 470, middle(2) + 5)?.moment, 45);
    assert.equal(hit(all, 470, middle(2) - 5)?.moment, 40);
    assert.equal(hit(all, 550, middle(2) + 5)?.kind, 'lane');
  });

  it('is an event, or the one whose text it is', () => {
    assert.deepEqual([hit(all, 702, middle(3) - 5)?.kind, hit(all, 702, middle(3) - 5)?.moment], ['stop', 70]);
    assert.equal(hit(all, 800, middle(3) + 6)?.moment, 70);
  });

  it('is an arrow, and the nearer end of it', () => {
    const x = (row: number): number => 100 + (100 * (middle(row) - middle(0))) / (middle(4) - middle(0));
    const start = hit(all, x(0) + 8, middle(0) + 8);
    assert.deepEqual([start?.kind, start?.moment, start?.process], ['arrow', 100, 0]);
    const end = hit(all, x(3) + 1, middle(3));
    assert.deepEqual([end?.kind, end?.moment, end?.process], ['arrow', 200, 4]);
  });

  it('is a place of a lane otherwise, or nothing', () => {
    const found = hit(all, 10, middle(4));
    assert.deepEqual([found?.kind, found?.process, found?.moment, found?.at], ['lane', 4, -1, 10]);
    assert.equal(hit(all, 10, 390), null);
    assert.equal(hit(all, 10, 5), null);
  });

  it('is no moment where a mark stands for a page of events only', () => {
    const nearby = { marks: [{ ...marks[0], flags: markFlag.crash | markFlag.nearby }] };
    assert.deepEqual([hit(nearby, 300, middle(1))?.kind, hit(nearby, 300, middle(1))?.moment], ['mark', -1]);
  });

  it('is nothing that the filter of kinds leaves out', () => {
    const state = testState(directory, { arrangement: { kinds: 0 } });
    const scene = testScene(state, testPicture(5, { marks: [{ ...marks[0], flags: 0 }], stops }));
    assert.equal(hitAt(scene, logOf(scene).drawn, 300, middle(1))?.kind, 'lane');
  });

  it('measures from a stretch, not from its line', () => {
    assert.equal(distanceSquared(0, 3, -5, 0, 5, 0), 9);
    assert.equal(distanceSquared(8, 4, -5, 0, 5, 0), 25);
    assert.equal(distanceSquared(3, 4, 0, 0, 0, 0), 25);
  });
});
