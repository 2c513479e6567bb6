import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessColumns } from '../../../protocol/index.ts';
import { arrangeRows, childrenApart, mostChildren } from './arrange-rows.ts';
import { firstArrangement, noFilter, type Arrangement } from './arrangement.ts';
import { createDirectory, processFlag, type Directory } from './directory.ts';
import { laneHeight, tallLaneHeight, type Rows } from './rows.ts';

const noClient = {
  ask: () => new Promise<never>(() => {}),
  askNewest: () => new Promise<never>(() => {}),
  pending: () => 0,
};

/** A directory of processes by their parents; all ran recorded code unless flags say otherwise. */
function directoryOf(parents: readonly number[], flags?: readonly number[], births?: readonly number[]): Directory {
  const count = parents.length;
  const columns: ProcessColumns = {
    count,
    leftOut: 0,
    parent: Int32Array.from(parents),
    birth: Int32Array.from(births ?? parents.map((_, index) => index)),
    birthTime: Float64Array.from(parents, (_, index) => index * 1000),
    death: new Int32Array(count).fill(-1),
    deathTime: new Float64Array(count),
    last: new Int32Array(count),
    events: new Int32Array(count),
    flags: Uint16Array.from(flags ?? parents.map(() => processFlag.recordedCode)),
    node: new Uint16Array(count),
    nodes: ['a@b'],
  };
  return createDirectory(columns, noClient, () => {});
}

const arranged = (
  directory: Directory,
  change: Partial<Arrangement> = {},
  found: readonly number[] | null = null,
): Rows => arrangeRows(directory, { ...firstArrangement, ...change }, found === null ? null : Int32Array.from(found));

/** Rows as a drawing: two blanks an indent, `*` pinned, `+` folded with its members. */
function drawn(rows: Rows): readonly string[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const process = rows.process[row]!;
    const indent = '  '.repeat(rows.indent[row]!);
    const name = process < 0 ? `${rows.members[row]} others` : String(process);
    const fold = process >= 0 && rows.folded[row] === 1 ? ` +${rows.members[row]}` : '';
    return `${indent}${row < rows.pinned ? '*' : ''}${name}${fold}`;
  });
}

//        0 ── 1 ── 3
//          └─ 2 ── 4
//        5
const family = [-1, 0, 0, 1, 2, -1];
const { recordedCode, talksToRecordedCode, crashed } = processFlag;

