import assert from 'node:assert/strict';
import { moduleColours, moduleOf, withoutModule } from './module-colour.ts';

describe('the module of a call', () => {
  for (const [title, module, rest] of [
    ['Shop.Cart.add/2', 'Shop.Cart', 'add/2'],
    ['Shop.Cart.add("a b: c.d", 3)', 'Shop.Cart', 'add("a b: c.d", 3)'],
    ['fun in Shop.Cart.add/2', 'Shop.Cart', 'fun in add/2'],
    ['ring:loop/2', 'ring', 'loop/2'],
    ['ring:loop({a, b}, [])', 'ring', 'loop({a, b}, [])'],
    ['Kernel.../2', 'Kernel', '../2'],
    ['checkout', 'checkout', 'checkout'],
    ['', '', ''],
  ] as const) {
    it(`is ${module || 'none'} of ${title || 'nothing'}`, () => {
      assert.equal(moduleOf(title), module);
      assert.equal(withoutModule(title), rest);
    });
  }

  it('has a colour of its own while there are enough, recorded modules first', () => {
    const colour = moduleColours(['A', 'B']);
    const colours = [1, 2, 3];
    const of = (title: string): number => colour(title, colours);
    assert.deepEqual([of('C.f/0'), of('B.f/0'), of('A.f/0'), of('D.f/0'), of('C.g/1')], [3, 2, 1, 1, 3]);
  });
});
