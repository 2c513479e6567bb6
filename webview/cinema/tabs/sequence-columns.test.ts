import assert from 'node:assert/strict';
import type { Picture } from '../../../protocol/index.ts';
import { firstArrangement } from '../state/arrangement.ts';
import { processFlag, type Directory } from '../state/directory.ts';
import { noRows } from '../state/rows.ts';
import { chooseColumns, countMessages } from './sequence-columns.ts';

const rows = { ...noRows, count: 20, ofProcess: Int32Array.from({ length: 20 }, (_, process) => 19 - process) };
const counts = new Map(Array.from({ length: 16 }, (_, process) => [process, 100 - process]));
const place = (process: number) => ({ moment: 0, time: 0, process });

describe('columns of the sequence diagram', () => {
  it('are those with most messages, in the order of the lanes', () => {
    const chosen = chooseColumns({ arrangement: firstArrangement, rows, selection: null, directory: null }, counts);
    assert.deepEqual(chosen, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('are the program’s own where that makes two or more', () => {
    const flags = new Uint16Array(20);
    const directory = { flags } as unknown as Directory;
    flags[14] = flags[12] = processFlag.recordedCode;
    assert.deepEqual(
      chooseColumns({ arrangement: firstArrangement, rows, selection: null, directory }, counts),
      [14, 12],
    );
    flags[12] = 0;
    assert.equal(chooseColumns({ arrangement: firstArrangement, rows, selection: null, directory }, counts).length, 12);
  });

  it('have the selected process among them', () => {
    const chosen = chooseColumns(
      { arrangement: firstArrangement, rows, selection: place(15), directory: null },
      counts,
    );
    assert.equal(chosen.length, 12);
    assert.ok(chosen.includes(15));
  });

  it('are the pinned and the selected where some are pinned', () => {
    const arrangement = { ...firstArrangement, pinned: [3] };
    assert.deepEqual(chooseColumns({ arrangement, rows, selection: place(5), directory: null }, counts), [5, 3]);
    // One alone tells no story.
    assert.equal(chooseColumns({ arrangement, rows, selection: place(3), directory: null }, counts).length, 12);
  });

  it('are those chosen by hand, whatever else', () => {
    const arrangement = { ...firstArrangement, pinned: [3], columns: [1, 2] };
    assert.deepEqual(chooseColumns({ arrangement, rows, selection: place(5), directory: null }, counts), [2, 1]);
  });

  it('count arrows and bundles between shown lanes, messages only', () => {
    const picture = {
      arrows: {
        kind: Uint8Array.of(0, 1, 0),
        fromProcess: Int32Array.of(7, 7, 7),
        toProcess: Int32Array.of(8, 8, 99),
      },
      bundles: { fromLane: Uint16Array.of(1), toLane: Uint16Array.of(2), count: Int32Array.of(10) },
    } as unknown as Picture;
    assert.deepEqual(
      [...countMessages(Int32Array.of(7, 8, 9), picture)],
      [
        [7, 1],
        [8, 11],
        [9, 10],
      ],
    );
  });
});
