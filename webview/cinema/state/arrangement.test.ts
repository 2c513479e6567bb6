import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstArrangement, kindMask, readArrangement, type Arrangement } from './arrangement.ts';

describe('an arrangement of lanes', () => {
  it('is read as it was kept', () => {
    const kept: Arrangement = {
      ...firstArrangement,
      grouping: 'flat',
      pinned: [3, 1],
      filter: { text: 'cart', under: 4, module: 'Shop.Cart', talksTo: -1, alive: true },
      kinds: kindMask('send', 'exit'),
      arrows: 'none',
    };
    assert.deepEqual(readArrangement(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('of nothing, of another version or written by hand is as at first where it is not understood', () => {
    for (const kept of [undefined, null, 7, 'text', [], {}, { version: 2 }]) {
      assert.deepEqual(readArrangement(kept), firstArrangement);
    }
    const odd = { version: 1, pinned: [1, 'two', -3, 2.5, 4], hidden: 'all', filter: 5, kinds: 'all', arrows: 'some' };
    assert.deepEqual(readArrangement(odd), { ...firstArrangement, pinned: [1, 4] });
  });

  it('is read from anything without failing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (kept) => {
        assert.equal(readArrangement(kept).version, 1);
        readArrangement({ version: 1, filter: kept, pinned: kept, kinds: kept });
      }),
    );
  });
});
