import assert from 'node:assert/strict';
import { changedIn } from './changed-in.ts';

const source = {
  name: 'cart.ex',
  path: '/build/cart.ex',
  sourceReference: 3,
  origin: 'recorded; the file has changed since',
};
const answer = (...sources: readonly unknown[]) => ({
  type: 'response',
  command: 'stackTrace',
  body: { stackFrames: sources.map((one) => ({ id: 1, source: one })) },
});

describe('changed sources in a stack', () => {
  it('are those that say which file has changed', () => {
    const changed = { ...source, adapterData: { changed: '/work/cart.ex' } };
    const { origin: _, ...shown } = changed;
    assert.deepEqual(changedIn(answer(changed, source, undefined)), [shown]);
  });

  for (const message of [
    null,
    {},
    { type: 'event', event: 'stopped' },
    { type: 'response', command: 'stackTrace' },
    answer('text'),
  ]) {
    it(`are none in ${JSON.stringify(message)}`, () => assert.deepEqual(changedIn(message), []));
  }
});
