import assert from 'node:assert/strict';
import { logRenderer } from './log.ts';
import { lineEnding, signShape } from './renderer.ts';

describe('the log renderer', () => {
  it('remembers what was drawn, with the clip that held', () => {
    const log = logRenderer();
    const area = { x: 0, y: 10, width: 100, height: 50 };
    log.resize(300, 100, 2);
    log.begin(1);
    log.clip(area);
    log.rectangles({
      count: 1,
      x: Float32Array.of(1, 99),
      y: Float32Array.of(2, 99),
      width: Float32Array.of(3, 99),
      height: Float32Array.of(4, 99),
      colour: Uint32Array.of(5, 99),
    });
    log.clip(null);
    log.lines({
      count: 1,
      x1: Float32Array.of(1),
      y1: Float32Array.of(2),
      x2: Float32Array.of(3),
      y2: Float32Array.of(4),
      width: Float32Array.of(1),
      colour: Uint32Array.of(6),
      ending: Uint8Array.of(lineEnding.openDot),
      dashed: Uint8Array.of(1),
    });
    log.signs({
      count: 1,
      x: Float32Array.of(7),
      y: Float32Array.of(8),
      size: Float32Array.of(9),
      shape: Uint8Array.of(signShape.cross),
      colour: Uint32Array.of(10),
    });
    log.texts([{ text: 'Shop.Cart', x: 0, y: 0, room: 30, colour: 1, font: 'label' }]);
    log.end();
    assert.deepEqual(log.calls, [
      { call: 'resize', width: 300, height: 100, ratio: 2 },
      { call: 'begin', background: 1 },
      { call: 'clip', area },
      { call: 'rectangles', area, shapes: [{ x: 1, y: 2, width: 3, height: 4, colour: 5 }] },
      { call: 'clip', area: null },
      {
        call: 'lines',
        area: null,
        shapes: [{ x1: 1, y1: 2, x2: 3, y2: 4, width: 1, colour: 6, ending: 'openDot', dashed: true }],
      },
      { call: 'signs', area: null, shapes: [{ x: 7, y: 8, size: 9, shape: 'cross', colour: 10 }] },
      {
        call: 'texts',
        area: null,
        shapes: [{ text: 'Shop.Cart', x: 0, y: 0, room: 30, colour: 1, font: 'label', shown: 'Shop.…' }],
      },
      { call: 'end' },
    ]);
    assert.equal(log.rectanglesDrawn().length, 1);
    log.clear();
    assert.deepEqual(log.calls, []);
  });
});
