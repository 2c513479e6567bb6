import assert from 'node:assert/strict';
import fc from 'fast-check';
import { counted, printExactTime, printMoment, printTime } from './time-text.ts';

describe('times', () => {
  it('print with up to four digits, in the unit that fits', () => {
    const times = [0, 999, 1_000, 12_500_000, 1_250_000_000, 90e9, 5400e9, -2_000];
    assert.deepEqual(times.map(printTime), [
      '0 ns',
      '999 ns',
      '1 µs',
      '12.5 ms',
      '1.25 s',
      '1.5 min',
      '1.5 h',
      '-2 µs',
    ]);
  });

  it('print every digit where two that are near must differ', () => {
    assert.equal(printExactTime(12_345_678_912), '12.345 678 912 s');
    assert.equal(printExactTime(0), '0.000 000 000 s');
    assert.equal(printExactTime(-1), '-0.000 000 001 s');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (time) => {
        assert.equal(
          printExactTime(time)
            .replace(/[ ,.s]/g, '')
            .replace(/^0+(?=.)/, ''),
          String(time),
        );
      }),
    );
  });
});

describe('counts', () => {
  it('print with separators and the right word', () => {
    assert.equal(counted(1, 'process', 'processes'), '1 process');
    assert.equal(counted(1_200, 'process', 'processes'), '1,200 processes');
    assert.equal(printMoment(1_234_567), 'moment 1,234,567');
  });
});
