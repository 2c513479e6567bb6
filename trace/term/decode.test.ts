import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import {
  atom,
  cut,
  cutBinary,
  cutList,
  cutMap,
  cutTuple,
  decodeTerm,
  encodedBytes,
  encodeTerm,
  improper,
  pid,
  printElixir,
  printErlang,
  tuple,
  type Encodable,
  type ListTerm,
  type MapTerm,
  type Term,
  type TupleTerm,
} from './index.ts';

const bytes = (...parts: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'latin1')])));

const of = (value: Encodable): Term => decodeTerm(encodeTerm(value));

/** Both printed forms: Erlang's, then Elixir's. */
const shows = (term: Term): readonly [string, string] => [printErlang(term), printElixir(term)];

const node = [100, 0, 3, 'a@b'] as const;
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

describe('decodeTerm', () => {
  it('reads every tag, also those that newer releases no longer write', () => {
    const examples: readonly (readonly [readonly (number | string)[], string])[] = [
      [[97, 7], '7'],
      [[98, 0xff, 0xff, 0xff, 0xfe], '-2'],
      [[110, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1], '72057594037927936'],
      [[110, 1, 1, 5], '-5'],
      [[111, 0, 0, 0, 1, 0, 9], '9'],
      [[70, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], '1.5'],
      [[99, '1.50000000000000000000e+00', 0, 0, 0, 0, 0], '1.5'],
      [[100, 0, 1, 0xe9], 'é'],
      [[115, 1, 0xe9], 'é'],
      [[118, 0, 2, 0xc3, 0xa9], 'é'],
      [[119, 2, 0xc3, 0xa9], 'é'],
      [[106], '[]'],
      [[107, 0, 2, 1, 2], '[1,2]'],
      [[108, 0, 0, 0, 1, 97, 1, 106], '[1]'],
      [[108, 0, 0, 0, 1, 97, 1, 97, 2], '[1|2]'],
      [[108, 0, 0, 0, 1, 97, 1, 108, 0, 0, 0, 1, 97, 2, 107, 0, 1, 3], '[1,2,3]'],
      [[108, 0, 0, 0, 0, 106], '[]'],
      [[104, 2, 97, 1, 106], '{1,[]}'],
      [[105, 0, 0, 0, 1, 97, 1], '{1}'],
      [[116, 0, 0, 0, 1, 97, 1, 97, 2], '#{1 => 2}'],
      [[109, 0, 0, 0, 2, 0, 255], '<<0,255>>'],
      [[77, 0, 0, 0, 2, 3, 255, 0b10100000], '<<255,5:3>>'],
      [[77, 0, 0, 0, 1, 8, 255], '<<"ÿ">>'],
      [[103, ...node, 0, 0, 0, 5, 0, 0, 0, 1, 3], '<0.5.1>'],
      [[88, ...node, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 3], '<0.5.1>'],
      [[102, ...node, 0, 0, 0, 5, 3], '#Port<0.5>'],
      [[89, ...node, 0, 0, 0, 5, 0, 0, 0, 3], '#Port<0.5>'],
      [[120, ...node, 0x40, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 3], '#Port<0.4611686018427387909>'],
      [[101, ...node, 0, 0, 0, 5, 3], '#Ref<0.5>'],
      [[114, 0, 2, ...node, 3, 0, 0, 0, 1, 0, 0, 0, 2], '#Ref<0.2.1>'],
      [[90, 0, 3, ...node, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4], '#Ref<0.4.2.1>'],
      [[113, 119, 5, 'lists', 119, 3, 'map', 97, 2], 'fun lists:map/2'],
      [[117, 0, 0, 0, 0, 103, ...node, ...zeros(9), 119, 1, 'm', 97, 3, 97, 4], '#Fun<m.3.4>'],
      [
        [
          112,
          0,
          0,
          0,
          99,
          2,
          ...zeros(16),
          0,
          0,
          0,
          7,
          0,
          0,
          0,
          0,
          119,
          1,
          'm',
          97,
          3,
          97,
          4,
          103,
          ...node,
          ...zeros(9),
        ],
        '#Fun<m.3.4>',
      ],
      [[3, 0, 10, '#Fun<m.1.2>'.slice(0, 10)], '#Fun<m.1.2'],
    ];
    for (const [encoding, printed] of examples) {
      const withVersion = decodeTerm(bytes(131, ...encoding));
      assert.equal(printErlang(withVersion), printed);
      assert.equal(printErlang(decodeTerm(bytes(...encoding))), printed);
      if (withVersion.kind !== 'integer') assert.deepEqual(encodedBytes(withVersion), bytes(...encoding));
    }
  });

  it('unpacks compressed terms, no further than they say', () => {
    const text = encodeTerm('abc'.repeat(100));
    const packed = deflateSync(text);
    const inflate = (data: Uint8Array, maxOutputLength: number) => {
      try {
        return inflateSync(data, { maxOutputLength });
      } catch {
        return undefined;
      }
    };
    const compressed = (size: number) => bytes(131, 80, 0, 0, size >> 8, size & 255, packed.toString('latin1'));
    assert.equal(decodeTerm(compressed(text.length), { inflate }).kind, 'binary');
    assert.equal(decodeTerm(compressed(text.length)).kind, 'invalid');
    assert.equal(decodeTerm(compressed(text.length - 1), { inflate }).kind, 'invalid');
    assert.equal(decodeTerm(compressed(text.length), { inflate, maximumInflated: 100 }).kind, 'invalid');
  });

  it('says where it went wrong and what it expected', () => {
    const expectInvalid = (encoding: Uint8Array, offset: number, expected: RegExp) => {
      const term = decodeTerm(encoding);
      assert(term.kind === 'invalid');
      assert.equal(term.offset, offset);
      assert.match(term.expected, expected);
    };
    expectInvalid(bytes(), 0, /a term/);
    expectInvalid(bytes(131), 1, /a term/);
    expectInvalid(bytes(131, 200), 1, /not tag 200/);
    expectInvalid(bytes(98, 0), 0, /5 bytes, of which 2 are there/);
    expectInvalid(bytes(105, 255, 255, 255, 255, 106), 0, /bytes, of which 6 are there/);
    expectInvalid(bytes(109, 255, 255, 255, 255, 1), 0, /of which 6 are there/);
    expectInvalid(bytes(70, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0), 0, /a finite float/);
    expectInvalid(bytes(119, 1, 0xe9), 0, /UTF-8/);
    expectInvalid(bytes(121, 0, 0, 0, 0), 0, /local encoding/);
    expectInvalid(bytes(77, 0, 0, 0, 1, 9, 0), 0, /1 to 8 bits/);
    expectInvalid(bytes(1, 9, 0, 0, 0, 0), 1, /what was cut/);
  });

  it('keeps what stands before damage and marks what stands behind it', () => {
    const term = decodeTerm(bytes(104, 3, 97, 1, 104, 1, 200, 97, 3));
    assert(term.kind === 'tuple');
    assert.deepEqual(shows(term), ['{1,{…(unreadable)},…(unreadable)}', '{1, {…(unreadable)}, …(unreadable)}']);
    const behind = term.child(2);
    assert(behind?.kind === 'invalid');
    assert.equal(behind.offset, 6);
    assert.equal(printErlang(decodeTerm(bytes(108, 0, 0, 0, 2, 97, 1, 200, 200))), '[1,…(unreadable)|…(unreadable)]');
  });
});

