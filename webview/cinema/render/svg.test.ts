import assert from 'node:assert/strict';
import { rgba } from './colour.ts';
import { genericFonts } from './fonts.ts';
import { logMeasure } from './log.ts';
import { lineEnding } from './renderer.ts';
import { svgRenderer } from './svg.ts';
import { escapeXml } from './xml.ts';

const red = rgba(255, 0, 0);
const see = rgba(0, 0, 255, 0.5);

const draw = (paint: (renderer: ReturnType<typeof svgRenderer>) => void, title = ''): string => {
  const renderer = svgRenderer(genericFonts, title, logMeasure);
  renderer.resize(200, 100, 2);
  renderer.begin(rgba(255, 255, 255));
  paint(renderer);
  renderer.end();
  return renderer.svg();
};
const box = (x: number, y: number, width: number, height: number, colour: number) => ({
  count: 1,
  x: Float32Array.of(x),
  y: Float32Array.of(y),
  width: Float32Array.of(width),
  height: Float32Array.of(height),
  colour: Uint32Array.of(colour),
});

describe('pictures as SVG', () => {
  it('say their size and what they show', () => {
    const svg = draw(() => {}, 'a <film>');
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="200" height="100" viewBox="0 0 200 100">/);
    assert.match(svg, /<title>a &lt;film&gt;<\/title>/);
    assert.match(svg, /<rect width="200" height="100" fill="#ffffff"\/><\/svg>$/);
  });

  it('have rectangles on half pixels, none thinner than that, none outside', () => {
    const svg = draw((renderer) => {
      renderer.rectangles(box(10.1, 5, 20.3, 0.1, red));
      renderer.rectangles(box(500, 5, 20, 10, red));
      renderer.rectangles(box(-1e9, 50, 2e9, 10, see));
    });
    assert.ok(svg.includes('<rect x="10" y="5" width="20.5" height="0.5" fill="#ff0000"/>'));
    assert.ok(svg.includes('<rect x="-1" y="50" width="202" height="10" fill="#0000ff" fill-opacity="0.5"/>'));
    assert.equal(svg.match(/<rect/g)?.length, 3);
  });

  it('clip what was drawn inside a clip, and define each clip once', () => {
    const area = { x: 1, y: 2, width: 3, height: 4 };
    const svg = draw((renderer) => {
      renderer.clip(area);
      renderer.rectangles(box(0, 0, 9, 9, red));
      renderer.clip(null);
      renderer.rectangles(box(0, 0, 8, 8, red));
      renderer.clip(area);
      renderer.rectangles(box(0, 0, 7, 7, red));
    });
    assert.equal(svg.match(/<clipPath/g)?.length, 1);
    assert.equal(svg.match(/clip-path="url\(#clip-0\)"/g)?.length, 2);
  });

  it('hatch with a pattern', () => {
    const svg = draw((renderer) => renderer.hatches(box(0, 0, 9, 9, see)));
    assert.match(svg, /<pattern id="hatch-80ff0000" width="6" height="6"/);
    assert.match(svg, /fill="url\(#hatch-80ff0000\)"/);
  });

  it('end lines as the others do', () => {
    const svg = draw((renderer) =>
      renderer.lines({
        count: 1,
        x1: Float32Array.of(0),
        y1: Float32Array.of(0),
        x2: Float32Array.of(30),
        y2: Float32Array.of(40),
        width: Float32Array.of(1),
        colour: Uint32Array.of(red),
        ending: Uint8Array.of(lineEnding.arrow),
        dashed: Uint8Array.of(1),
      }),
    );
    assert.match(svg, /<path d="M0 0L25\.5 34" stroke-width="1" stroke="#ff0000" stroke-dasharray="4 3"\/>/);
    assert.match(svg, /<path d="M30 40L.*Z" fill="#ff0000"\/>/);
  });

  it('have texts above all else, cut to their room', () => {
    const svg = draw((renderer) => {
      renderer.texts([{ text: '<b>&"quoted"', x: 5, y: 50, room: 40, colour: red, font: 'code', align: 'right' }]);
      renderer.rectangles(box(0, 0, 9, 9, red));
    });
    assert.ok(svg.indexOf('<text') > svg.lastIndexOf('<rect'));
    assert.match(svg, /text-anchor="end" fill="#ff0000">&lt;b&gt;&amp;&quot;qu…<\/text>/);
    assert.match(svg, /font-family="ui-monospace, monospace"/);
  });

  it('begin anew', () => {
    const renderer = svgRenderer(genericFonts, '', logMeasure);
    renderer.resize(10, 10, 1);
    for (let round = 0; round < 2; round++) {
      renderer.begin(red);
      renderer.hatches(box(0, 0, 5, 5, see));
      renderer.end();
    }
    assert.equal(renderer.svg().match(/<pattern/g)?.length, 1);
  });
});

describe('texts in XML', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    [`<a href="x">'&amp;'`, '&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;'],
    [']]>', ']]&gt;'],
    ['a\u0000b\u001bc', 'a\ufffdb\ufffdc'],
    ['half \ud83d of', 'half \ufffd of'],
    ['whole 🙂', 'whole 🙂'],
    ['\udc00\ud800', '\ufffd\ufffd'],
  ];
  for (const [text, expected] of texts)
    it(JSON.stringify(text), () => {
      assert.equal(escapeXml(text), expected);
    });
});
