import assert from 'node:assert/strict';
import type { History, HistoryRow } from '../../protocol/index.ts';
import { pageBefore, rowAt, withPage } from './pages.ts';

const row = (index: number): HistoryRow => ({
  index,
  moment: index * 10,
  process: 0,
  processLabel: 'a',
  time: index,
  text: `${index}`,
  detail: null,
  changed: true,
  changes: [],
});
const page = (start: number, next: number): History => ({
  title: 'x',
  rows: Array.from({ length: next - start }, (_, offset) => row(start + offset)),
  total: 30,
  start,
  next,
  cursor: 0,
});

describe('a history that is read page by page', () => {
  it('grows at both ends', () => {
    const read = withPage(withPage(withPage(null, page(10, 15)), page(15, 18)), page(7, 10));
    assert.deepEqual([read.start, read.next, read.rows.length], [7, 18, 11]);
    assert.deepEqual(
      read.rows.map(({ index }) => index),
      Array.from({ length: 11 }, (_, offset) => 7 + offset),
    );
  });

  it('begins anew with a page that does not touch it', () => {
    const read = withPage(withPage(null, page(10, 15)), page(20, 22));
    assert.deepEqual([read.start, read.next, read.rows.length], [20, 22, 2]);
  });

  it('knows the page before it', () => {
    assert.deepEqual(pageBefore(withPage(null, page(10, 15)), 4), { start: 6, count: 4 });
    assert.deepEqual(pageBefore(withPage(null, page(3, 15)), 100), { start: 0, count: 3 });
    assert.equal(pageBefore(withPage(null, page(0, 15)), 100), null);
  });

  it('knows the row of a moment', () => {
    const read = withPage(null, page(10, 15));
    assert.equal(rowAt(read, 119), 11);
    assert.equal(rowAt(read, 120), 12);
    assert.equal(rowAt(read, 99), -1);
  });
});