describe('rows of lanes', () => {
  it('stand as a tree of who spawned whom', () => {
    assert.deepEqual(drawn(arranged(directoryOf(family))), ['0', '  1', '    3', '  2', '    4', '5']);
  });

  it('or as one list in the order of births', () => {
    const directory = directoryOf([-1, 0, 0], undefined, [7, 9, 8]);
    assert.deepEqual(drawn(arranged(directory, { grouping: 'flat' })), ['0', '2', '1']);
  });

  it('begin with the pinned ones, which leave their place; their children stay', () => {
    assert.deepEqual(drawn(arranged(directoryOf(family), { pinned: [4, 1] })), ['*4', '*1', '0', '  3', '  2', '5']);
  });

  it('leave out who is hidden, with what is under them', () => {
    const rows = arranged(directoryOf(family), { hidden: [1] });
    assert.deepEqual(drawn(rows), ['0', '  2', '    4', '5']);
    assert.equal(rows.hidden, 2);
    assert.deepEqual([...rows.ofProcess], [0, -1, 1, -1, 2, 3]);
  });

  it('keep those above a match as its context', () => {
    const rows = arranged(directoryOf(family), {}, [4]);
    assert.deepEqual(drawn(rows), ['0', '  2', '    4']);
    assert.deepEqual(drawn(arranged(directoryOf(family), { grouping: 'flat' }, [4])), ['4']);
  });

  it('gather who ran no recorded code in one row at the end; those between lanes stay', () => {
    const directory = directoryOf(family, [0, 0, 0, recordedCode, recordedCode | crashed, talksToRecordedCode]);
    const rows = arranged(directory);
    assert.deepEqual(drawn(rows), ['0', '  1', '    3', '  2', '    4', '1 others']);
    assert.deepEqual([...rows.ofProcess], [0, 1, 3, 2, 4, 5]);
    assert.deepEqual(drawn(arranged(directory, { showOthers: true })), ['0', '  1', '    3', '  2', '    4', '5']);
  });

  it('leave out at the top who only leads down to one lane', () => {
    const directory = directoryOf(family, [0, 0, 0, recordedCode, 0, crashed]);
    assert.deepEqual(drawn(arranged(directory)), ['3', '5', '4 others']);
  });

  it('show whoever did anything where no code was recorded at all', () => {
    const directory = { ...directoryOf(family, [0, 0, 0, 0, 0, 0]), events: Int32Array.of(0, 3, 0, 5, 0, 7) };
    assert.deepEqual(drawn(arranged(directory)), ['1', '  3', '5', '3 others']);
  });

  it('show one of the others to who searches for it', () => {
    const directory = directoryOf(family, [recordedCode, 0, 0, 0, 0, 0]);
    const filter = { ...noFilter, text: 'four' };
    assert.deepEqual(drawn(arranged(directory, { filter }, [4])), ['0', '  2', '    4']);
  });

  it('fold by hand, and by themselves where there are many children', () => {
    const rows = arranged(directoryOf(family), { folded: [0] });
    assert.deepEqual(drawn(rows), ['0 +5', '5']);
    assert.deepEqual([...rows.ofProcess], [0, 0, 0, 0, 0, 1]);
  });

  it('fold very many children by themselves, all but the longest-lived and the busiest', () => {
    const parents = [-1, ...Array.from({ length: mostChildren + 1 }, () => 0)];
    const many = {
      ...directoryOf(parents),
      events: Int32Array.from(parents, (_, index) => (index % 2) * index),
      // The even ones live the longer the later they came.
      death: Int32Array.from(parents, (_, index) => index + (index % 2 === 0 ? 100 + index : 1)),
    };
    const half = (odd: 0 | 1): number[] => {
      const all = parents.map((_, index) => index).filter((index) => index % 2 === odd);
      return all.slice(-childrenApart / 2);
    };
    const apart = [...half(0), ...half(1)].sort((left, right) => left - right);
    const folded = mostChildren + 2 - childrenApart;
    assert.deepEqual(drawn(arranged(many)), [`0 +${folded}`, ...apart.map((process) => `  ${process}`)]);
    assert.deepEqual(drawn(arranged(many, { folded: [0] })), [`0 +${mostChildren + 2}`]);
    assert.equal(arranged(many, { unfolded: [0] }).count, mostChildren + 2);
  });

  it('keep lanes for the servers among thousands of short workers', () => {
    const servers = [7, 400, 1999];
    const parents = Array.from({ length: 2000 }, (_, index) => (index === 0 ? -1 : 0));
    const many = {
      ...directoryOf(parents),
      // A worker does more in its short life than a server in the same time, and is gone.
      events: Int32Array.from(parents, (_, index) => (servers.includes(index) ? 40 : 60)),
      last: Int32Array.from(parents, (_, index) => (servers.includes(index) ? 90_000 : index + 100)),
      death: Int32Array.from(parents, (_, index) => (servers.includes(index) ? -1 : index + 100)),
    };
    const shown = drawn(arranged(many));
    assert.deepEqual(
      servers.filter((server) => !shown.includes(`  ${server}`)),
      [],
    );
    assert.equal(shown.length, 1 + childrenApart);
  });

  it('that are folded leave pinned members out', () => {
    assert.deepEqual(drawn(arranged(directoryOf(family), { folded: [0], pinned: [3] })), ['*3', '0 +4', '5']);
  });

  it('put dragged ones first among their siblings', () => {
    assert.deepEqual(drawn(arranged(directoryOf(family), { order: [5, 2] })), [
      '5',
      '0',
      '  2',
      '    4',
      '  1',
      '    3',
    ]);
  });

  it('are tall where someone wants to see more', () => {
    const { top } = arranged(directoryOf(family), { expanded: [1] });
    assert.deepEqual(
      [...top.slice(0, 4)],
      [0, laneHeight, laneHeight + tallLaneHeight, 2 * laneHeight + tallLaneHeight],
    );
  });

  it('come out of any parents, circles among them, each process at most once', () => {
    const parents = fc.array(fc.integer({ min: -2, max: 24 }), { maxLength: 20 });
    const some = fc.array(fc.nat(24), { maxLength: 5 });
    fc.assert(
      fc.property(
        parents,
        some,
        some,
        some,
        fc.boolean(),
        fc.boolean(),
        (given, pinned, hidden, folded, flat, others) => {
          const directory = directoryOf(
            given,
            given.map((_, index) => (index % 3 === 0 ? recordedCode : 0)),
          );
          const change = { pinned, hidden, folded, grouping: flat ? 'flat' : 'tree', showOthers: others } as const;
          const rows = arranged(directory, change);
          const own = [...rows.process].filter((process) => process >= 0);
          assert.equal(new Set(own).size, own.length);
          own.forEach((process, row) => assert.equal(rows.ofProcess[process], row));
          const members = rows.members.reduce((sum, count) => sum + count, 0);
          assert.equal(members + rows.hidden, directory.count);
          const perRow = new Int32Array(rows.count);
          for (const row of rows.ofProcess) if (row >= 0) perRow[row]!++;
          assert.deepEqual([...perRow], [...rows.members]);
        },
      ),
    );
  });

  it('of 100,000 processes are there in a moment', () => {
    const count = 100_000;
    const directory = directoryOf(
      Array.from({ length: count }, (_, index) => (index === 0 ? -1 : Math.floor((index - 1) / 40))),
    );
    arranged(directory);
    const start = performance.now();
    const rows = arranged(directory, { folded: [7], pinned: [99_999], order: [40, 39] });
    assert.ok(rows.count > 90_000);
    assert.ok(performance.now() - start < 500, `took ${performance.now() - start} ms`);
    // As deep as there are processes: walked without recursion.
    assert.equal(arranged(directoryOf(Array.from({ length: count }, (_, index) => index - 1))).count, count);
  });
});
