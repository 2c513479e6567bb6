import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstArrangement } from '../state/arrangement.ts';
import { askedFor, keyOf, lanesFor, stretchFor } from './asked.ts';
import { layoutOf } from './layout.ts';
import { scaleOf } from './scale.ts';
import { testDirectory, testState } from './testing.ts';

const many = testDirectory(Array.from({ length: 500 }, () => [0, -1] as const));
const rows = testState(many).rows;

const keyAt = (from: number, to: number, scroll = 0): string =>
  keyOf(
    askedFor('time', scaleOf({ from, to }, 0, 1200), lanesFor(layoutOf(rows, 1200, 500, scroll)), firstArrangement, -1),
  );

describe('what is asked of the door', () => {
  it('is about three windows, with room at both sides, in columns of one to two pixels', () => {
    const starts = fc.double({ min: -1e9, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        starts,
        fc.double({ min: 100, max: 1e12, noNaN: true }),
        fc.integer({ min: 200, max: 4000 }),
        (from, wide, pixels) => {
          const to = from + wide;
          const { window, columns } = stretchFor('time', scaleOf({ from, to }, 0, pixels));
          assert.ok(window.from <= from - 0.49 * wide && window.to >= to + 0.49 * wide);
          assert.ok(window.to - window.from <= 5.01 * wide);
          const column = ((window.to - window.from) / columns / wide) * pixels;
          assert.ok(column > 0.999 && column < 2.001, `${column} pixels`);
          assert.ok(columns <= 65_535);
        },
      ),
    );
  });

  it('stays the same while the window moves or zooms a little', () => {
    const keys = new Set(Array.from({ length: 100 }, (_, step) => keyAt(1e6 + step * 1e4, 2e6 + step * 1e4)));
    assert.ok(keys.size <= 5, `${keys.size} questions for a pan over one window`);
    const zooms = new Set(Array.from({ length: 50 }, (_, step) => keyAt(0, 1e6 * 1.014 ** step)));
    assert.ok(zooms.size <= 4, `${zooms.size} questions for a zoom by two`);
  });

  it('stays the same while lanes scroll a little', () => {
    const keys = new Set(Array.from({ length: 26 }, (_, row) => keyAt(0, 1e6, row * 26)));
    assert.ok(keys.size <= 4, `${keys.size} questions for a scroll over one screen`);
  });

  it('is about pinned lanes, those on screen and some around them, not the row of others', () => {
    const state = testState(many, { arrangement: { pinned: [499] } });
    const { lanes } = lanesFor(layoutOf(state.rows, 1000, 300, 4000));
    assert.equal(lanes[0], 499);
    assert.ok(lanes.length < 60 && lanes.length > 12);
    const some = testDirectory(
      [
        [0, -1],
        [0, -1],
      ],
      [-1, -1],
      [2, 0],
    );
    assert.deepEqual([...lanesFor(layoutOf(testState(some).rows, 1000, 300, 0)).lanes], [0]);
  });

  it('has no arrows one by one where none are wanted, and those of the selection where only they are', () => {
    const asked = (arrows: 'all' | 'selected' | 'none') => {
      const { arrowsOf, mostArrows } = askedFor(
        'time',
        scaleOf({ from: 0, to: 1 }, 0, 100),
        lanesFor(layoutOf(rows, 100, 300, 0)),
        { ...firstArrangement, arrows },
        7,
      );
      return [arrowsOf, mostArrows > 0];
    };
    assert.deepEqual(
      [asked('all'), asked('selected'), asked('none')],
      [
        [7, true],
        [7, true],
        [-1, false],
      ],
    );
  });
});
