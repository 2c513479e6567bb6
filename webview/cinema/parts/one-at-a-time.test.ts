import assert from 'node:assert/strict';
import { oneAtATime } from './one-at-a-time.ts';

describe('one at a time', () => {
  it('runs once more for all that was asked while it ran', async () => {
    const ends: (() => void)[] = [];
    let [running, most] = [0, 0];
    const ask = oneAtATime(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running--;
    });
    const finish = async (): Promise<void> => {
      ends.at(-1)!();
      await new Promise((resolve) => setImmediate(resolve));
    };
    ask();
    ask();
    ask();
    assert.equal(ends.length, 1);
    await finish();
    assert.equal(ends.length, 2);
    await finish();
    assert.equal(ends.length, 2);
    ask();
    assert.equal(ends.length, 3);
    await finish();
    assert.equal(most, 1);
  });
});
