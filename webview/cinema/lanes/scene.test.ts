import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Colour } from '../render/renderer.ts';
import { withAlpha } from '../render/colour.ts';
import { kindCode, kindMask, usualKinds } from '../state/arrangement.ts';
import { processFlag } from '../state/directory.ts';
import { laneHeight, tallLaneHeight } from '../state/rows.ts';
import { barFlag, arrowFlag, arrowKind, markFlag } from './flags.ts';
import { layoutOf, rulerHeight } from './layout.ts';
import {
  logOf,
  testDirectory,
  testPalette as palette,
  testPicture,
  testScene,
  testState,
  type Logged,
} from './testing.ts';

/** Middle of the lane of a row that no pinned row is above. */
const middle = (row: number): number => rulerHeight + row * laneHeight + laneHeight / 2;

const three = testDirectory([
  [0, 900],
  [100, 600],
  [200, -1],
]);
const rectanglesOf = ({ log }: Logged, colour: Colour) => log.rectanglesDrawn().filter((one) => one.colour === colour);
/** Lives are drawn with half their colour. */
const life = withAlpha(palette.life, 0.5);

describe('the lanes as drawn', () => {
  it('have a band from birth to death, and nothing before and after', () => {
    const lives = rectanglesOf(logOf(testScene(testState(three), null)), life);
    assert.deepEqual(
      lives.map(({ x, width }) => [x, width]),
      [
        [0, 900],
        [100, 500],
        [200, 800],
      ],
    );
  });

  it('lie on stripes that fill the width', () => {
    const logged = logOf(testScene(testState(three), null));
    const even = rectanglesOf(logged, palette.laneEven);
    const odd = rectanglesOf(logged, palette.laneOdd);
    assert.deepEqual([even.length, odd.length], [2, 1]);
    assert.deepEqual(odd[0], {
      x: 0,
      y: rulerHeight + laneHeight,
      width: 1000,
      height: laneHeight,
      colour: palette.laneOdd,
    });
  });

  it('draw nothing beside the window or above and below the lanes on screen', () => {
    const many = testDirectory(Array.from({ length: 500 }, () => [0, -1] as const));
    fc.assert(
      fc.property(
        fc.integer({ min: -200, max: 900 }),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(12_000),
        (from, width, scroll) => {
          const state = testState(many, { window: { axis: 'order', from, to: from + width }, scroll });
          const picture = testPicture(500, {
            density: [3, 100, 499].map((lane) => ({ lane, column: lane % 100, count: 5 })),
            bars: [0, 7, 200].flatMap((lane) => [
              { lane, from: 100, to: 300, title: 0 },
              { lane, depth: 1, from: 150, to: 160, title: 0 },
            ]),
            gaps: [{ lane: 9, from: 10, to: 20 }],
            texts: ['A.f/0'],
          });
          const { log } = logOf(testScene(state, picture));
          for (const call of log.calls) {
            if (call.call !== 'rectangles' && call.call !== 'hatches') continue;
            const { area, shapes } = call;
            assert.ok(area !== null);
            for (const { x, y, width: wide, height } of shapes) {
              assert.ok(x + wide >= area.x - 1 && x <= area.x + area.width + 1, `${x} and ${wide} in ${area.width}`);
              // Rows at the edges are drawn whole.
              assert.ok(
                y + height >= area.y - laneHeight && y <= area.y + area.height + laneHeight,
                `${y} and ${height}`,
              );
            }
          }
        },
      ),
    );
  });

  it('show how much happened from afar: columns as high as the logarithm', () => {
    const picture = testPicture(3, {
      detail: 'density',
      density: [
        { lane: 0, column: 10, count: 3 },
        { lane: 0, column: 20, count: 15 },
        { lane: 1, column: 99, count: 1 },
      ],
    });
    const columns = rectanglesOf(logOf(testScene(testState(three), picture)), palette.density);
    assert.deepEqual(
      columns.map(({ x, width }) => [x, width]),
      [
        [100, 10],
        [200, 10],
        [990, 10],
      ],
    );
    assert.ok(columns[1]!.height > columns[0]!.height);
    assert.ok(columns[1]!.height < 2.1 * columns[0]!.height);
    assert.equal(Math.round(columns[0]!.y + columns[0]!.height), rulerHeight + laneHeight - 3);
  });

  it('show nested calls nearer, coloured by module and named where there is room', () => {
    const picture = testPicture(3, {
      detail: 'calls',
      density: [{ lane: 0, column: 10, count: 3 }],
      bars: [
        { lane: 0, from: 100, to: 700, title: 0, count: 1 },
        { lane: 1, from: 100, to: 500, title: 0, count: 1 },
        { lane: 1, depth: 1, from: 200, to: 400, title: 1, count: 1, flags: barFlag.exception },
        { lane: 2, from: 100, to: 102, title: 0, count: 1 },
        { lane: 2, from: 200, to: 300, title: -1, count: 40 },
      ],
      texts: ['A.f("x", 1)', 'B.g/1'],
    });
    const logged = logOf(testScene(testState(three), picture));
    assert.equal(rectanglesOf(logged, palette.density).length, 0, 'calls say more than density');
    const ofA = rectanglesOf(logged, palette.modules[0]!);
    assert.deepEqual(
      ofA.map(({ x, width }) => [x, width]),
      [
        [100, 599],
        [100, 399],
        [100, 2],
      ],
    );
    const [ofB] = rectanglesOf(logged, palette.modules[1]!);
    assert.ok(ofB!.y > ofA[1]!.y, 'the callee lies below its caller');
    assert.equal(ofB!.height, ofA[1]!.height);
    const [raised] = rectanglesOf(logged, palette.exception);
    assert.equal(raised!.x + raised!.width, 400);
    assert.deepEqual(
      logged.log.textsDrawn().flatMap(({ text }) => (/[fg]/.test(text) ? [text] : [])),
      ['A.f("x", 1)'],
      'only in bars high and wide enough',
    );
  });

  it('leave the module out where a name would not fit with it', () => {
    const picture = testPicture(1, {
      bars: [{ lane: 0, from: 100, to: 200, title: 0, count: 1 }],
      texts: ['Shop.Very.Long.Module.f("x", 1)'],
    });
    const texts = logOf(testScene(testState(three), picture)).log.textsDrawn();
    assert.ok(texts.some(({ text }) => text === 'f("x", 1)'));
  });

  it('show lines and what they bound nearest, and from farther away only that something ran', () => {
    const stops = [100, 300, 500].map((at, index) => ({
      lane: 0,
      at,
      moment: at,
      kind: kindCode.line,
      depth: 1,
      text: index,
    }));
    const texts = ['12  x = 1', '13  y = 2', '14', 'A.f/0'];
    const picture = testPicture(3, { bars: [{ lane: 0, from: 50, to: 700, title: 3, count: 1 }], stops, texts });
    const near = logOf(testScene(testState(three), picture)).log.textsDrawn();
    assert.deepEqual(
      near.filter(({ font }) => font === 'code').map(({ text, x }) => [text, x]),
      [
        ['12  x = 1', 104],
        ['13  y = 2', 304],
        ['14', 504],
      ],
    );
    const dense = testPicture(3, {
      stops: Array.from({ length: 50 }, (_, index) => ({
        lane: 0,
        at: 100 + 2 * index,
        moment: index,
        kind: kindCode.line,
        text: 0,
      })),
      density: [{ lane: 0, column: 10, count: 50 }],
      texts,
    });
    const far = logOf(testScene(testState(three), dense));
    assert.equal(far.log.textsDrawn().filter(({ font }) => font === 'code').length, 0);
    assert.equal(rectanglesOf(far, palette.density).length, 1);
  });

  it('mark kinds by shape, and a crash unmistakably', () => {
    const marks = [
      { lane: 0, at: 100, moment: 10, count: 1, kind: kindCode.spawn },
      { lane: 0, at: 200, moment: 20, count: 1, kind: kindCode.state },
      { lane: 0, at: 300, moment: 30, count: 1, kind: kindCode.exit },
      { lane: 1, at: 400, moment: 40, count: 1, kind: kindCode.exit, flags: markFlag.crash },
    ];
    const picture = testPicture(3, { marks });
    const logged = logOf(
      testScene(testState(three), picture, { crashText: (moment) => (moment === 40 ? 'boom' : null) }),
    );
    const signs = logged.log.signsDrawn().map(({ x, shape, colour }) => [x, shape, colour]);
    assert.deepEqual(signs, [
      [100, 'triangle', palette.spawn],
      [200, 'tick', palette.state],
      [300, 'square', palette.exit],
      [400, 'cross', palette.crash],
    ]);
    const [edge] = rectanglesOf(logged, palette.crash);
    assert.equal(edge!.height, laneHeight - 1);
    assert.ok(logged.log.textsDrawn().some(({ text, colour }) => text === 'boom' && colour === palette.crash));
    const filtered = testState(three, { arrangement: { kinds: usualKinds & ~kindMask('spawn', 'exit') } });
    const shapes = logOf(testScene(filtered, picture))
      .log.signsDrawn()
      .map(({ shape }) => shape);
    assert.deepEqual(shapes, ['tick', 'cross'], 'a crash is drawn whatever kinds are');
  });

  it('hatch what was not recorded, however short it is', () => {
    const picture = testPicture(3, { gaps: [{ lane: 1, from: 100, to: 100.001, missing: 5, moment: 9 }] });
    const [gap] = logOf(testScene(testState(three), picture)).log.hatchesDrawn();
    assert.equal(gap!.colour, palette.gap);
    assert.equal(gap!.width, 6);
  });

  it('stand for all their processes when folded: steps of how many live', () => {
    const directory = testDirectory(
      [
        [0, -1],
        [100, 300],
        [200, 300],
      ],
      [-1, 0, 0],
    );
    const state = testState(directory, { arrangement: { folded: [0] } });
    const steps = rectanglesOf(logOf(testScene(state, testPicture(1, {}))), palette.life);
    assert.deepEqual(
      steps.map(({ x, width }) => [x, width]),
      [
        [0, 99],
        [99, 100],
        [199, 100],
        [299, 701],
      ],
    );
    const room = laneHeight - 6;
    assert.deepEqual(
      steps.map(({ height }) => Math.round((300 * height) / room) / 100),
      [1, 2, 3, 1],
    );
  });

  it('that are pinned stick while the others scroll', () => {
    const many = testDirectory(Array.from({ length: 100 }, () => [0, -1] as const));
    const state = testState(many, { scroll: 260, arrangement: { pinned: [50] } });
    const { log } = logOf(testScene(state, null));
    const areas = log.calls.flatMap((call) => (call.call === 'clip' && call.area !== null ? [call.area] : []));
    assert.ok(
      areas.some(({ y }) => y === rulerHeight + laneHeight),
      'the others are drawn below',
    );
    assert.ok(areas.some(({ y, height }) => y === rulerHeight && height === laneHeight));
  });
});

