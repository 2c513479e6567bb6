import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  atom,
  childCount,
  children,
  cut,
  cutBinary,
  cutList,
  cutMap,
  cutTuple,
  decodeTerm,
  encodedBytes,
  encodeTerm,
  float,
  improper,
  printTerm,
  struct,
  tuple,
  typeName,
  type Encodable,
  type Language,
  type Term,
} from './index.ts';

const languages: readonly Language[] = ['elixir', 'erlang'];
const records = new Map([['cart', ['owner', 'items']]]);

/** Does with a term all that a debugger does. */
function useAll(term: Term): void {
  for (const language of languages) {
    const whole = printTerm(term, language, { records });
    const short = printTerm(term, language, { records, short: true });
    assert(short.length <= 201);
    if (whole.length <= 200) assert.equal(short, whole);
    assert.notEqual(typeName(term, language, { records }), '');
    const count = childCount(term, language);
    assert(children(term, language, 0, count, { records }).length <= count);
    for (const child of children(term, language, 0, 5, { records })) printTerm(child.term, language, { short: true });
  }
  encodedBytes(term);
}

const name = fc.oneof(
  fc.constantFrom('ok', 'nil', 'true', '__struct__', 'Elixir.Date', 'cart', 'calendar'),
  fc.string({ maxLength: 8 }),
);

const encodable: fc.Arbitrary<Encodable> = fc.letrec<{ value: Encodable }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer() as fc.Arbitrary<Encodable>,
    fc.bigInt({ min: -(1n << 200n), max: 1n << 200n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 20 }),
    name.map(atom),
    fc.constantFrom(cut('term'), cut('redacted'), cut('bytes', 5)),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => cutBinary(bytes, bytes.length + 10)),
    fc.array(tie('value')),
    fc.array(fc.integer({ min: 0, max: 130 })),
    fc.array(tie('value')).map((elements) => tuple(...elements)),
    fc.array(fc.tuple(name, tie('value'))).map((pairs) => pairs.map(([key, value]) => tuple(atom(key), value))),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((pairs) => new Map(pairs)),
    fc.dictionary(name, tie('value')).map((fields) => struct('Elixir.DateTime', fields)),
    fc.tuple(fc.array(tie('value')), tie('value')).map(([elements, tail]) => improper(elements, tail)),
    fc.array(tie('value')).map((elements) => cutList(elements, 7)),
    fc.array(tie('value')).map((elements) => cutTuple(elements, 7)),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((pairs) => cutMap(pairs, 7)),
  ),
})).value;

/** What the term was built from, as far as plain values go: the way back through the lazy decoder. */
function plain(term: Term): unknown {
  switch (term.kind) {
    case 'integer':
      return typeof term.value === 'number' ? BigInt(term.value) : term.value;
    case 'float':
      return term.value;
    case 'atom':
      return { atom: term.name };
    case 'binary':
      return { bytes: [...term.bytes], size: term.size };
    case 'tuple':
      return { tuple: term.slice(0, term.size).map(plain) };
    case 'list': {
      const tail = term.tail();
      return { list: term.slice(0, term.length()).map(plain), tail: tail && plain(tail) };
    }
    case 'map':
      return { map: term.slice(0, term.size).map(({ key, value }) => [plain(key), plain(value)]) };
    case 'cut':
      return { cut: term.what, missing: term.missing };
    default:
      return term.kind;
  }
}

describe('any bytes', () => {
  it("encode and decode are each other's inverse", () => {
    fc.assert(
      fc.property(encodable, (value) => {
        const encoding = encodeTerm(value, { version: true });
        const term = decodeTerm(encoding);
        assert.equal(term.kind === 'invalid', false);
        // The term ends where the encoding does, and the bytes of every child decode to the same child.
        assert.deepEqual(
          encodedBytes(term)?.length,
          term.kind === 'integer' ? encodedBytes(term)?.length : encoding.length - 1,
        );
        assert.deepEqual(plain(decodeTerm(encodedBytes(term)!)), plain(term));
        if (term.kind === 'tuple') {
          const parts = term.slice(0, term.size).flatMap((child) => [...encodedBytes(child)!]);
          assert.deepEqual(parts, [...encoding.subarray(term.size < 256 ? 3 : 6)]);
        }
        useAll(term);
      }),
      { numRuns: 500 },
    );
  });

  it('plain values come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.maxSafeInteger(), fc.bigInt(), fc.string())), (values) => {
        const term = decodeTerm(encodeTerm(values));
        const back = values.map((value) =>
          typeof value === 'string'
            ? { bytes: [...Buffer.from(value)], size: Buffer.byteLength(value) }
            : BigInt(value),
        );
        assert.deepEqual(plain(term), { list: back, tail: undefined });
      }),
    );
  });

  it('that are random never throw nor hang', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), (noise) => useAll(decodeTerm(noise))),
      { numRuns: 2000 },
    );
  });

  it('that begin like a term never throw nor hang', () => {
    const tags = [1, 2, 3, 70, 77, 80, 88, 89, 90, ...Array.from({ length: 25 }, (_, index) => 97 + index)];
    const byte = fc.oneof(fc.constantFrom(...tags), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 120, size: 'max' }), (bytes) =>
        useAll(decodeTerm(Uint8Array.from(bytes))),
      ),
      { numRuns: 5000 },
    );
  });

  it('that were a term and then changed never throw nor hang', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(encodable, changes, fc.nat(), (value, edits, length) => {
        const encoding = encodeTerm(value);
        for (const [at, byte] of edits) encoding[at % encoding.length] = byte;
        useAll(decodeTerm(encoding));
        useAll(decodeTerm(encoding.subarray(0, length % (encoding.length + 1))));
      }),
      { numRuns: 1000 },
    );
  });

  it('with damage deep inside cost no more than walking them', () => {
    // A keyword list in each of 200 levels, half a million elements in the innermost, and the end missing.
    let value: Encodable = Array.from({ length: 500_000 }, () => atom('x'));
    for (let level = 0; level < 200; level++) value = [tuple(atom('a'), value), 1];
    const encoding = encodeTerm(value);
    const began = performance.now();
    useAll(decodeTerm(encoding.subarray(0, encoding.length - 700)));
    assert(performance.now() - began < 5000);
  });
});
