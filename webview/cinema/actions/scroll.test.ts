import assert from 'node:assert/strict';
import { noRows, type Rows } from '../state/rows.ts';
import { scrolledTo } from './scroll.ts';

/** One pinned lane and ten others, 26 pixels each; process n has row n. */
const rows: Rows = {
  ...noRows,
  count: 11,
  pinned: 1,
  ofProcess: Int32Array.from({ length: 12 }, (_, row) => (row === 11 ? -1 : row)),
  top: Float64Array.from({ length: 12 }, (_, row) => row * 26),
};
const at = (scroll: number, process: number, lanesHeight = 104): number =>
  scrolledTo({ rows, scroll, lanesHeight }, process);

describe('scrolling to a lane', () => {
  it('moves as little as needed', () => {
    assert.equal(at(0, 2), 0, 'it is on screen');
    assert.equal(at(0, 10), 260 - 78, 'its bottom at the bottom');
    assert.equal(at(182, 3), 52, 'its top at the top');
  });

  it('leaves pinned, hidden and unmeasured lanes alone', () => {
    assert.equal(at(182, 0), 182);
    assert.equal(at(182, 11), 182);
    assert.equal(at(182, 99), 182);
    assert.equal(at(0, 10, 0), 0);
  });
});
