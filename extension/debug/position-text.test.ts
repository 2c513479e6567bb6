import assert from 'node:assert/strict';
import { durationText, positionText } from './position-text.ts';

describe('times for people', () => {
  it('choose their unit', () => {
    assert.deepEqual(
      [0, 999, 1_500, 56_700_000, 1_234_000_000, 59_999_000_000, 200_000_000_000, 7_260_000_000_000].map(durationText),
      ['0 ns', '999 ns', '1.500 µs', '56.70 ms', '1.234 s', '60.00 s', '3 min 20 s', '2 h 1 min'],
    );
  });
});

describe('the status bar', () => {
  const position = {
    moment: 1_234,
    momentCount: 56_789,
    time: 1_500_000_000,
    duration: 3_000_000_000,
    process: 4,
    processLabel: 'Shop.Cart <0.123.0>',
  };

  it('says moment, time and process', () => {
    assert.equal(positionText(position).text, '$(history) 1,234 · 1.500 s · Shop.Cart <0.123.0>');
    assert.equal(positionText(position).details, 'Moment 1,234 of 56,789, 1.500 s of 3.000 s, in Shop.Cart <0.123.0>');
  });

  it('cuts a long name', () => {
    assert.ok(positionText({ ...position, processLabel: 'X'.repeat(500) }).text.length < 80);
  });
});
