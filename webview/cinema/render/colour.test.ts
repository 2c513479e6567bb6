import assert from 'node:assert/strict';
import { alphaOf, blend, cssOf, hexOf, parseColour, rgba, withAlpha } from './colour.ts';

describe('colours', () => {
  it('are bytes in the order red, green, blue, alpha', () => {
    const bytes = new Uint8Array(Uint32Array.of(rgba(1, 2, 3, 1)).buffer);
    assert.deepEqual([...bytes], [1, 2, 3, 255]);
  });

  const read: readonly (readonly [string, string | null])[] = [
    ['#fff', '#ffffffff'],
    ['#abcd', '#aabbccdd'],
    ['#0078d4', '#0078d4ff'],
    [' #0078D480 ', '#0078d480'],
    ['rgb(1, 2, 3)', '#010203ff'],
    ['rgb(1 2 3 / 50%)', '#01020380'],
    ['rgba(255, 128, 0, 0.5)', '#ff800080'],
    ['rgba(999, 0, 0, 7)', '#ff0000ff'],
    ['', null],
    ['#12', null],
    ['#12345', null],
    ['red', null],
    ['var(--x)', null],
  ];
  for (const [text, expected] of read) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const colour = parseColour(text);
      assert.equal(colour === null ? null : cssOf(colour), expected);
    });
  }

  it('blend as one lies over the other', () => {
    assert.equal(hexOf(blend(rgba(0, 0, 0), rgba(255, 255, 255, 0.5))), '#808080');
    assert.equal(hexOf(blend(rgba(10, 20, 30), rgba(200, 100, 50, 0))), '#0a141e');
  });

  it('take another opacity', () => {
    assert.equal(cssOf(withAlpha(rgba(1, 2, 3), 0.5)), '#01020380');
    assert.equal(alphaOf(withAlpha(rgba(1, 2, 3, 0.2), 1)), 1);
  });
});