describe('children', () => {
  it('are counted and reached in any order', () => {
    const list = of(['a', [1, 2], atom('b')]) as ListTerm;
    assert.equal(list.atLeast, 3);
    assert.equal(printElixir(list.child(2)!), ':b');
    assert.equal(printElixir(list.child(0)!), '"a"');
    assert.equal(list.child(3), undefined);
    assert.equal(list.child(-1), undefined);
    assert.deepEqual(
      list.slice(1, 10).map((term) => printElixir(term)),
      ['[1, 2]', ':b'],
    );
    assert.equal(list.length(), 3);
    assert.equal(list.tail(), undefined);
    const map = of(
      new Map<Encodable, Encodable>([
        [atom('a'), 1],
        ['b', 2],
      ]),
    ) as MapTerm;
    assert.deepEqual(
      map.slice(1, 5).map(({ key, value }) => [printElixir(key), printElixir(value)]),
      [['"b"', '2']],
    );
  });

  it('of a list go on through tails that are lists', () => {
    const list = of(improper([1], improper([2, 3], improper([], improper([4], atom('end')))))) as ListTerm;
    assert.equal(list.atLeast, 1);
    assert.equal(list.length(), 4);
    assert.equal(printErlang(list), "[1,2,3,4|'end']");
  });

  it('of a fun are the variables of its closure', () => {
    const fun = of({ kind: 'fun', module: 'Elixir.Shop', arity: 1, index: 2, uniq: 77, variables: ['rate', 3] });
    assert(fun.kind === 'fun');
    assert.deepEqual(shows(fun), ['#Fun<Elixir.Shop.2.77>', '#Function<2.77/1 in Shop>']);
    assert.deepEqual(
      fun.slice(0, 9).map((term) => printElixir(term)),
      ['"rate"', '3'],
    );
  });
});

