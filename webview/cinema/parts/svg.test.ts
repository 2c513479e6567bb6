import assert from 'node:assert/strict';
import { rgba } from '../render/colour.ts';
import { paint, xmlText } from './svg.ts';

describe('what SVG elements are made of', () => {
  it('are colours as any reader of SVG knows them', () => {
    assert.equal(paint(rgba(31, 111, 235)), '#1f6feb');
    assert.equal(paint(rgba(31, 111, 235, 0.5)), 'rgba(31,111,235,0.502)');
  });

  it('are texts on one line that XML can hold, whatever a trace has in them', () => {
    assert.equal(xmlText('<b>&amp; "hi"\n\tthere'), '<b>&amp; "hi" there');
    assert.equal(xmlText('a\u0000b\u001bc\uffffd\ud800e'), 'a\ufffdb\ufffdc\ufffdd\ufffde');
    assert.equal(xmlText('\u{1f600}'), '\u{1f600}');
  });
});
