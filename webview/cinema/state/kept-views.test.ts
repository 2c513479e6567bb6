import assert from 'node:assert/strict';
import { firstArrangement, readArrangement } from './arrangement.ts';
import { keptState, readViews } from './kept-views.ts';

const views = [{ name: 'Only carts', state: { ...firstArrangement, pinned: [3] } }];
const withCanSave = (canSave: boolean) => ({ arrangement: firstArrangement, views, opening: { canSave } as never });

describe('views that a trace cannot take', () => {
  it('are kept with the workspace, beside the arrangement', () => {
    const kept = JSON.parse(JSON.stringify(keptState(withCanSave(false)))) as unknown;
    assert.deepEqual(readViews(kept), views);
    assert.deepEqual(readArrangement(kept), firstArrangement);
  });

  it('are not kept where the trace has them', () => {
    assert.equal(readViews(keptState(withCanSave(true))), null);
  });

  it('are read from anything', () => {
    assert.deepEqual(readViews({ views: [null, 7, { name: 3, state: 1 }, { name: 'a' }, views[0]] }), views);
    for (const nothing of [null, undefined, 7, {}, { views: 'x' }]) assert.equal(readViews(nothing), null);
  });
});
