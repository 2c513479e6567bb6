import assert from 'node:assert/strict';
import type { FunctionMark } from '../../protocol/index.ts';
import { callsNote, callsText, countText, durationText } from './texts.ts';

const mark = (of: Partial<FunctionMark>): FunctionMark => ({
  module: 'Elixir.Shop',
  name: 'total',
  arity: 1,
  line: 3,
  calls: 1,
  timed: 1,
  exceptions: 0,
  median: 3000,
  worst: 3000,
  ...of,
});

describe('the texts of marks', () => {
  for (const [count, text] of [
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [12_345, '12k'],
    [3_000_000, '3M'],
  ] as const) {
    it(`count ${count} is ${text}`, () => assert.equal(countText(count), text));
  }

  for (const [duration, text] of [
    [340, '340 ns'],
    [1000, '1 µs'],
    [1540, '1.5 µs'],
    [12_300, '12 µs'],
    [2_100_000_000, '2.1 s'],
    [5_000_000_000_000, '5000 s'],
  ] as const) {
    it(`${duration} ns are ${text}`, () => assert.equal(durationText(duration), text));
  }

  it('tell of calls, how long they took, and what failed', () => {
    assert.equal(callsText(mark({})), '1 call · 3 µs');
    assert.equal(
      callsText(mark({ calls: 1200, timed: 1200, exceptions: 1, worst: 1_500_000 })),
      '1,200 calls · median 3 µs · worst 1.5 ms · 1 exception',
    );
    assert.equal(callsText(mark({ calls: 0, timed: 0, median: null, worst: null })), 'never called');
    assert.equal(callsText(mark({ calls: 2, timed: 2, median: null, worst: null })), '2 calls');
  });

  it('say of how many calls the durations are', () => {
    assert.equal(callsNote(mark({})), '');
    assert.match(callsNote(mark({ calls: 9000, timed: 2000 })), /first 2000 calls/);
  });
});
