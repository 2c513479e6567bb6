import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMeasure } from './measure.ts';

const measure = createMeasure((text) => [...text].length * 5);

describe('how much of a text fits', () => {
  const fits: readonly (readonly [string, number, string])[] = [
    ['hello', 25, 'hello'],
    ['hello', 24, 'hel…'],
    ['hello', 10, 'h…'],
    ['hello', 9, ''],
    ['hello', 0, ''],
    ['hello', -5, ''],
    ['hello', Number.NaN, ''],
    ['a word', 20, 'a w…'],
    ['a  word', 20, 'a…'],
    ['🙂🙂🙂', 10, '🙂…'],
    ['', 10, ''],
  ];
  for (const [text, room, expected] of fits) {
    it(`${JSON.stringify(text)} in ${room}: ${JSON.stringify(expected)}`, () =>
      assert.equal(measure.fit(text, 'label', room), expected));
  }

  it('has no end where there is no limit, but nobody reads a book in a picture', () => {
    assert.equal(measure.fit('x'.repeat(400), 'label', Infinity), 'x'.repeat(400));
    assert.equal(measure.fit('x'.repeat(1e6), 'label', Infinity).length, 501);
  });

  it('is never wider than the room', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.double({ min: 0, max: 200, noNaN: true }), (text, room) => {
        const shown = measure.fit(text, 'code', room);
        assert.ok(measure.width(shown, 'code') <= room);
      }),
    ));

  it('measures a text once', () => {
    let times = 0;
    const counting = createMeasure((text) => {
      times++;
      return text.length;
    });
    counting.width('same', 'label');
    counting.width('same', 'label');
    assert.equal(times, 1);
    counting.width('same', 'small');
    assert.equal(times, 2);
  });
});
