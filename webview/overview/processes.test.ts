import assert from 'node:assert/strict';
import { ending, inOrder, matches, nameOf } from './processes.ts';

const process = (number: number, more: object): Parameters<typeof matches>[0] => ({
  process: number,
  label: `Worker ${number}`,
  pid: `<0.${number}.0>`,
  events: 1,
  exit: null,
  crashed: false,
  hasRecordedCode: true,
  isMachinery: false,
  ...more,
});

describe('the processes of the overview', () => {
  it('are sorted: with recorded code, crashed, busiest; what belongs to OTP comes last', () => {
    const sorted = inOrder([
      process(1, { hasRecordedCode: false, events: 900 }),
      process(2, { events: 5 }),
      process(3, { events: 50 }),
      process(4, { crashed: true, exit: '{:badmatch, 1}' }),
      process(5, { hasRecordedCode: false, isMachinery: true, crashed: true, events: 2000 }),
      process(6, { hasRecordedCode: false, crashed: true }),
    ]);
    assert.deepEqual(
      sorted.map((one) => one.process),
      [4, 3, 2, 6, 1, 5],
    );
  });

  it('are found by name, pid and reason', () => {
    const one = process(7, { exit: '{:Badmatch, 1}' });
    assert.deepEqual(
      ['worker', '<0.7', 'badmatch', ' ', 'cart'].map((filter) => matches(one, filter)),
      [true, true, true, true, false],
    );
  });

  it('have a name beside their pid', () => {
    assert.equal(nameOf(process(7, { label: 'Shop.Cart <0.7.0>' })), 'Shop.Cart');
    assert.equal(nameOf(process(7, { label: '<0.7.0>' })), '<0.7.0>');
  });

  it('say how they ended', () => {
    assert.equal(ending(process(1, {})), 'alive at the end');
    assert.equal(ending(process(1, { exit: ':normal' })), 'ended: :normal');
    assert.equal(ending(process(1, { exit: ':boom', crashed: true })), 'crashed: :boom');
  });
});
