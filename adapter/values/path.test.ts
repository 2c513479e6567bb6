import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parsePath } from './path.ts';

/** What a path says, in short: the name, then each step. */
function read(text: string): string {
  const parsed = parsePath(text);
  if (!parsed.ok) return parsed.error.message;
  const steps = parsed.value.accesses.map((access) => {
    switch (access.kind) {
      case 'field':
        return `field ${access.name}`;
      case 'record':
        return `record ${access.record} ${access.field}`;
      case 'key':
        return `${access.key.kind} ${'value' in access.key ? access.key.value : 'name' in access.key ? access.key.name : access.key.text}`;
    }
  });
  return [parsed.value.name, ...steps].join(', ');
}

describe('a path into a value', () => {
  const examples: readonly (readonly [string, string])[] = [
    ['cart', 'cart'],
    [' cart ', 'cart'],
    ['valid?', 'valid?'],
    ['_Rest@1', '_Rest@1'],
    ['größe', 'größe'],
    ['cart.items[0].price', 'cart, field items, integer 0, field price'],
    ['cart . items [ -1 ]', 'cart, field items, integer -1'],
    ['map["a key"]', 'map, binary a key'],
    ['map["a \\"quoted\\" key\\n"]', 'map, binary a "quoted" key\n'],
    ['map[:key]', 'map, atom key'],
    ['map[:"odd key"]', 'map, atom odd key'],
    ['map."odd key"', 'map, field odd key'],
    ['map[Shop.Cart]', 'map, atom Elixir.Shop.Cart'],
    ['Map[key]', 'Map, atom key'],
    ["Map['text']", 'Map, characters text'],
    ['Map[<<"text">>]', 'Map, binary text'],
    ['Map[<<"text"/utf8>>]', 'Map, binary text'],
    ['Cart#cart.items', 'Cart, record cart items'],
    ['x[1_000]', 'x, integer 1000'],
  ];
  for (const [text, meaning] of examples) it(text.trim(), () => assert.equal(read(text), meaning));

  const mistakes: readonly (readonly [string, string])[] = [
    ['', 'Expected a variable, as in cart.items[0] at column 1, found the end.'],
    ['1 + 1', 'Expected a variable, as in cart.items[0] at column 1, found "1".'],
    ['cart.', 'Expected the name of a field after "." at column 6, found the end.'],
    ['cart[', 'Expected a key: a number, an atom or a string at column 6, found the end.'],
    ['cart[0', 'Expected "]" at column 7, found the end.'],
    ['Cart#cart', 'Expected "." and a field of #cart at column 10, found the end.'],
    [
      'a + b',
      'Expected ".field", "[key]" or the end (only variables and paths into them can be evaluated) at column 3, found "+".',
    ],
  ];
  for (const [text, message] of mistakes) it(`${text} is refused`, () => assert.equal(read(text), message));

  it('never throws, and points into the text', () => {
    const token = fc.constantFrom(
      'x',
      '.',
      '[',
      ']',
      '#',
      '"',
      "'",
      ':',
      '<<',
      '>>',
      '\\',
      '0',
      '-',
      ' ',
      'Ä',
      '💥',
      'a b',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token).map((tokens) => tokens.join('')),
        ),
        (text) => {
          const parsed = parsePath(text);
          if (!parsed.ok)
            assert.ok(parsed.error.column >= 1 && parsed.error.column <= text.length + 1, parsed.error.message);
        },
      ),
    );
  });
});
