import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrowLength, drawSign, layLine, newLaidLine, type Pen } from './geometry.ts';
import { lineEnding, signShape } from './renderer.ts';

describe('how lines are laid out', () => {
  const laid = newLaidLine();

  it('upright lines have their edges on whole device pixels', () => {
    assert.ok(layLine(laid, 10, 0, 10, 50, 1, lineEnding.none, 1));
    assert.equal(laid.x1, 10.5);
    assert.ok(layLine(laid, 10.2, 0, 10.2, 50, 1, lineEnding.none, 2));
    assert.equal(laid.x1, 10);
    assert.ok(layLine(laid, 0, 7.3, 9, 7.3, 0.2, lineEnding.none, 2));
    assert.equal(laid.width, 0.5);
  });

  it('slanted lines stay where they are', () => {
    layLine(laid, 1.25, 2.5, 40.75, 33, 1.5, lineEnding.none, 1);
    assert.deepEqual([laid.x1, laid.y1, laid.x2, laid.y2, laid.width], [1.25, 2.5, 40.75, 33, 1.5]);
  });

  it('the body ends where the arrow begins', () => {
    layLine(laid, 0, 0, 30, 40, 1, lineEnding.arrow, 1);
    assert.ok(Math.abs(Math.hypot(laid.bodyX, laid.bodyY) - (50 - arrowLength(1))) < 1e-9);
    layLine(laid, 0, 0, 1, 1, 1, lineEnding.arrow, 1);
    assert.equal(laid.hasBody, false);
  });

  it('what cannot be drawn is not', () => {
    for (const [x, width] of [
      [Number.NaN, 1],
      [Infinity, 1],
      [0, 0],
      [0, Number.NaN],
    ] as const)
      assert.equal(layLine(laid, x, 0, 5, 9, width, lineEnding.none, 1), false);
    assert.equal(layLine(laid, 1e9, 1e9, 1e9, 2e9, 1, lineEnding.none, 1), false);
  });

  it('far ends are cut off where nobody sees it, and their arrows with them', () => {
    assert.ok(layLine(laid, 0, 0, 1e9, 1e9, 1, lineEnding.arrow, 1));
    assert.deepEqual([laid.x2, laid.y2, laid.ending], [16_384, 16_384, lineEnding.none]);
    assert.ok(layLine(laid, -1e9, 100, 500, 100.5, 1, lineEnding.arrow, 1));
    assert.equal(laid.ending, lineEnding.arrow);
  });

  it('cutting moves no point that is on screen', () => {
    const far = fc.integer({ min: 2, max: 1e8 }).chain((value) => fc.constantFrom(value, -value));
    const near = fc.double({ min: 0, max: 2000, noNaN: true });
    fc.assert(
      fc.property(near, near, far, far, (x, y, byX, byY) => {
        // A line through (x, y) with both ends far away still goes through it.
        const given = [x - byX, y - byY, x + byX, y + byY] as const;
        assert.ok(layLine(laid, ...given, 1, lineEnding.none, 1));
        const distance = Math.abs((x - laid.x1) * laid.alongY - (y - laid.y1) * laid.alongX);
        assert.ok(distance < 0.01, `${distance} pixels off`);
      }),
    );
  });
});

describe('the outlines of signs', () => {
  const box = (shape: number, size: number): readonly number[] => {
    const xs: number[] = [];
    const ys: number[] = [];
    const pen: Pen = {
      moveTo: (x, y) => void (xs.push(x), ys.push(y)),
      lineTo: (x, y) => void (xs.push(x), ys.push(y)),
      circle: (x, y, radius) => void (xs.push(x - radius, x + radius), ys.push(y - radius, y + radius)),
      close: () => {},
    };
    drawSign(pen, shape, 100, 100, size, 1);
    return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  };

  for (const [name, shape] of Object.entries(signShape)) {
    it(`${name}: as high as said, around the centre`, () => {
      const [left, right, top, bottom] = box(shape, 20) as [number, number, number, number];
      assert.ok(Math.abs(top - 90) < 1e-9 && Math.abs(bottom - 110) < 1e-9, `${top} to ${bottom}`);
      assert.ok(left >= 89 && right <= 111.001 && left < 100 && right > 100, `${left} to ${right}`);
    });
  }
});
