import assert from 'node:assert/strict';
import {
  atom,
  decodeTerm,
  encodeTerm,
  printingOf,
  printingOfModule,
  printTerm,
  struct,
  traceFromText,
  tuple,
  type Encodable,
  type ModuleInfo,
  type Trace,
} from '../index.ts';

/** A drawn trace whose only module is as described. */
function traceWith(module: Partial<ModuleInfo>, ...more: Partial<ModuleInfo>[]): Trace {
  const trace = traceFromText('a: call Shop.Cart:main()@1 | line@2');
  return { ...trace, modules: [module, ...more].map((one) => ({ ...trace.modules[0]!, ...one })) };
}

const inCart = (trace: Trace, value: Encodable) => {
  const { language, options } = printingOfModule(trace, 'Elixir.Shop.Cart');
  return printTerm(decodeTerm(encodeTerm(value)), language, options);
};

describe('how values of a trace are printed', () => {
  const cart = struct('Elixir.Shop.Cart', { items: 3, customer: atom('ann') });

  it('fields of structs come as the recorded module defines them', () => {
    assert.equal(inCart(traceWith({ struct: ['items', 'customer'] }), cart), '%Shop.Cart{items: 3, customer: :ann}');
    assert.equal(inCart(traceWith({ struct: ['customer', 'items'] }), cart), '%Shop.Cart{customer: :ann, items: 3}');
  });

  it('by name where no definition is known, or the parts of the recording define it differently', () => {
    const byName = '%Shop.Cart{customer: :ann, items: 3}';
    assert.equal(inCart(traceWith({}), cart), byName);
    assert.equal(inCart(traceWith({ struct: null }), cart), byName);
    const [one, other] = [
      ['items', 'customer'],
      ['customer', 'items', 'coupons'],
    ];
    assert.equal(inCart(traceWith({ struct: one }, { struct: other }), cart), byName);
  });

  it('structs of the standard library keep their own form', () => {
    const version = struct('Elixir.Version', { major: 1, minor: 2, patch: 3, pre: [], build: atom('nil') });
    const trace = traceWith({}, { name: 'Elixir.Version', struct: ['major', 'minor', 'patch', 'pre', 'build'] });
    assert.equal(inCart(trace, version), '%Version{major: 1, minor: 2, patch: 3}');
  });

  it('funs are named by the version of the module that they are of', () => {
    const trace = traceWith({ funs: [{ name: '-add/2-fun-0-', arity: 1, unique: 77 }] });
    const fun = (text: string) => inCart(trace, { kind: 'opaque', text });
    assert.equal(fun('#Fun<Elixir.Shop.Cart.0.77>'), '#Function<0.77/1 in Shop.Cart.add/2>');
    assert.equal(fun('#Fun<Elixir.Shop.Cart.0.78>'), '#Function<0.78 in Shop.Cart>');
    assert.equal(fun('#Fun<Elixir.Shop.Cart.1.77>'), '#Function<1.77 in Shop.Cart>');
  });

  it('records are those of the module that reads the value', () => {
    const trace = traceWith({}, { name: 'cart', language: 'erlang', records: { cart: ['count', 'items'] } });
    const value = decodeTerm(encodeTerm(tuple(atom('cart'), 1, [])));
    const inModule = (name: string) => printTerm(value, 'erlang', printingOfModule(trace, name).options);
    assert.equal(inModule('cart'), '#cart{count = 1,items = []}');
    assert.equal(inModule('other'), '{cart,1,[]}');
    assert.equal(printTerm(value, 'erlang', printingOf(trace).options), '{cart,1,[]}');
  });

  it('the language is that of the module, then that of its name, then that of the program', () => {
    const trace = traceWith({}, { name: 'cart', language: 'erlang' });
    const languages = ['cart', 'Elixir.Shop.Cart', 'Elixir.Unknown', 'lists'].map(
      (name) => printingOfModule(trace, name).language,
    );
    assert.deepEqual(languages, ['erlang', 'elixir', 'elixir', 'erlang']);
    assert.equal(printingOf(trace).language, 'erlang');
    const [node] = trace.nodes;
    assert.equal(printingOf({ ...trace, nodes: [{ ...node!, elixir: '1.14.0' }] }).language, 'elixir');
  });
});
