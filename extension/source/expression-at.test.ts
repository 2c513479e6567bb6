import assert from 'node:assert/strict';
import { expressionAt } from './expression-at.ts';

/** The expression under the caret `‸`, which is taken out of the line first. */
function under(marked: string, language: 'elixir' | 'erlang' = 'elixir'): string | null {
  const column = marked.indexOf('‸');
  const line = marked.replace('‸', '');
  const range = expressionAt(line, column, language);
  if (range) assert.equal(line.slice(range.start, range.end), range.text);
  return range?.text ?? null;
}

describe('the Elixir expression under the mouse', () => {
  it('is a variable', () => {
    assert.equal(under('  to‸tal = price * count'), 'total');
    assert.equal(under('  total = price * cou‸nt'), 'count');
    assert.equal(under('  ‸_ignored = 1'), '_ignored');
    assert.equal(under('  if em‸pty? do'), 'empty?');
  });

  it('is the path up to the field pointed at', () => {
    assert.equal(under('  cart.it‸ems.first'), 'cart.items');
    assert.equal(under('  ca‸rt.items.first'), 'cart');
    assert.equal(under('  cart.items.fir‸st'), 'cart.items.first');
  });

  it('is found inside interpolation and around operators', () => {
    assert.equal(under('  "total #{to‸tal}"'), 'total');
    assert.equal(under('  for i <- 1..la‸st do'), 'last');
    assert.equal(under('  <<len::siz‸e>>'), 'size');
    assert.equal(under('  %{cart | items: it‸ems}'), 'items');
    assert.equal(under('  ^pi‸n = value'), 'pin');
  });

  it('is none for what is not a variable', () => {
    for (const line of [
      '  :ato‸m',
      '  Enum.ma‸p(list, fun)',
      '  Shop.Ca‸rt.add(cart)',
      '  ad‸d(cart, item)',
      '  @attri‸bute',
      '  ite‸ms: items',
      '  total # the to‸tal',
      '  x = 1 do‸ ',
      '  e‸nd',
      '  12‸3',
    ]) {
      assert.equal(under(line), null, line);
    }
  });

  it('does not take # in a string or a character for a comment', () => {
    assert.equal(under('  {"#", ?#, va‸lue}'), 'value');
  });
});

describe('the Erlang expression under the mouse', () => {
  it('is a variable', () => {
    assert.equal(under('loop(Sta‸te) ->', 'erlang'), 'State');
    assert.equal(under('  [He‸ad | Tail] = L,', 'erlang'), 'Head');
    assert.equal(under('  _Unu‸sed = 1,', 'erlang'), '_Unused');
  });

  it('is a record field', () => {
    assert.equal(under('  State#state.ite‸ms', 'erlang'), 'State#state.items');
    assert.equal(under('  Sta‸te#state.items', 'erlang'), 'State');
  });

  it('is none for atoms, macros, functions, comments and the wildcard', () => {
    for (const line of [
      '  at‸om',
      '  camelCa‸se',
      "  'Quo‸ted'",
      '  ?MOD‸ULE',
      '  lists:ma‸p(F, L)',
      '  ok. % Sta‸te',
      '  {‸_, X}',
    ]) {
      assert.equal(under(line, 'erlang'), null, line);
    }
  });

  it('does not take $% for a comment', () => {
    assert.equal(under('  {$%, Val‸ue}', 'erlang'), 'Value');
  });
});
