import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printTimeTo, ticksOf } from './ticks.ts';

describe('the ruler', () => {
  for (const [from, to, labels] of [
    [0, 1e9, ['0 ms', '200 ms', '400 ms', '600 ms', '800 ms', '1000 ms']],
    [0, 1e3, ['0 ns', '200 ns', '400 ns', '600 ns', '800 ns', '1000 ns']],
    [0, 45e9, ['0 s', '10 s', '20 s', '30 s', '40 s']],
    [0, 5 * 3600e9, ['0 min', '1:00:00', '2:00:00', '3:00:00', '4:00:00', '5:00:00']],
    [-5e6, 15e6, ['-5 ms', '0 ms', '5 ms', '10 ms', '15 ms']],
  ] as const) {
    it(`of ${from} to ${to} ns says ${labels.slice(0, 2).join(', ')}`, () => {
      const ticks = ticksOf('time', from, to, 500);
      assert.deepEqual(ticks.labels, labels);
      assert.equal(ticks.base, null);
    });
  }

  it('counts from a base where whole times would be too long', () => {
    const from = 12_345_678_000;
    const { labels, base } = ticksOf('time', from, from + 1000, 500);
    assert.equal(base, '12.345 678 000 s');
    assert.deepEqual(labels.slice(0, 3), ['+0 ns', '+200 ns', '+400 ns']);
  });

  it('counts moments as whole numbers', () => {
    assert.deepEqual(ticksOf('order', 1000, 1005, 1000).labels, ['1,000', '1,001', '1,002', '1,003', '1,004', '1,005']);
  });

  it('has round steps at least as wide as asked, and never many', () => {
    const width = fc.double({ min: 100, max: 1e16, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom('time', 'order'),
        fc.double({ min: 0, max: 1e15, noNaN: true }),
        width,
        (axis, from, span) => {
          const { at, labels, step } = ticksOf(axis, from, from + span, 1000);
          assert.equal(at.length, labels.length);
          assert.ok(at.length <= 13, `${at.length} ticks`);
          assert.ok(step >= 1);
          for (const place of at) assert.ok(place >= from - step && place <= from + span + step);
        },
      ),
    );
  });

  it('prints a time with the digits that its resolution has', () => {
    assert.equal(printTimeTo(571_123_456, 1e6), '571 ms');
    assert.equal(printTimeTo(571_123_456, 1000), '571.123 ms');
    assert.equal(printTimeTo(1_571_123_456, 1), '1.571123456 s');
    assert.equal(printTimeTo(12, 0.1), '12 ns');
  });
});
