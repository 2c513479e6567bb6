import assert from 'node:assert/strict';
import { firstArrangement, kindCode, kindMask, kindNames, noFilter, usualKinds } from '../state/arrangement.ts';
import { processFlag, type Directory } from '../state/directory.ts';
import { noRows, type Rows } from '../state/rows.ts';
import { eventsOf, kindGroups, shownOf, withGroup } from './kinds.ts';
import { isAsAtFirst, isFiltering, parentsOf, summary } from './summary.ts';

const groupOf = (title: string) => kindGroups.find((one) => one.title === title)!;

describe('groups of event kinds', () => {
  it('hold every kind once, but for gaps', () => {
    const kinds = kindGroups.flatMap((one) => one.kinds);
    assert.deepEqual([...kinds, 'gap'].sort(), [...kindNames].sort());
  });

  it('are wholly shown at first, but for links and monitors', () => {
    const notShown = kindGroups.filter((one) => shownOf(one, usualKinds) !== 'all').map(({ title }) => title);
    assert.deepEqual(notShown, ['Links and monitors']);
  });

  it('are hidden and shown again without changing others, and gaps stay', () => {
    const messages = groupOf('Messages');
    const without = withGroup(messages, usualKinds, false);
    assert.equal(shownOf(messages, without), 'none');
    assert.equal(withGroup(messages, without, true), usualKinds);
    assert.equal(withGroup(messages, kindMask('send'), false), 1 << kindCode.gap);
    assert.equal(shownOf(messages, kindMask('send')), 'some');
  });

  it('count their events', () => {
    const counts = [
      { kind: 'send', count: 3 },
      { kind: 'receive', count: 2 },
      { kind: 'line', count: 9 },
      { kind: 'of a later version', count: 5 },
    ];
    assert.equal(eventsOf(groupOf('Messages'), counts), 5);
  });
});

describe('the summary of what is shown', () => {
  const rows = (process: readonly number[], members: readonly number[], hidden: number): Rows => ({
    ...noRows,
    count: process.length,
    process: Int32Array.from(process),
    members: Int32Array.from(members),
    hidden,
  });

  it('says how many processes of all have lanes, and where the others are', () => {
    assert.equal(summary(rows([0, 1, 2], [1, 1, 1], 0), 3), '3 processes');
    assert.equal(summary(rows([0, 4], [8, 1], 0), 9), '9 processes');
    assert.equal(summary(rows([0, 1, -1], [1, 8, 82], 0), 91), '9 of 91 processes, 82 as others');
    assert.equal(summary(rows([0], [1], 1_233), 1_234), '1 of 1,234 processes, 1,233 hidden');
  });
});

describe('what is chosen', () => {
  it('is as at first, or not', () => {
    assert.equal(isAsAtFirst({ ...firstArrangement }), true);
    assert.equal(isAsAtFirst({ ...firstArrangement, pinned: [3] }), false);
  });

  it('filters, or not', () => {
    assert.equal(isFiltering(noFilter), false);
    assert.equal(isFiltering({ ...noFilter, under: 0 }), true);
  });
});

describe('parents to choose from', () => {
  it('are those with most children first', () => {
    const flags = Uint16Array.from([processFlag.hasChildren, 0, processFlag.hasChildren, 0, 0]);
    const directory = { count: 5, flags, parent: Int32Array.of(-1, 0, 0, 2, 2) } as unknown as Directory;
    assert.deepEqual(parentsOf(directory, 10), [0, 2]);
    const other = { ...directory, parent: Int32Array.of(-1, 2, 0, 2, 2) };
    assert.deepEqual(parentsOf(other, 1), [2]);
  });
});