describe('what recording left out', () => {
  const some = Uint8Array.from(Buffer.from('abc'));

  it('is counted where it is missing', () => {
    const binary = of(cutBinary(some, 1003));
    assert(binary.kind === 'binary');
    assert.deepEqual([binary.size, binary.missing, binary.bytes.length], [1003, 1000, 3]);
    assert.equal((of(cutList([1, 2], 998)) as ListTerm).cut()?.missing, 998);
    assert.equal((of(cutList([1, 2], 998)) as ListTerm).length(), 2);
    assert.equal((of(cutTuple([1, 2], 8)) as TupleTerm).cut()?.missing, 8);
    assert.equal((of(cutMap([[1, 2]], 3)) as MapTerm).cut()?.missing, 3);
    assert.equal((of([1, 2]) as ListTerm).cut(), undefined);
  });

  it('prints as what no value prints as', () => {
    const examples: readonly (readonly [Encodable, string, string])[] = [
      [cut('term'), '…', '…'],
      [cut('redacted'), '…(redacted)', '…(redacted)'],
      [cutList([1, 2], 998), '[1,2,…(998 more)]', '[1, 2, …(998 more)]'],
      [cutList([1, 2], 0), '[1,2,…]', '[1, 2, …]'],
      [cutList([], 5), '…(5 more)', '…(5 more)'],
      [cutList([97, 98], 5), '"ab"…(5 more)', `'ab…'(+5 more)`],
      [cutList([tuple(atom('a'), 1)], 2), '[{a,1},…(2 more)]', '[a: 1, …(2 more)]'],
      [cutTuple([atom('a')], 2), '{a,…(2 more)}', '{:a, …(2 more)}'],
      [cutMap([[atom('a'), 1]], 3), '#{a => 1,…(3 more)}', '%{a: 1, …(3 more)}'],
      [cutMap([['a', 1]], 3), '#{<<"a">> => 1,…(3 more)}', '%{"a" => 1, …(3 more)}'],
      [
        cutMap([[atom('__struct__'), atom('Elixir.Shop')]], 3),
        "#{'__struct__' => 'Elixir.Shop',…(3 more)}",
        '%Shop{…(3 more)}',
      ],
      [cutBinary(some, 1003), '<<"abc"…(+1000 bytes)>>', '"abc…"(+1000 bytes)'],
      [cutBinary(Uint8Array.of(1, 200), 4), '<<1,200,…(+2 bytes)>>', '<<1, 200, …(+2 bytes)>>'],
      [cutBinary(Uint8Array.of(), 4), '<<…(+4 bytes)>>', '<<…(+4 bytes)>>'],
      // Cut inside of a character: what is left of it is not printed.
      [cutBinary(Uint8Array.of(0x61, 0xc3), 4), '<<"a"…(+3 bytes)>>', '"a…"(+3 bytes)'],
      [new Map([[atom('password'), cut('redacted')]]), '#{password => …(redacted)}', '%{password: …(redacted)}'],
    ];
    for (const [value, erlang, elixir] of examples) assert.deepEqual(shows(of(value)), [erlang, elixir]);
  });
});

describe('values of any size', () => {
  const levels = 10_000_000;
  /** `open` so many times, then `[]`, then `close` as often. */
  const nested = (open: readonly number[], close: readonly number[]): Uint8Array => {
    const encoding = new Uint8Array(levels * (open.length + close.length) + 1);
    encoding.fill(106);
    for (let at = 0; at < levels * open.length; at += open.length) encoding.set(open, at);
    return encoding;
  };

  it('may be ten million lists deep', function () {
    this.timeout(20_000);
    const list = decodeTerm(nested([108, 0, 0, 0, 1], [106])) as ListTerm;
    assert.equal(printElixir(list, { short: true }), `${'['.repeat(200)}…`);
    assert.equal(printElixir(list), `${'['.repeat(256)}…${']'.repeat(256)}`);
    assert.equal(list.length(), 1);
    assert.equal(list.tail(), undefined);
  });

  it('may be tails of tails', function () {
    this.timeout(20_000);
    const list = decodeTerm(nested([108, 0, 0, 0, 1, 106], [])) as ListTerm;
    assert.equal(list.length(), levels);
    assert.equal(printErlang(list, { maximumCharacters: 7 }), '[[],[],…');
  });

  it('are looked at as far as they are printed', () => {
    const long = of(Array.from({ length: 500_000 }, (_, index) => tuple(atom('key'), index)));
    const huge = of(new Uint8Array(50_000_000).fill(97));
    const began = performance.now();
    for (let round = 0; round < 100; round++) {
      for (const term of [long, huge]) {
        assert(printElixir(term, { short: true }).length === 201);
        assert(printErlang(term, { short: true }).length === 201);
      }
    }
    assert(performance.now() - began < 5000);
  });

  it('are not converted to digits beyond 64 KiB', () => {
    const big = of(1n << 800_000n);
    assert.equal(printElixir(big), '…(integer of 100001 bytes)');
  });

  it('keep looking ahead linear at every level', function () {
    this.timeout(20_000);
    // Telling a keyword list means finding its end, here at each of 200 levels around a million elements.
    let value: Encodable = Array.from({ length: 1_000_000 }, () => atom('x'));
    for (let level = 0; level < 200; level++) value = [tuple(atom('a'), value)];
    const term = of(value);
    const began = performance.now();
    assert.equal(printElixir(term, { maximumCharacters: 10 }), '[a: [a: [a…');
    assert.equal(printElixir(term).length, 200 * 5 + 4_000_000);
    assert(performance.now() - began < 6000);
  });
});

describe('pids', () => {
  it('of other nodes show their node', () => {
    const term = of([pid('shop@here', 5), pid('other@there', 6, 1)]);
    const options = { localNode: 'shop@here' };
    assert.equal(printElixir(term, options), '[#PID<0.5.0>, #PID<other@there.6.1>]');
    assert.equal(printErlang(term, options), '[<0.5.0>,<other@there.6.1>]');
  });
});
