import assert from 'node:assert/strict';
import { between } from './glide.ts';

describe('gliding to a window', () => {
  const from = { axis: 'time', from: 0, to: 1000 } as const;

  it('begins and ends exactly', () => {
    const to = { axis: 'time', from: 400, to: 500 } as const;
    assert.deepEqual(between(from, to, 0), from);
    const end = between(from, to, 1);
    assert(Math.abs(end.from - 400) < 1e-9 && Math.abs(end.to - 500) < 1e-9);
  });

  it('moves evenly where only the place changes', () => {
    assert.deepEqual(between(from, { axis: 'time', from: 500, to: 1500 }, 0.5), { axis: 'time', from: 250, to: 1250 });
  });

  it('keeps the point that both windows show at the same place', () => {
    // Zoomed tenfold around 600, which is at six tenths in both.
    const to = { axis: 'time', from: 540, to: 640 } as const;
    for (const part of [0.2, 0.5, 0.9]) {
      const now = between(from, to, part);
      assert(Math.abs((600 - now.from) / (now.to - now.from) - 0.6) < 1e-9);
    }
  });
});
