import assert from 'node:assert/strict';
import fc from 'fast-check';
import { zoomed } from '../actions/window.ts';
import { atX, scaleOf, xOf } from './scale.ts';
import { meaningOf } from './wheel.ts';

const turn = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, metaKey: false, shiftKey: false };

describe('the scale', () => {
  it('tells two nanoseconds apart at the end of a recording of days', () => {
    const from = 104 * 86_400e9;
    const scale = scaleOf({ from, to: from + 100 }, 0, 1000);
    assert.deepEqual([xOf(scale, from + 1), xOf(scale, from + 2)], [10, 20]);
    assert.equal(atX(scale, 10), from + 1);
  });

  it('keeps what is under the mouse there when the wheel zooms', () => {
    const end = 1e12;
    const starts = fc.double({ min: 0.1 * end, max: 0.4 * end, noNaN: true });
    const widths = fc.double({ min: 1e4, max: 0.2 * end, noNaN: true });
    fc.assert(
      fc.property(
        starts,
        widths,
        fc.integer({ min: 0, max: 1200 }),
        fc.integer({ min: -300, max: 300 }),
        (from, wide, x, deltaY) => {
          const window = { axis: 'time', from, to: from + wide } as const;
          const place = atX(scaleOf(window, 0, 1200), x);
          const meaning = meaningOf({ ...turn, deltaY, ctrlKey: true });
          const next = zoomed(window, meaning.kind === 'zoom' ? meaning.factor : NaN, place, end);
          assert.ok(Math.abs(xOf(scaleOf(next, 0, 1200), place) - x) < 0.01);
        },
      ),
    );
  });
});

describe('the wheel', () => {
  it('scrolls lanes, and moves in time sideways or with Shift', () => {
    assert.deepEqual(meaningOf({ ...turn, deltaY: 30 }), { kind: 'scroll', by: 30 });
    assert.deepEqual(meaningOf({ ...turn, deltaX: -30, deltaY: 2 }), { kind: 'pan', by: -30 });
    assert.deepEqual(meaningOf({ ...turn, deltaY: 30, shiftKey: true }), { kind: 'pan', by: 30 });
    assert.deepEqual(meaningOf({ ...turn, deltaY: 3, deltaMode: 1 }), { kind: 'scroll', by: 48 });
  });

  it('zooms with Ctrl or Cmd, up goes in; there and back is where it was', () => {
    const factor = (deltaY: number): number => {
      const meaning = meaningOf({ ...turn, deltaY, metaKey: true });
      return meaning.kind === 'zoom' ? meaning.factor : NaN;
    };
    assert.ok(factor(-100) > 1 && factor(100) < 1);
    assert.ok(Math.abs(factor(-5) * factor(5) - 1) < 1e-12);
    assert.ok(factor(-10_000) < 2, 'one turn never leaps');
  });
});
