import assert from 'node:assert/strict';
import { logRenderer } from '../render/log.ts';
import { drawMinimap } from './minimap-scene.ts';
import { draggedWindow } from './minimap-input.ts';
import { createPen } from './pen.ts';
import { scaleOf } from './scale.ts';
import { testDirectory, testPalette as palette, testState } from './testing.ts';

describe('the minimap', () => {
  it('shows all of the trace: activity, crashes, gaps, the window and the playhead', () => {
    const log = logRenderer();
    const cursor = { moment: 500, time: 0, process: 0 };
    const state = testState(testDirectory([[0, -1]]), { window: { axis: 'order', from: 200, to: 400 }, cursor });
    drawMinimap(log, createPen(), {
      state,
      palette,
      overview: {
        columns: 10,
        counts: Float64Array.of(1, 0, 100, 0, 0, 0, 0, 0, 0, 10),
        crashes: Float64Array.of(900, 900.1, 950),
        gaps: Float64Array.of(100),
      },
      scale: scaleOf({ from: 0, to: 1000 }, 0, 500),
      width: 500,
      height: 40,
    });
    const of = (colour: number) => log.rectanglesDrawn().filter((one) => one.colour === colour);
    assert.deepEqual(
      of(palette.density).map(({ x }) => x),
      [0, 100, 450],
    );
    assert.ok(of(palette.density)[1]!.height > of(palette.density)[2]!.height);
    assert.deepEqual(
      of(palette.fade).map(({ x, width }) => [x, width]),
      [
        [0, 100],
        [200, 300],
      ],
    );
    assert.deepEqual(
      log.signsDrawn().map(({ x, shape }) => [x, shape]),
      [
        [450, 'cross'],
        [475, 'cross'],
      ],
    );
    assert.equal(log.hatchesDrawn().length, 1);
    assert.equal(of(palette.playhead)[0]!.x, 249.25);
  });

  const window = { from: 200, to: 400 };
  for (const [grip, start, now, expected] of [
    ['window', 300, 350, { from: 250, to: 450 }],
    ['from', 200, 250, { from: 250, to: 400 }],
    ['from', 200, 500, { from: 400, to: 500 }],
    ['to', 400, 450, { from: 200, to: 450 }],
    ['to', 400, 100, { from: 100, to: 200 }],
    ['range', 700, 600, { from: 600, to: 700 }],
  ] as const) {
    it(`dragged by ${grip} from ${start} to ${now} shows ${expected.from} to ${expected.to}`, () => {
      assert.deepEqual(draggedWindow(grip, window, start, now), expected);
    });
  }
});
