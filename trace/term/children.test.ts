import assert from 'node:assert/strict';
import {
  atom,
  childCount,
  children,
  cut,
  cutList,
  cutMap,
  decodeTerm,
  encodeTerm,
  improper,
  printTerm,
  struct,
  tuple,
  typeName,
  type Encodable,
  type Language,
  type ValueOptions,
} from './index.ts';

const of = (value: Encodable) => decodeTerm(encodeTerm(value));

/** `name value` of every child. */
function listed(
  value: Encodable,
  language: Language,
  options: ValueOptions = {},
  start = 0,
  count = 100,
): readonly string[] {
  const term = of(value);
  const all = children(term, language, 0, 1000, options);
  assert.equal(all.length, childCount(term, language));
  const part = children(term, language, start, count, options);
  assert.deepEqual(
    part.map(({ name }) => name),
    all.slice(start, start + count).map(({ name }) => name),
  );
  return part.map((child) => `${child.name} ${printTerm(child.term, language, options)}`);
}

const map = new Map<Encodable, Encodable>([
  [atom('a'), 1],
  [atom('two words'), 2],
  [atom('Elixir.Shop'), 3],
  ['text', 4],
]);

describe('children of a value', () => {
  it('are named by the keys of a map', () => {
    assert.deepEqual(listed(map, 'elixir'), ['a: 1', '"two words": 2', 'Shop 3', '"text" 4']);
    assert.deepEqual(listed(map, 'erlang'), ['a 1', "'two words' 2", "'Elixir.Shop' 3", '<<"text">> 4']);
    assert.deepEqual(listed(map, 'elixir', {}, 1, 2), ['"two words": 2', 'Shop 3']);
    assert.deepEqual(listed(cutMap([[atom('a'), 1]], 3), 'elixir'), ['a: 1', '… …(3 more)']);
  });

  it('are the fields of a struct, in the order of its definition if that is known', () => {
    const cart = struct('Elixir.Shop.Cart', { items: [], owner: 'Ada' });
    assert.deepEqual(listed(cart, 'elixir'), ['items: []', 'owner: "Ada"']);
    const structs = new Map([['Elixir.Shop.Cart', { fields: ['owner', 'items'] }]]);
    assert.deepEqual(listed(cart, 'elixir', { structs }), ['owner: "Ada"', 'items: []']);
    assert.deepEqual(listed(cart, 'erlang'), ["'__struct__' 'Elixir.Shop.Cart'", 'items []', 'owner <<"Ada">>']);
    assert.deepEqual(
      listed(
        struct('Elixir.MapSet', {
          map: new Map([
            [5, []],
            [7, []],
          ]),
          version: 2,
        }),
        'elixir',
      ),
      ['0 5', '1 7'],
    );
  });

  it('are counted in lists and tuples, from 0 in Elixir and from 1 in Erlang', () => {
    assert.deepEqual(listed([7, 8], 'elixir'), ['0 7', '1 8']);
    assert.deepEqual(listed(tuple(7, 8), 'erlang'), ['1 7', '2 8']);
    assert.deepEqual(listed(improper([7], 8), 'elixir'), ['0 7', '| 8']);
    assert.deepEqual(listed(cutList([7], 8), 'elixir'), ['0 7', '… …(8 more)']);
    assert.deepEqual(listed([tuple(atom('a'), 1), tuple(atom('b'), 2)], 'elixir'), ['a: 1', 'b: 2']);
    assert.deepEqual(listed([tuple(atom('a'), 1)], 'erlang'), ['1 {a,1}']);
  });

  it('are the fields of a record', () => {
    const records = new Map([['cart', ['owner', 'items']]]);
    assert.deepEqual(listed(tuple(atom('cart'), 'Ada', []), 'erlang', { records }), [
      '1 cart',
      'owner <<"Ada">>',
      'items []',
    ]);
    assert.deepEqual(listed(tuple(atom('cart'), 'Ada'), 'erlang', { records }), ['1 cart', '2 <<"Ada">>']);
  });

  it('are none for plain values', () => {
    for (const value of [1, 'text', atom('a'), cut('redacted'), []]) assert.equal(childCount(of(value), 'elixir'), 0);
  });
});

describe('the type of a value', () => {
  it('is what a person calls it', () => {
    const records = new Map([['cart', ['owner']]]);
    const examples: readonly (readonly [Encodable, string, string])[] = [
      [1, 'integer', 'integer'],
      ['a', 'binary', 'binary'],
      [null, 'nil', 'atom'],
      [true, 'boolean', 'boolean'],
      [[1], 'list', 'list'],
      [[], 'list', 'list'],
      [[tuple(atom('a'), 1)], 'keyword list', 'list'],
      [map, 'map', 'map'],
      [struct('Elixir.Shop.Cart', {}), '%Shop.Cart{}', 'map'],
      [tuple(atom('cart'), 1), 'tuple', '#cart{}'],
      [cut('redacted'), 'redacted', 'redacted'],
      [cut('term'), 'not recorded', 'not recorded'],
    ];
    for (const [value, elixir, erlang] of examples) {
      assert.equal(typeName(of(value), 'elixir', { records }), elixir);
      assert.equal(typeName(of(value), 'erlang', { records }), erlang);
    }
  });
});
