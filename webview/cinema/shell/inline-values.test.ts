import assert from 'node:assert/strict';
import type { ValueView } from '../../../protocol/index.ts';
import { inlineValues } from './inline-values.ts';

const value = (name: string): ValueView => ({ name, text: '1', type: 'integer', value: null, parts: 0, whole: true });
const namesAt = (source: string, line: number, names: string[], language: 'elixir' | 'erlang' = 'elixir') =>
  Object.fromEntries(
    [...inlineValues(source.split('\n'), line, names.map(value), language)].map(([at, values]) => [
      at,
      values.map(({ name }) => name),
    ]),
  );

describe('values beside the source', () => {
  const elixir = `  def old(cart, item), do: item

  def add(cart, item) do
    price = price_of(item)
    total = cart.total + price
    done?`;

  it('stand at the last line that names them', () => {
    assert.deepEqual(namesAt(elixir, 5, ['cart', 'item', 'price', 'total']), {
      4: ['item'],
      5: ['cart', 'price', 'total'],
    });
  });

  it('are not taken from another function', () => {
    assert.deepEqual(namesAt(elixir, 4, ['cart', 'item', 'gone']), { 3: ['cart'], 4: ['item', 'gone'] });
  });

  it('take whole names only', () => {
    assert.deepEqual(namesAt(elixir, 6, ['done?', 'do']), { 3: ['do'], 6: ['done?'] });
    assert.deepEqual(namesAt('loop(S, Sx) ->\n  S + 1.', 2, ['S', 'Sx'], 'erlang'), { 1: ['Sx'], 2: ['S'] });
  });

  it('endure a line that is not in the source', () => {
    assert.deepEqual(namesAt('', 99, ['x']), { 99: ['x'] });
  });
});
