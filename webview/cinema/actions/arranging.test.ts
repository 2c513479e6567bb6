import assert from 'node:assert/strict';
import { noFilter } from '../state/arrangement.ts';
import { createDirectory } from '../state/directory.ts';
import { noRows } from '../state/rows.ts';
import { createArranging, findOf } from './arranging.ts';
import { createTasks } from './tasks.ts';
import { settled, testPlace, testStage, type Answers } from './testing.ts';

const columns = {
  count: 4,
  leftOut: 0,
  parent: Int32Array.of(-1, 0, 0, 1),
  birth: new Int32Array(4),
  birthTime: new Float64Array(4),
  death: new Int32Array(4).fill(-1),
  deathTime: new Float64Array(4),
  last: new Int32Array(4),
  events: new Int32Array(4),
  flags: new Uint16Array(4),
  node: new Uint16Array(4),
  nodes: ['nonode@nohost'],
};

function arranged(answers: Answers) {
  const stage = testStage(answers);
  let made = 0;
  const { arrange } = createArranging(stage, createTasks(stage).task, (directory, _, found) => {
    made++;
    return { ...noRows, count: found?.length ?? directory.count };
  });
  stage.store.set({ directory: createDirectory(columns, stage.client, () => {}) });
  stage.store.flush();
  return { ...stage, arrange, made: () => made };
}

describe('arranging lanes', () => {
  it('asks for what the filter says, and for nothing where it says nothing', () => {
    assert.equal(findOf(noFilter, 5), null);
    assert.equal(findOf({ ...noFilter, text: '  ' }, 5), null);
    assert.deepEqual(findOf({ text: ' cart ', under: 3, module: 'Shop', talksTo: 0, alive: true }, 5), {
      text: 'cart',
      under: 3,
      module: 'Shop',
      talksTo: 0,
      aliveAt: 5,
    });
  });

  it('makes rows anew when the filter has found, and when it is taken away', async () => {
    const { arrange, store } = arranged({ find: () => ({ processes: Int32Array.of(1, 2) }) });
    assert.equal(store.get().rows.count, 4);
    arrange({ filter: { ...noFilter, text: 'cart' } });
    await settled();
    await settled();
    assert.deepEqual(store.get().found, Int32Array.of(1, 2));
    assert.equal(store.get().rows.count, 2);
    arrange({ filter: noFilter });
    store.flush();
    assert.equal(store.get().found, null);
    assert.equal(store.get().rows.count, 4);
  });

  it('follows the playhead where only the living are wanted, once it rests', async () => {
    const { arrange, store, asked } = arranged({ find: ({ aliveAt }) => ({ processes: Int32Array.of(aliveAt ?? 0) }) });
    arrange({ filter: { ...noFilter, alive: true } });
    await settled();
    for (const moment of [1, 2, 3]) {
      store.set({ preview: testPlace(moment) });
      store.flush();
    }
    await new Promise((resolve) => setTimeout(resolve, 160));
    assert.deepEqual(
      asked.map(([, given]) => given),
      [{ aliveAt: 0 }, { aliveAt: 3 }],
    );
  });

  it('does not arrange again because names have come', () => {
    const { store, made } = arranged({});
    const before = made();
    store.set({ directory: { ...store.get().directory! } });
    store.flush();
    assert.equal(made(), before);
  });

  it('says why nothing could be found', async () => {
    const { arrange, store } = arranged({ find: () => new Error('no such module') });
    arrange({ filter: { ...noFilter, module: 'Gone' } });
    await settled();
    await settled();
    assert.equal(store.get().problem, 'no such module');
  });
});
