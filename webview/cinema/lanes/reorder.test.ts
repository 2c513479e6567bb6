import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrangeRows } from '../state/arrange-rows.ts';
import { firstArrangement, type Arrangement } from '../state/arrangement.ts';
import { moved, siblingRows } from './reorder.ts';
import { testDirectory } from './testing.ts';

//  0 ── 1, 2, 3     4     5
const directory = testDirectory(
  Array.from({ length: 6 }, () => [0, -1] as const),
  [-1, 0, 0, 0, -1, -1],
);

const rowsOf = (arrangement: Arrangement) => arrangeRows(directory, arrangement, null);
const after = (arrangement: Arrangement, row: number, to: number): Arrangement => ({
  ...arrangement,
  ...moved(directory, rowsOf(arrangement), arrangement, row, to),
});

describe('moving lanes', () => {
  it('is among the children of one parent', () => {
    assert.deepEqual(siblingRows(directory, rowsOf(firstArrangement), 'tree', 2), [1, 2, 3]);
    const next = after(firstArrangement, 3, 0);
    assert.deepEqual([...rowsOf(next).process], [0, 3, 1, 2, 4, 5]);
    assert.deepEqual([...rowsOf(after(next, 1, 2)).process], [0, 1, 2, 3, 4, 5]);
  });

  it('takes what is under a lane along', () => {
    assert.deepEqual([...rowsOf(after(firstArrangement, 0, 2)).process], [4, 5, 0, 1, 2, 3]);
  });

  it('of pinned lanes is among these', () => {
    const pinned = { ...firstArrangement, pinned: [2, 4, 1] };
    assert.deepEqual(after(pinned, 2, 0).pinned, [1, 2, 4]);
  });

  it('beyond the ends is to the ends', () => {
    assert.deepEqual(after(firstArrangement, 1, -5), firstArrangement);
    assert.deepEqual([...rowsOf(after(firstArrangement, 1, 99)).process], [0, 2, 3, 1, 4, 5]);
  });

  it('puts a lane where it was dragged to, whatever was dragged before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 }),
        fc.constantFrom('tree', 'flat'),
        (moves, grouping) => {
          let arrangement: Arrangement = { ...firstArrangement, grouping };
          for (const [row, to] of moves) {
            const rows = rowsOf(arrangement);
            const siblings = siblingRows(directory, rows, grouping, row).map((one) => rows.process[one]!);
            const process = rows.process[row]!;
            const wanted = siblings.filter((one) => one !== process);
            wanted.splice(to, 0, process);
            arrangement = after(arrangement, row, to);
            const now = rowsOf(arrangement);
            const got = siblingRows(directory, now, grouping, now.ofProcess[process]!).map((one) => now.process[one]!);
            assert.deepEqual(got, wanted);
          }
        },
      ),
    );
  });
});
