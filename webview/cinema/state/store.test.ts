import assert from 'node:assert/strict';
import { createStore } from './store.ts';

const withStore = () => {
  const waiting: (() => void)[] = [];
  const store = createStore({ a: 1, b: 'x' }, (run) => waiting.push(run));
  return { store, waiting };
};

describe('the store', () => {
  it('tells of many changes once, with what was before', () => {
    const { store, waiting } = withStore();
    const told: unknown[] = [];
    store.listen((now, before) => told.push([before, now]));
    store.set({ a: 2 });
    store.set({ a: 3, b: 'y' });
    assert.deepEqual(store.get(), { a: 3, b: 'y' });
    assert.equal(waiting.length, 1);
    waiting[0]!();
    assert.deepEqual(told, [
      [
        { a: 1, b: 'x' },
        { a: 3, b: 'y' },
      ],
    ]);
  });

  it('says nothing of a change that changes nothing', () => {
    const { store, waiting } = withStore();
    store.set({ a: 1 });
    assert.equal(waiting.length, 0);
  });

  it('tells in the same round what a listener changed', () => {
    const { store } = withStore();
    const told: number[] = [];
    store.listen(({ a }) => {
      told.push(a);
      if (a < 3) store.set({ a: a + 1 });
    });
    store.set({ a: 2 });
    store.flush();
    assert.deepEqual(told, [2, 3]);
  });

  it('tells once who draws, after all that listeners changed', () => {
    const { store } = withStore();
    const told: unknown[] = [];
    store.settled((now, before) => told.push([before.a, now.a]));
    store.listen(({ a }) => {
      told.push(a);
      if (a < 3) store.set({ a: a + 1 });
    });
    store.set({ a: 2 });
    store.flush();
    assert.deepEqual(told, [2, 3, [1, 3]]);
    store.flush();
    assert.equal(told.length, 3);
  });

  it('does not call who stopped listening', () => {
    const { store } = withStore();
    const stop = store.listen(() => assert.fail('stopped'));
    stop();
    store.set({ a: 9 });
    store.flush();
  });
});