describe('arrows', () => {
  const directory = testDirectory(Array.from({ length: 100 }, () => [0, -1] as const));
  const arrow = { kind: arrowKind.message, from: 100, to: 150, fromAt: 100, toAt: 150, fromProcess: 0, toProcess: 2 };
  const linesOf = (arrows: readonly object[], change: Parameters<typeof testState>[1] = {}, scene = {}) =>
    logOf(testScene(testState(directory, change), testPicture(100, { arrows }), scene)).log;

  it('lead from the send to the receive: their slope is the latency', () => {
    const [line] = linesOf([arrow]).linesDrawn();
    assert.deepEqual([line!.x1, line!.y1, line!.x2, line!.y2], [100, middle(0), 150, middle(2)]);
    assert.equal(line!.ending, 'arrow');
    assert.equal(line!.colour, palette.message);
  });

  it('of spawns are dashed', () => {
    const [line] = linesOf([{ ...arrow, kind: arrowKind.spawn }]).linesDrawn();
    assert.deepEqual([line!.dashed, line!.colour], [true, palette.spawn]);
  });

  it('of what was never received end in an open dot', () => {
    const [line] = linesOf([{ ...arrow, to: -1, toAt: -1, flags: arrowFlag.notReceived }]).linesDrawn();
    assert.equal(line!.ending, 'openDot');
    assert.equal(line!.y2, middle(2));
    const [taken] = linesOf([{ ...arrow, flags: arrowFlag.notTaken }]).linesDrawn();
    assert.deepEqual([taken!.ending, taken!.x2], ['openDot', 150]);
  });

  it('to a lane that is scrolled away end at the edge with a triangle', () => {
    const log = linesOf([{ ...arrow, toProcess: 90 }]);
    const [line] = log.linesDrawn();
    assert.equal(line!.y2, 400);
    assert.ok(line!.x2 > 100 && line!.x2 < 150, 'on its way there');
    assert.equal(line!.ending, 'none');
    assert.deepEqual(
      log.signsDrawn().map(({ shape }) => shape),
      ['triangle'],
    );
  });

  it('between two lanes that are not on screen are not drawn, nor what lies outside of the window', () => {
    assert.deepEqual(linesOf([{ ...arrow, fromProcess: 80, toProcess: 90 }]).linesDrawn(), []);
    assert.deepEqual(linesOf([{ ...arrow, fromAt: 5000, toAt: 6000 }]).linesDrawn(), []);
  });

  it('to a hidden process are short', () => {
    const log = linesOf([arrow], { arrangement: { hidden: [2] } });
    const [line] = log.linesDrawn();
    assert.ok(line!.y2 - line!.y1 < laneHeight);
    assert.deepEqual(
      log.signsDrawn().map(({ shape }) => shape),
      ['triangle'],
    );
  });

  it('cross from pinned lanes to others', () => {
    const [line] = linesOf([arrow], { arrangement: { pinned: [2] } }).linesDrawn();
    assert.deepEqual([line!.y1, line!.y2], [middle(1), middle(0)]);
  });

  it('of the selection stand out by colour and width, the others step back', () => {
    const selection = { moment: 150, time: 0, process: 2 };
    const other = { ...arrow, from: 300, to: 350, fromAt: 300, toAt: 350 };
    const lines = linesOf([arrow, other, { ...arrow, from: 150, to: 250, fromAt: 150, toAt: 250 }], {
      selection,
    }).linesDrawn();
    const byStart = new Map(lines.map((line) => [line.x1, line]));
    assert.equal(byStart.get(100)!.colour, palette.cause);
    assert.equal(byStart.get(150)!.colour, palette.effect);
    assert.equal(byStart.get(300)!.colour, palette.messageFaint);
    assert.ok(byStart.get(100)!.width > byStart.get(300)!.width);
    assert.equal(lines[0]!.x1, 300, 'what stands out lies on top');
  });

  it('are those of the selected process only, or none, where that is wanted', () => {
    const selection = { moment: 1, time: 0, process: 0 };
    const other = { ...arrow, fromProcess: 3, toProcess: 4, fromAt: 300, toAt: 310 };
    const count = (arrows: 'selected' | 'none'): number =>
      linesOf([arrow, other], { selection, arrangement: { arrows } }).linesDrawn().length;
    assert.deepEqual([count('selected'), count('none')], [1, 0]);
  });

  it('that would lie on each other are one thicker line', () => {
    const near = Array.from({ length: 20 }, (_, index) => ({
      ...arrow,
      fromAt: 100 + index / 10,
      toAt: 100.5 + index / 10,
    }));
    const lines = linesOf(near).linesDrawn();
    const [alone] = linesOf([arrow]).linesDrawn();
    assert.equal(lines.length, 1);
    assert.ok(lines[0]!.width > alone!.width);
  });

  it('are exact also where they are much longer than the screen is wide', () => {
    const change = { window: { axis: 'order', from: 1e9, to: 1e9 + 10 } } as const;
    const picture = { ...arrow, fromAt: 0, toAt: 2e9, toProcess: 1 };
    const [line] = linesOf([picture], change).linesDrawn();
    assert.ok(line!.x1 >= -41 && line!.x2 <= 1041);
    assert.ok(Math.abs((line!.y1 + line!.y2) / 2 - (middle(0) + middle(1)) / 2) < 0.01);
  });

  it('in a thicket are bundles with their number', () => {
    const bundles = [{ fromLane: 0, toLane: 3, from: 100, to: 200, count: 1234 }];
    const { log, drawn } = logOf(testScene(testState(directory), testPicture(100, { bundles })));
    const [line] = log.linesDrawn();
    assert.deepEqual([line!.y1, line!.y2, line!.ending], [middle(0), middle(3), 'arrow']);
    assert.ok(line!.x1 > 100 && line!.x1 < 200 && line!.width > 4);
    assert.ok(log.textsDrawn().some(({ text }) => text === '1,234'));
    assert.equal(drawn.chips.boxes.length, 1);
  });
});

