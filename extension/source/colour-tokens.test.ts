import assert from 'node:assert/strict';
import fc from 'fast-check';
import { colourTokens } from './colour-tokens.ts';

const coloured = (text: string, language: 'elixir' | 'erlang' = 'elixir'): readonly string[] =>
  colourTokens(text, language).map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);

describe('colours of Elixir', () => {
  it('tell words apart', () => {
    assert.deepEqual(coloured('  def total(%Cart{} = cart, opts \\\\ [tax: 0.19]) do # all'), [
      'keyword def',
      'function total',
      'class Cart',
      'variable cart',
      'variable opts',
      'property tax:',
      'number 0.19',
      'keyword do',
      'comment # all',
    ]);
  });

  it('know calls, fields, atoms, attributes and characters', () => {
    assert.deepEqual(coloured('Enum.map(cart.items, &price/1) == :ok and @limit > ?# and empty?(x)'), [
      'class Enum',
      'function map',
      'variable cart',
      'property items',
      'variable price',
      'number 1',
      'enumMember :ok',
      'keyword and',
      'macro @limit',
      'number ?#',
      'keyword and',
      'function empty?',
      'variable x',
    ]);
  });

  it('know calls without parentheses', () => {
    assert.deepEqual(coloured('test "adds up", %{cart: cart} do\n  assert total in list when x'), [
      'function test',
      'string "',
      'string adds up"',
      'property cart:',
      'variable cart',
      'keyword do',
      'function assert',
      'variable total',
      'keyword in',
      'variable list',
      'keyword when',
      'variable x',
    ]);
  });

  it('know a block from a condition', () => {
    assert.deepEqual(coloured('setup do\n  if ready do'), [
      'function setup',
      'keyword do',
      'keyword if',
      'variable ready',
      'keyword do',
    ]);
  });

  it('read code inside strings', () => {
    assert.deepEqual(coloured('"sum #{add(%{a: 1}, "x")} \\" done" <> rest'), [
      'string "',
      'string sum #{',
      'function add',
      'property a:',
      'number 1',
      'string "',
      'string x"',
      'string }',
      'string  \\" done"',
      'variable rest',
    ]);
  });

  it('pass over heredocs and sigils', () => {
    assert.deepEqual(coloured('@doc """\ndef not_code\n"""\n~r/a"b/i'), [
      'macro @doc',
      'string """',
      'string \ndef not_code\n"""',
      'string ~r/a"b/i',
    ]);
  });
});

describe('colours of Erlang', () => {
  it('tell words apart', () => {
    assert.deepEqual(coloured('-module(ring).\nloop(N, State) when N > 16#ff -> % on', 'erlang'), [
      'macro module',
      'enumMember ring',
      'function loop',
      'variable N',
      'variable State',
      'keyword when',
      'variable N',
      'number 16#ff',
      'comment % on',
    ]);
    assert.deepEqual(coloured('lists:map(F, S#state.items), ?LOG("a%b", $%), \'Odd atom\'', 'erlang'), [
      'class lists',
      'function map',
      'variable F',
      'variable S',
      'class #state',
      'enumMember items',
      'macro ?LOG',
      'string "a%b"',
      'number $%',
      "enumMember 'Odd atom'",
    ]);
  });
});

describe('colours of anything', () => {
  it('are in order and inside the text', () => {
    const piece = fc.constantFrom(
      '"',
      '#{',
      '}',
      '{',
      "'",
      '"""',
      '~s(',
      ')',
      '\\',
      '?',
      '$',
      '%',
      '#',
      ':a',
      'X',
      '\n',
      '1',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('elixir', 'erlang'), (source, language) => {
        let end = 0;
        for (const token of colourTokens(source, language)) {
          assert.ok(token.start >= end && token.end > token.start && token.end <= source.length);
          end = token.end;
        }
      }),
    );
  });
});
