import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FilmWindow } from '../../../protocol/index.ts';
import { around, axisEnd, including, kept, narrowest, paged, panned, whole, zoomed } from './window.ts';

const end = 1e9;
const time = (from: number, to: number): FilmWindow => ({ axis: 'time', from, to });
const window = fc
  .tuple(fc.double({ min: -2e9, max: 3e9, noNaN: true }), fc.double({ min: 0, max: 5e9, noNaN: true }))
  .map(([from, width]) => kept(time(from, from + width), end));

describe('the window of the film', () => {
  it('shows the whole trace with a little room', () => {
    assert.deepEqual(whole('time', 1000), time(-20, 1020));
    assert.deepEqual(whole('order', 100), { axis: 'order', from: -2, to: 102 });
    assert.equal(axisEnd('order', { duration: 5, events: 0 }), 1, 'an empty trace still has an axis');
  });

  it('is never narrower than can be told apart, nor wider than twice the trace, its middle inside', () => {
    fc.assert(
      fc.property(window, ({ from, to }) => {
        assert(to - from >= narrowest.time * 0.999 && to - from <= 2 * end * 1.001);
        assert((from + to) / 2 >= -1 && (from + to) / 2 <= end + 1);
      }),
    );
  });

  it('stays as it is, to the bit, once it is allowed', () => {
    fc.assert(fc.property(window, (one) => assert.deepEqual(kept(one, end), one)));
    assert.deepEqual(kept(time(Number.NaN, 4), end), whole('time', end), 'what is no window becomes all');
  });

  it('zooms around a position, which stays where it is', () => {
    const zoom = fc.record({
      at: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      factor: fc.double({ min: 0.5, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(zoom, ({ at, factor }) => {
        const before = time(4e8, 6e8);
        const position = before.from + at * 2e8;
        const after = zoomed(before, factor, position, end);
        assert(Math.abs((position - after.from) / (after.to - after.from) - at) < 1e-9);
      }),
    );
    const close = time(5e8, 5e8 + 100);
    assert.deepEqual(zoomed(close, 10, 5e8 + 50, end), close, 'at the limit nothing moves');
  });

  it('moves by parts of its width', () => {
    assert.deepEqual(panned(time(100, 300), 0.5, end), time(200, 400));
    assert.deepEqual(panned(time(0, 1e9), -5, end), time(-5e8, 5e8), 'half of it stays on the trace');
  });

  it('moves as little as needed to include a place', () => {
    const now = time(1000, 2000);
    assert.equal(including(now, 1500, end), now);
    assert.deepEqual(including(now, 2100, end), time(1200, 2200));
    assert.deepEqual(including(now, 900, end), time(800, 1800));
    assert.deepEqual(including(now, 9000, end), time(8500, 9500), 'far away: into the middle');
    fc.assert(
      fc.property(window, fc.double({ min: 0, max: end, noNaN: true }), (one, at) => {
        const { from, to } = including(one, at, end);
        const slack = (to - from) * 1e-6 + 1e-6;
        assert(at >= from - slack && at <= to + slack);
      }),
    );
  });

  it('turns the page when the playhead leaves', () => {
    const now = time(1000, 2000);
    assert.equal(paged(now, 1500, 1, end), now);
    assert.deepEqual(paged(now, 1950, 1, end), time(1870, 2870));
    assert.deepEqual(paged(now, 1050, -1, end), time(130, 1130));
    const last = time(end - 500, end + 500);
    assert.equal(paged(last, end, 1, end), last, 'at the end there is no next page');
  });

  it('gives a stretch some room', () => {
    assert.deepEqual(around('time', 1000, 2000, end), time(850, 2150));
    assert.equal(around('order', 5, 5, 100).to - around('order', 5, 5, 100).from, 10);
  });
});