describe('the cone', () => {
  it('of causes covers all behind the last one of each lane', () => {
    const cone = {
      moment: 500,
      direction: 'causes',
      bound: Int32Array.of(500, 300, -1),
      boundTime: Float64Array.of(5e5, 3e5, -1),
      processes: 2,
    } as const;
    const covers = rectanglesOf(logOf(testScene(testState(three, { cone }), null)), palette.fade);
    assert.deepEqual(
      covers.map(({ x, width }) => [x, width]),
      [
        [500, 500],
        [300, 700],
        [0, 1000],
      ],
    );
  });

  it('of effects covers all before the first one, also on the axis of time', () => {
    const cone = {
      moment: 100,
      direction: 'effects',
      bound: Int32Array.of(100, 300, -1),
      boundTime: Float64Array.of(2e5, 4e5, -1),
      processes: 2,
    } as const;
    const window = { axis: 'time', from: 0, to: 1e6 } as const;
    const covers = rectanglesOf(logOf(testScene(testState(three, { cone, window }), null)), palette.fade);
    assert.deepEqual(
      covers.map(({ x, width }) => [x, width]),
      [
        [0, 200],
        [0, 400],
        [0, 1000],
      ],
    );
  });
});

describe('around the lanes', () => {
  it('the playhead has its time, the cursor stays where the debugger is', () => {
    const place = (moment: number) => ({ moment, time: moment * 1000, process: 0 });
    const state = testState(three, { cursor: place(200), preview: place(400) });
    const logged = logOf(testScene(state, null));
    const lines = rectanglesOf(logged, palette.playhead);
    assert.ok(lines.some(({ x, width }) => x === 399.25 && width === 1.5));
    assert.ok(
      logged.log.linesDrawn().some(({ x1, colour, dashed }) => x1 === 200 && colour === palette.cursor && dashed),
    );
    assert.ok(logged.log.textsDrawn().some(({ text }) => text === '400'));
  });

  it('the selection has a ring on its lane', () => {
    const selection = { moment: 250, time: 0, process: 1 };
    const ring = logOf(testScene(testState(three, { selection }), null))
      .log.signsDrawn()
      .find(({ shape }) => shape === 'ring');
    assert.deepEqual([ring!.x, ring!.y, ring!.colour], [250, middle(1), palette.selection]);
  });

  it('names are drawn for an exported picture', () => {
    const state = testState(three, { arrangement: { expanded: [1] } });
    const layout = layoutOf(state.rows, 1000, 400, 0, 200);
    const { log } = logOf(testScene(state, null, { names: true, layout }));
    const names = log.textsDrawn().filter(({ text }) => text.startsWith('process '));
    assert.deepEqual(
      names.map(({ text }) => text),
      ['process 0', 'process 1', 'process 2'],
    );
    assert.equal(names[2]!.y - names[1]!.y, tallLaneHeight);
  });

  it('processes that never touched recorded code are one row with how many of them live', () => {
    const directory = testDirectory(
      [
        [0, -1],
        [100, -1],
      ],
      [-1, -1],
      [processFlag.recordedCode, 0],
    );
    const steps = rectanglesOf(logOf(testScene(testState(directory), null)), palette.life);
    assert.deepEqual(
      steps.map(({ x, width }) => [x, width]),
      [[99, 901]],
    );
  });
});
