import assert from 'node:assert/strict';
import {
  atom,
  decodeTerm,
  encodeTerm,
  float,
  printElixir,
  printErlang,
  struct,
  tuple,
  type ElixirPrintOptions,
  type Encodable,
} from './index.ts';

const of = (value: Encodable) => decodeTerm(encodeTerm(value));
const elixir = (value: Encodable, options?: ElixirPrintOptions) => printElixir(of(value), options);
const erlang = (value: Encodable) => printErlang(of(value));
const chars = (text: string) => Array.from(text, (character) => character.codePointAt(0)!);

// What inspect/2 and ~0tp print is compared with the real BEAM in oracle.test.ts; here is what is beyond them.

describe('printElixir', () => {
  it('prints structs without their definition by name of the field', () => {
    const cart = struct('Elixir.Shop.Cart', { owner: 'Ada', items: [] });
    assert.equal(elixir(cart), '%Shop.Cart{items: [], owner: "Ada"}');
    assert.equal(elixir(struct('shop', {})), '%:shop{}');
    const exception = struct('Elixir.Shop.Closed', { __exception__: true, message: 'closed' });
    assert.equal(elixir(exception), '%Shop.Closed{message: "closed"}');
  });

  it('prints structs in the order of their definition, hiding what they hide', () => {
    const user = struct('Elixir.User', { name: 'Ada', hint: null, password: 'x' });
    const print = (definition: object) =>
      elixir(user, { structs: new Map([['Elixir.User', { fields: ['password', 'name', 'hint'], ...definition }]]) });
    assert.equal(print({}), '%User{password: "x", name: "Ada", hint: nil}');
    assert.equal(print({ only: ['name'] }), '#User<name: "Ada", ...>');
    assert.equal(print({ optional: new Map([['hint', 'nil']]) }), '%User{password: "x", name: "Ada"}');
    assert.equal(print({ fields: ['password'] }), '%{__struct__: User, name: "Ada", hint: nil, password: "x"}');
  });

  it('prints what claims to be a date but is none as the struct it is', () => {
    const date = { calendar: atom('Elixir.Calendar.ISO'), day: 1, month: 2, year: 2024 };
    assert.equal(elixir(struct('Elixir.Date', date)), '~D[2024-02-01]');
    assert.equal(
      elixir(struct('Elixir.Date', { ...date, day: 'x' })),
      '%Date{year: 2024, month: 2, day: "x", calendar: Calendar.ISO}',
    );
    const hebrew = struct('Elixir.Date', { ...date, calendar: atom('Elixir.Hebrew') });
    assert.equal(elixir(hebrew), '%Date{year: 2024, month: 2, day: 1, calendar: Hebrew}');
  });

  it('prints charlists as the version of Elixir does', () => {
    assert.equal(elixir(chars(`it's "x"`)), `'it\\'s "x"'`);
    assert.equal(elixir(chars(`it's "x"`), { charlistSigils: true }), `~c"it's \\"x\\""`);
    assert.equal(elixir(chars('ab'), { charlists: 'lists' }), '[97, 98]');
  });

  it('turns the text of funs into its own', () => {
    assert.equal(elixir({ kind: 'opaque', text: '#Fun<Elixir.Shop.3.77>' }), '#Function<3.77 in Shop>');
    assert.equal(
      elixir(
        { kind: 'opaque', text: '#Fun<Elixir.Shop.3.77>' },
        { funOf: () => ({ name: '-total/1-fun-0-', arity: 2 }) },
      ),
      '#Function<3.77/2 in Shop.total/1>',
    );
    assert.equal(elixir({ kind: 'opaque', text: "fun 'Elixir.Shop':total/1" }), '&Shop.total/1');
    assert.equal(elixir({ kind: 'opaque', text: 'fun lists:map/2' }), '&:lists.map/2');
    assert.equal(elixir({ kind: 'opaque', text: '#Ref<0.1.2.3>' }), '#Ref<0.1.2.3>');
  });

  it('stops where it is told to', () => {
    const value = new Map<Encodable, Encodable>([
      [atom('items'), [1, 2, 3]],
      [atom('name'), 'Ada 😀😀😀'],
    ]);
    assert.equal(elixir(value), '%{items: [1, 2, 3], name: "Ada 😀😀😀"}');
    assert.equal(elixir(value, { maximumCharacters: 12 }), '%{items: [1,…');
    assert.equal(elixir('Ada 😀😀😀', { maximumCharacters: 8 }), '"Ada 😀…');
    assert.equal(elixir(value, { maximumCharacters: 0 }), '…');
    assert.equal(elixir(value, { maximumDepth: 1 }), '%{items: …, name: "Ada 😀😀😀"}');
    for (let limit = 0; limit < 40; limit++) {
      const whole = elixir(value);
      const cut = elixir(value, { maximumCharacters: limit });
      assert(cut === whole || (cut.length <= limit + 1 && cut.endsWith('…') && whole.startsWith(cut.slice(0, -1))));
    }
  });
});

describe('printErlang', () => {
  it('prints records where the tuple fits one', () => {
    const records = new Map([['cart', ['owner', 'odd field']]]);
    const print = (...elements: Encodable[]) => printErlang(of(tuple(...elements)), { records });
    assert.equal(
      print(atom('cart'), tuple(atom('cart'), 1, 2), []),
      "#cart{owner = #cart{owner = 1,'odd field' = 2},'odd field' = []}",
    );
    assert.equal(print(atom('cart'), 1), '{cart,1}');
    assert.equal(print(1, 2, 3), '{1,2,3}');
  });

  it('quotes the words that newer releases reserve', () => {
    assert.equal(printErlang(of(atom('maybe'))), 'maybe');
    assert.equal(printErlang(of(atom('maybe')), { release: 27 }), "'maybe'");
  });

  it('prints only Latin-1 as text if that is the printable range', () => {
    assert.equal(erlang(chars('日')), '"日"');
    assert.equal(printErlang(of(chars('日')), { printableRange: 'latin1' }), '[26085]');
  });
});

describe('floats', () => {
  it('print with the fewest digits, as each language likes them', () => {
    const examples: readonly (readonly [number, string, string])[] = [
      [1e15, '1.0e15', '1000000000000000.0'],
      [1e16, '1.0e16', '1.0e16'],
      [100, '100.0', '100.0'],
      [1e-5, '1.0e-5', '1.0e-5'],
      [0.0001, '0.0001', '0.0001'],
      [-0, '-0.0', '-0.0'],
      [5e-324, '5.0e-324', '5.0e-324'],
      [2 ** 53, '9.007199254740992e15', '9007199254740992.0'],
    ];
    for (const [value, inErlang, inElixir] of examples) {
      assert.equal(erlang(float(value)), inErlang);
      assert.equal(elixir(float(value)), inElixir);
    }
  });
});
