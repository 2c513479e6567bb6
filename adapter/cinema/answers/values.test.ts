import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeTerm } from '../../../trace/index.ts';
import { contentFromText, traceOfEvents } from '../../../trace/testing.ts';
import { type ValueView } from '../../../protocol/index.ts';
import { Refusal, type Film } from '../film.ts';
import { event } from './event.ts';
import { copy, unfold } from './values.ts';
import { asking, drawn, filmOf } from './testing.ts';

const parts = (film: Film, value: string, start = 0, count = 1_000) =>
  unfold(film, { value, start, count }, asking) as { parts: readonly ValueView[]; total: number };

const text = (film: Film, value: string) => (copy(film, { value }, asking) as { text: string }).text;

function value(film: Film, moment: number, index = 0): ValueView {
  return (event(film, { moment }, asking) as { values: readonly ValueView[] }).values[index]!;
}

describe('a value that is opened', () => {
  it('shows its parts, and theirs, each found again by its handle', () => {
    const film = drawn(`a: call main(cart=%Shop.Cart{items: %{"mug" => {2, 1250}}, tags: [:a, :b]})@1`);
    const cart = value(film, 0);
    assert.deepEqual([cart.name, cart.type, cart.parts, cart.whole], ['cart', '%Shop.Cart{}', 2, true]);
    const fields = parts(film, cart.value!);
    assert.deepEqual(
      fields.parts.map(({ name, text: line, type }) => `${name}: ${line} (${type})`),
      ['items: %{"mug" => {2, 1250}} (map (1))', 'tags: [:a, :b] (list (2))'],
    );
    const [mug] = parts(film, fields.parts[0]!.value!).parts;
    assert.deepEqual([mug?.name, mug?.text], ['"mug"', '{2, 1250}']);
    assert.deepEqual(
      parts(film, mug!.value!).parts.map(({ name, text: line, parts: count }) => [name, line, count]),
      [
        ['0', '2', 0],
        ['1', '1250', 0],
      ],
    );
    assert.equal(text(film, mug!.value!), '{2, 1250}');
  });

  it('comes in pages where it is a list, in stretches where it is a big map', () => {
    const numbers = Array.from({ length: 250 }, (_, index) => index);
    const film = drawn(`
      a: call main(list=[${numbers.join(', ')}], map=%{${numbers.map((number) => `${number} => :v${number}`).join(', ')}})@1
    `);
    const list = value(film, 0);
    assert.equal(list.whole, false);
    const page = parts(film, list.value!, 240, 100);
    assert.equal(page.total, 250);
    assert.deepEqual(
      page.parts.map(({ name }) => name),
      ['240', '241', '242', '243', '244', '245', '246', '247', '248', '249'],
    );
    const stretches = parts(film, value(film, 0, 1).value!);
    assert.deepEqual(
      stretches.parts.map(({ name, text: line, parts: count }) => `${name}: ${line}, ${count}`),
      ['[0…99]: 100 keys, 100', '[100…199]: 100 keys, 100', '[200…249]: 50 keys, 50'],
    );
    const last = stretches.parts[2]!.value!;
    assert.deepEqual(
      parts(film, last, 48).parts.map(({ name, text: line }) => `${name} => ${line}`),
      ['248 => :v248', '249 => :v249'],
    );
    assert.match(text(film, last), /^200: :v200\n201: :v201\n/);
  });

  it('is copied whole, however long, up to a limit that is told', () => {
    const long = 'x'.repeat(5_000);
    assert.equal(text(drawn(`a: call main("${long}")@1`), '0a0'), `"${long}"`);
    const content = contentFromText('a: call main(:huge)@1');
    const huge = encodeTerm(new Uint8Array((16 << 20) + 10).fill(0x79));
    const copied = text(filmOf(traceOfEvents('huge.cinema', { ...content, values: () => [huge] })), '0a0');
    assert.match(copied, /y…\n\(cut here: a copy holds at most 16 MB of text\)$/);
    assert.ok(copied.length < (16 << 20) + 100);
  });

  it('is not there to be opened where it was not recorded', () => {
    const film = drawn(`a: call main(x=..., y=[1, ...])@1`);
    assert.deepEqual([value(film, 0).value, value(film, 0).type, value(film, 0).whole], [null, 'not recorded', false]);
    const [one, rest] = parts(film, value(film, 0, 1).value!).parts;
    assert.deepEqual([one?.text, rest?.value], ['1', null]);
  });

  it('is refused with a sentence where a handle is made up', () => {
    const film = drawn(`a: call main(x=[1, [2]])@1 | line@2`);
    const handles = [
      '',
      '0',
      'x',
      '0x0',
      '9v0',
      '0v7',
      '0a1',
      '0a0.2',
      '0a0.0.0',
      '0a0..1',
      '0a0.-1',
      '1b0',
      '99999999999v0',
      `0a0${'.1'.repeat(20_000)}`,
    ];
    for (const handle of handles) {
      assert.throws(() => parts(film, handle), Refusal, handle);
      assert.throws(() => text(film, handle), Refusal, handle);
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{1,2}[vba][0-9](\.[0-9]){0,4}$/)), (handle) => {
        try {
          parts(film, handle);
        } catch (error) {
          assert.ok(error instanceof Refusal);
        }
      }),
    );
  });
});
