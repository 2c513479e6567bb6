import assert from 'node:assert/strict';
import type { SpanRow } from '../../../protocol/index.ts';
import { scaleOf } from '../lanes/scale.ts';
import {
  barOf,
  columnsOf,
  printCost,
  rowOfPlace,
  shownRows,
  twistieX,
  waterfallKey,
  type ShownRow,
} from './waterfall-layout.ts';

/** `row(1, 2)`: frame 1 at indent 2. */
function row(frame: number, indent: number, more: Partial<SpanRow> = {}): SpanRow {
  return {
    frame,
    process: 0,
    label: 'Shop',
    title: 'Shop.run/0',
    indent,
    via: 'call',
    call: frame,
    from: 0,
    to: 1000,
    ended: 'return',
    children: 0,
    opened: false,
    kind: null,
    tokens: null,
    cost: null,
    ...more,
  };
}

const open = { children: 1, opened: true };
const rows = [row(0, 0, open), row(1, 1, open), row(2, 2), row(3, 1), row(4, 0, { children: 7 })];

const drawn = (shown: readonly ShownRow[]): readonly string[] =>
  shown.map(({ row: { frame }, parent, fold }) => `${frame} under ${parent} ${fold}`);

describe('rows of the waterfall', () => {
  it('hang from the row that caused them', () => {
    assert.deepEqual(drawn(shownRows(rows, new Set())), [
      '0 under -1 open',
      '1 under 0 open',
      '2 under 1 none',
      '3 under 0 none',
      '4 under -1 closed',
    ]);
  });

  it('leave out what is folded, however deep', () => {
    assert.deepEqual(drawn(shownRows(rows, new Set([1]))), [
      '0 under -1 open',
      '1 under 0 closed',
      '3 under 0 none',
      '4 under -1 closed',
    ]);
    assert.deepEqual(drawn(shownRows(rows, new Set([0, 1]))), ['0 under -1 closed', '4 under -1 closed']);
  });

  it('move by keys as a tree does', () => {
    const shown = shownRows(rows, new Set());
    assert.deepEqual(waterfallKey(shown, 2, 'ArrowLeft', 10), { index: 1 });
    assert.deepEqual(waterfallKey(shown, 1, 'ArrowLeft', 10), { fold: 'closed' });
    assert.deepEqual(waterfallKey(shown, 4, 'ArrowRight', 10), { fold: 'open' });
    assert.deepEqual(waterfallKey(shown, 0, 'ArrowRight', 10), { index: 1 });
    assert.deepEqual(waterfallKey(shown, 0, 'PageDown', 10), { index: 4 });
    assert.deepEqual(waterfallKey(shown, -1, 'ArrowDown', 10), { index: 0 });
    assert.equal(waterfallKey(shown, 2, 'ArrowRight', 10), null);
    assert.equal(waterfallKey([], -1, 'ArrowDown', 10), null);
  });

  it('tell which call a place is in', () => {
    const shown = shownRows(
      [row(0, 0, { ...open, to: 9000 }), row(3, 1, { to: 5000 }), row(5, 1, { process: 1, to: 8000 })],
      new Set(),
    );
    assert.equal(rowOfPlace(shown, { moment: 4, time: 4000, process: 0 }), 1);
    assert.equal(rowOfPlace(shown, { moment: 6, time: 6000, process: 0 }), 0);
    assert.equal(rowOfPlace(shown, { moment: 6, time: 6000, process: 1 }), 2);
    assert.equal(rowOfPlace(shown, { moment: 6, time: 6000, process: 2 }), -1);
  });

  it('keep room for names, however deep', () => {
    const columns = columnsOf(900, false);
    assert.ok(twistieX(row(0, 3), columns) > twistieX(row(0, 2), columns));
    assert.ok(twistieX(row(0, 1e6), columns) < columns.name * 0.7);
    assert.ok(columnsOf(300, true).bars.width >= 40);
  });
});

describe('bars of the waterfall', () => {
  const scale = scaleOf({ from: 1000, to: 2000 }, 100, 500);

  it('lie on the time scale', () => {
    const whole = { outside: null, cutLeft: false, cutRight: false };
    assert.deepEqual(barOf({ from: 1200, to: 1400 }, scale), { x: 200, width: 100, ...whole });
  });

  it('are cut to the window and wide enough to be seen', () => {
    assert.deepEqual(barOf({ from: 0, to: 5000 }, scale), {
      x: 100,
      width: 500,
      outside: null,
      cutLeft: true,
      cutRight: true,
    });
    assert.equal(barOf({ from: 1500, to: 1500 }, scale).width, 2);
    assert.equal(barOf({ from: 2000, to: 2000 }, scale).x, 598);
  });

  it('say where they are when that is outside', () => {
    assert.equal(barOf({ from: 0, to: 900 }, scale).outside, 'left');
    assert.equal(barOf({ from: 2100, to: 2200 }, scale).outside, 'right');
  });
});

describe('costs', () => {
  it('are written with the digits that matter', () => {
    assert.deepEqual([0, 0.00042, 0.123456, 12.3].map(printCost), ['$0.00', '$0.00042', '$0.123', '$12.30']);
  });
});
