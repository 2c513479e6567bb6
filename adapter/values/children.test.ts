import assert from 'node:assert/strict';
import {
  atom,
  cutBinary,
  cutList,
  cutMap,
  decodeTerm,
  encodeTerm,
  struct,
  tuple,
  type Encodable,
} from '../../trace/index.ts';
import { indexedChildren, namedChildren, shapeOf, stretchChildren, type Child } from './children.ts';
import { printValue, typeOf } from './print.ts';
import { type Reading } from './reading.ts';

const elixir: Reading = { language: 'elixir', records: new Map(), options: {} };
const records = new Map([['cart', ['count', 'items']]]);
const erlang: Reading = { language: 'erlang', records, options: { records } };

const termOf = (value: Encodable) => decodeTerm(encodeTerm(value));

/** `name: value <expression>` for every part. */
function parts(value: Encodable, reading: Reading): readonly string[] {
  const term = termOf(value);
  const { indexed } = shapeOf(term, reading);
  return [...indexedChildren(term, 'v', reading, 0, indexed), ...namedChildren(term, 'v', reading)].map((part) =>
    text(part, reading),
  );
}

function text(part: Child, reading: Reading): string {
  if (part.kind === 'stretch') return `${part.name} ${part.from} ${part.to}`;
  const expression = part.expression === undefined ? '' : ` <${part.expression}>`;
  return `${part.name}: ${printValue(part.term, reading, {})}${expression}`;
}

describe('the parts of a value', () => {
  it('of a list count as the language counts', () => {
    assert.deepEqual(parts([7, 8], elixir), ['0: 7 <v[0]>', '1: 8 <v[1]>']);
    assert.deepEqual(parts([1000, 8], erlang), ['1: 1000 <v[1]>', '2: 8 <v[2]>']);
  });

  it('of a keyword list stand under their keys', () => {
    assert.deepEqual(parts([tuple(atom('a'), 1), tuple(atom('a'), 2)], elixir), ['a: 1 <v[0][1]>', 'a: 2 <v[1][1]>']);
  });

  it('of a struct are its fields, in the order of their names', () => {
    const cart = struct('Elixir.Shop.Cart', { items: [], 'odd key': 1 });
    assert.deepEqual(parts(cart, elixir), ['items: [] <v.items>', '"odd key": 1 <v."odd key">']);
    assert.equal(typeOf(termOf(cart), elixir), '%Shop.Cart{}');
  });

  it('of a record are its fields, the tag left out', () => {
    const cart = tuple(atom('cart'), 2, []);
    assert.deepEqual(parts(cart, erlang), ['count: 2 <v#cart.count>', 'items: [] <v#cart.items>']);
    assert.deepEqual(parts(cart, elixir), ['0: :cart <v[0]>', '1: 2 <v[1]>', '2: [] <v[2]>']);
  });

  it('of a map stand under their keys; no path leads over a key that a path cannot write', () => {
    const map = new Map<Encodable, Encodable>([
      [atom('ok?'), 1],
      ['a "b"', 2],
      [3, 3],
      [tuple(1), 4],
    ]);
    assert.deepEqual(parts(map, elixir), [
      'ok?: 1 <v.ok?>',
      '"a \\"b\\"": 2 <v["a \\"b\\""]>',
      '3: 3 <v[3]>',
      '{1}: 4',
    ]);
  });

  it('that were not recorded are counted', () => {
    assert.deepEqual(parts(cutList([1], 41), elixir), ['0: 1 <v[0]>', '…: …(41 more)']);
    assert.deepEqual(parts(cutMap([[atom('a'), 1]], 9), elixir), ['a: 1 <v.a>', '…: …(9 more)']);
    const binary = termOf(cutBinary(new TextEncoder().encode('abc'), 1000));
    assert.match(printValue(binary, elixir, {}), /\+997 bytes/);
  });

  it('of a big map come in stretches, of stretches where they are too many', () => {
    const big = (size: number): Encodable => new Map(Array.from({ length: size }, (_, key) => [key, key] as const));
    assert.deepEqual(parts(big(100), elixir).length, 100);
    assert.deepEqual(parts(big(250), elixir), ['[0…99] 0 100', '[100…199] 100 200', '[200…249] 200 250']);
    const huge = termOf(big(20_001));
    const stretches = namedChildren(huge, 'v', elixir);
    assert.deepEqual(
      stretches.map(({ name }) => name),
      ['[0…9999]', '[10000…19999]', '[20000…20000]'],
    );
    assert.equal(stretchChildren(huge, 'v', elixir, 0, 10_000).length, 100);
    assert.equal(stretchChildren(huge, 'v', elixir, 9_900, 10_000).length, 100);
  });
});
