import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atom,
  cut,
  cutList,
  decodeTerm,
  encodeTerm,
  improper,
  pid,
  struct,
  tuple,
  type Encodable,
} from '../../trace/index.ts';
import { diffTerms } from './diff.ts';
import { hunksOf } from './hunks.ts';
import { type Reading } from './reading.ts';

const elixir: Reading = { language: 'elixir', records: new Map(), options: {} };
const records = new Map([['cart', ['count', 'items']]]);
const erlang: Reading = { language: 'erlang', records, options: { records } };

const termOf = (value: Encodable) => decodeTerm(encodeTerm(value));
const map = (pairs: Readonly<Record<string, Encodable>>): Encodable =>
  new Map(Object.entries(pairs).map(([key, value]) => [atom(key), value] as const));
const set = (...members: readonly Encodable[]) =>
  struct('Elixir.MapSet', { map: new Map(members.map((member) => [member, []] as const)) });

/** `path: before -> after`, `+ path: after`, `- path: before`. */
function changes(before: Encodable, after: Encodable, reading = elixir): readonly string[] {
  return diffTerms(termOf(before), termOf(after), reading).changes.map((change) => {
    if (change.kind === 'added') return `+ ${change.path}: ${change.after!}`;
    if (change.kind === 'removed') return `- ${change.path}: ${change.before!}`;
    return `${change.path}: ${change.before!} -> ${change.after!}`;
  });
}

