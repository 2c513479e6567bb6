import assert from 'node:assert/strict';
import type { ProcessRow } from '../../../protocol/index.ts';
import { firstArrangement } from '../state/arrangement.ts';
import { columns, sortedBy } from './processes-columns.ts';
import { createTablePages, pageSize } from './processes-pages.ts';
import { chosenProcesses } from './chosen-processes.ts';

const cart: ProcessRow = {
  process: 3,
  label: { name: 'Shop.Cart', pid: '<0.3.0>', isMachinery: false },
  status: 'waiting',
  queue: 2,
  received: 1_200,
  sent: 7,
  calls: 0,
  events: 40,
  born: 1_500_000,
  lifetime: 2e9,
  place: { source: 0, path: 'lib/shop/cart.ex', line: 12, column: 5, function: 'Shop.Cart.add/2' },
};
const rows = (from: number, to: number): readonly ProcessRow[] =>
  Array.from({ length: to - from }, (_, index) => ({ ...cart, process: from + index }));

describe('a row of the process table', () => {
  const texts = (row: ProcessRow) => columns.map(({ text }) => text(row));

  it('prints what people read', () => {
    assert.deepEqual(texts(cart), [
      ...['Shop.Cart', '<0.3.0>', 'waiting', '2', '1,200', '7', '0', '40', '1.5 ms', '2 s', 'cart.ex:12'],
    ]);
  });

  it('says why a queue is not known, and invents no number', () => {
    const queue = columns.find(({ name }) => name === 'queue')!;
    assert.equal(queue.text({ ...cart, queue: null }), '–');
    assert.match(queue.hint({ ...cart, queue: null }), /^Not known: /);
    assert.equal(queue.hint(cart), '2 messages waiting');
  });

  it('has the pid for a name where there is no other, and no lifetime before its birth', () => {
    const unnamed = { ...cart, label: { ...cart.label, name: '' }, status: 'not started', place: null } as const;
    assert.deepEqual([texts(unnamed)[0], texts(unnamed)[9], texts(unnamed)[10]], ['<0.3.0>', '', '']);
  });
});

describe('sorting', () => {
  const column = (wanted: string) => columns.find(({ name }) => name === wanted)!;

  it('begins with the largest numbers and the first names, and turns around', () => {
    const byName = sortedBy({ sort: 'events', descending: true }, column('name'));
    assert.deepEqual(byName, { sort: 'name', descending: false });
    assert.deepEqual(sortedBy(byName, column('name')), { sort: 'name', descending: true });
    assert.deepEqual(sortedBy(byName, column('queue')), { sort: 'queue', descending: true });
  });

  it('does not go by lines', () => {
    const now = { sort: 'name', descending: false } as const;
    assert.equal(sortedBy(now, column('line')), now);
  });
});

describe('pages of the table', () => {
  it('are asked for as they are wanted', () => {
    const pages = createTablePages();
    assert.equal(pages.wanted(0, 0), 0);
    pages.put(0, { total: 250, rows: rows(0, pageSize) }, pages.round);
    assert.equal(pages.total, 250);
    assert.equal(pages.wanted(0, 40), null);
    assert.equal(pages.wanted(80, 120), pageSize);
    pages.put(pageSize, { total: 250, rows: rows(100, 200) }, pages.round);
    assert.equal(pages.wanted(80, 120), null);
    assert.equal(pages.row(150)?.process, 150);
    assert.equal(pages.row(220), null);
    assert.equal(pages.indexOf(150), 150);
    assert.equal(pages.indexOf(220), -1);
  });

  it('stay in sight, though old, until those of now have come', () => {
    const pages = createTablePages();
    pages.put(0, { total: 3, rows: rows(0, 3) }, pages.round);
    pages.renew();
    assert.equal(pages.row(2)?.process, 2);
    assert.equal(pages.wanted(0, 3), 0);
  });

  it('that were asked for before the order changed are not taken for those of now', () => {
    const pages = createTablePages();
    const { round } = pages;
    pages.renew();
    pages.put(0, { total: 3, rows: rows(0, 3) }, round);
    assert.equal(pages.wanted(0, 3), 0);
  });

  it('that are no longer there are forgotten', () => {
    const pages = createTablePages();
    pages.put(pageSize, { total: 250, rows: rows(100, 200) }, pages.round);
    pages.put(0, { total: 1, rows: rows(7, 8) }, pages.round);
    assert.equal(pages.row(150), null);
  });
});

describe('the processes of the table', () => {
  const opening = { processes: 5 } as never;

  it('are all where nothing is chosen', () => {
    assert.equal(chosenProcesses({ found: null, arrangement: firstArrangement, opening }), null);
  });

  it('are those found, without the hidden ones', () => {
    const arrangement = { ...firstArrangement, hidden: [1, 4] };
    assert.deepEqual([...chosenProcesses({ found: null, arrangement, opening })!], [0, 2, 3]);
    assert.deepEqual([...chosenProcesses({ found: Int32Array.of(1, 2), arrangement, opening })!], [2]);
  });
});