describe('the difference of two values', () => {
  const cases: readonly (readonly [string, Encodable, Encodable, readonly string[], Reading?])[] = [
    ['of one number and another is the whole', 1, 2, [': 1 -> 2']],
    ['of maps is by key', map({ a: 1, b: 2 }), map({ b: 3, c: 4 }), ['- .a: 1', '.b: 2 -> 3', '+ .c: 4']],
    [
      'goes down to the part that changed, by a path one can type',
      map({ items: new Map([['poster', struct('Elixir.Shop.Item', { price: 1999, quantity: 1 })]]) }),
      map({ items: new Map([['poster', struct('Elixir.Shop.Item', { price: 999.5, quantity: 1 })]]) }),
      ['.items["poster"].price: 1999 -> 999.5'],
    ],
    ['of structs of two modules is the whole', struct('Elixir.A', {}), struct('Elixir.B', {}), [': %A{} -> %B{}']],
    ['of an element put in front of a list', [2, 3], [1, 2, 3], ['+ [0]: 1']],
    ['of an element taken out of a list', ['a', 'b', 'c'], ['a', 'c'], ['- [1]: "b"']],
    ['of an element in the middle', [1, map({ n: 1 }), 3], [1, map({ n: 2 }), 3], ['[1].n: 1 -> 2']],
    [
      'of tuples of one tag is by position, of others the whole',
      [tuple(atom('ok'), 1), tuple(atom('ok'), 2)],
      [tuple(atom('ok'), 5), tuple(atom('error'), 2)],
      ['[0][1]: 1 -> 5', '[1]: {:ok, 2} -> {:error, 2}'],
    ],
    ['of sets is by member', map({ tags: set(1, 2) }), map({ tags: set(2, 3) }), ['- .tags: 1', '+ .tags: 3']],
    ['of charlists is the whole', [104, 105], [104, 111], [': ~c"hi" -> ~c"ho"']],
    [
      'counts from 1 in Erlang and knows records',
      tuple(atom('cart'), 1, [atom('a')]),
      tuple(atom('cart'), 2, [atom('a'), atom('b')]),
      ['#cart.count: 1 -> 2', '+ #cart.items[2]: b'],
      erlang,
    ],
    [
      'of keys that no path can say',
      new Map([[pid('n@h', 7), 1]]),
      new Map([[pid('n@h', 7), 2]]),
      ['[#PID<0.7.0>]: 1 -> 2'],
    ],
    [
      'tells apart keys of any bytes',
      new Map(Array.from({ length: 256 }, (_, byte) => [Uint8Array.of(byte), 0] as const)),
      new Map(Array.from({ length: 256 }, (_, byte) => [Uint8Array.of(byte), byte === 0x81 ? 1 : 0] as const)),
      ['[<<129>>]: 0 -> 1'],
    ],
    ['of improper tails', improper([1], 2), improper([1], 3), ['[|]: 2 -> 3']],
    ['of what was cut and what was not', map({ a: cut('term') }), map({ a: 1 }), ['.a: … -> 1']],
  ];
  for (const [name, before, after, expected, reading = elixir] of cases) {
    it(name, () => {
      const printing = { ...reading, options: { ...reading.options, charlistSigils: true, localNode: 'n@h' } };
      assert.deepEqual(changes(before, after, printing), expected);
    });
  }

  it('lists no more changes than asked for, and says that there are more', () => {
    const numbers = Array.from({ length: 500 }, (_, index) => index);
    const { changes: found, complete } = diffTerms(
      termOf(new Map(numbers.map((number) => [number, 0]))),
      termOf(new Map(numbers.map((number) => [number, 1]))),
      elixir,
    );
    assert.equal(found.length, 200);
    assert.equal(complete, false);
  });

  it('walks values of a hundred thousand levels in a loop', () => {
    const deep = (end: number) => {
      const levels = 100_000;
      // A list of one element, again and again; the innermost is an integer.
      const bytes = new Uint8Array(levels * 6 + 2);
      for (let level = 0; level < levels; level++) bytes.set([108, 0, 0, 0, 1], level * 5);
      bytes.set([97, end], levels * 5);
      bytes.fill(106, levels * 5 + 2);
      return decodeTerm(bytes);
    };
    const { changes: found } = diffTerms(deep(1), deep(2), elixir);
    assert.equal(found.length, 1);
    assert.match(found[0]!.path, /^(\[0\])+/);
  });

  const terms: fc.Arbitrary<Encodable> = fc.letrec<{ term: Encodable }>((tie) => ({
    term: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.integer({ min: -3, max: 300 }),
      fc.constantFrom<Encodable>('', 'text', atom('a'), atom('ok'), null, cut('term'), pid('n@h', 1)),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map((value): Encodable => ({ kind: 'float', value })),
      fc.array(tie('term'), { maxLength: 5 }),
      fc.array(tie('term'), { maxLength: 4 }).map((elements) => tuple(...elements)),
      fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((elements) => cutList(elements, 2)),
      fc.array(tie('term'), { maxLength: 3 }).map((members) => set(...members)),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('term')).map((fields) => struct('Elixir.S', fields)),
      fc
        .array(fc.tuple(fc.constantFrom<Encodable>(1, 'k', atom('a'), atom('b')), tie('term')), { maxLength: 5 })
        .map((pairs): Encodable => new Map(pairs)),
    ),
  })).term;

  it('is empty for equal values and only for them', () => {
    fc.assert(
      fc.property(terms, terms, fc.constantFrom(elixir, erlang), (before, after, reading) => {
        assert.deepEqual(diffTerms(termOf(before), termOf(before), reading), { changes: [], complete: true });
        const isSame = Buffer.compare(encodeTerm(before), encodeTerm(after)) === 0;
        const { changes: found } = diffTerms(termOf(before), termOf(after), reading);
        // Maps say the same in any order.
        if (isSame) assert.deepEqual(found, []);
        for (const change of found) {
          assert.equal(change.before === null, change.kind === 'added');
          assert.equal(change.after === null, change.kind === 'removed');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('throws on no bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (before, after) => {
        diffTerms(decodeTerm(before), decodeTerm(after), elixir);
      }),
    );
  });
});

describe('hunks of two lists', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

  it('say what to replace to make one list the other, and no more', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const made: string[] = [];
        let at = 0;
        let removed = 0;
        for (const { from, to, otherFrom, otherTo } of hunksOf(before, after)) {
          made.push(...before.slice(at, from), ...after.slice(otherFrom, otherTo));
          removed += to - from;
          at = to;
        }
        made.push(...before.slice(at));
        assert.deepEqual(made, after);
        assert.equal(before.length - removed, longestCommon(before, after));
      }),
    );
  });

  it('of lists with nothing in common are one, in little time', () => {
    const of = (name: string) => Array.from({ length: 50_000 }, (_, index) => `${name}${index}`);
    const started = performance.now();
    assert.deepEqual(hunksOf(of('a'), of('b')), [{ from: 0, to: 50_000, otherFrom: 0, otherTo: 50_000 }]);
    assert(performance.now() - started < 1_000);
  });

  /** The textbook's table. */
  function longestCommon(before: readonly string[], after: readonly string[]): number {
    let row = new Array<number>(after.length + 1).fill(0);
    for (const one of before) {
      const next = [0];
      after.forEach((other, index) => {
        next.push(one === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
      });
      row = next;
    }
    return row.at(-1)!;
  }
});
