/** What tests of the lanes are made with: small states, directories and pictures. */
import type { Opening, Picture, PictureAsked, ProcessColumns } from '../../../protocol/index.ts';
import { moduleColours } from '../parts/module-colour.ts';
import { rgba } from '../render/colour.ts';
import { logRenderer, type LogRenderer } from '../render/log.ts';
import { arrangeRows } from '../state/arrange-rows.ts';
import { firstArrangement, type Arrangement } from '../state/arrangement.ts';
import { createDirectory, processFlag, type Directory } from '../state/directory.ts';
import type { FilmState } from '../state/film-state.ts';
import { firstState } from '../state/first-state.ts';
import type { Palette } from '../theme/theme.ts';
import { newArrowLines } from './draw-arrows.ts';
import { layoutOf } from './layout.ts';
import { createPen } from './pen.ts';
import { prepare, type Prepared } from './prepared.ts';
import { drawScene, type Drawn, type Scene } from './scene.ts';
import { scaleOf } from './scale.ts';

const colourNames = [
  ...['background', 'laneOdd', 'laneEven', 'laneLine', 'laneHover', 'selected', 'text', 'faintText', 'grid', 'life'],
  ...['density', 'message', 'messageFaint', 'spawn', 'exit', 'crash', 'exception', 'state', 'log', 'gap', 'playhead'],
  ...['cursor', 'selection', 'cause', 'effect', 'fade', 'barText'],
] as const;

/** Every colour is another one, so that a test can tell what was drawn with it. */
export const testPalette = {
  ...Object.fromEntries(colourNames.map((name, index) => [name, rgba(index, 0, 200)])),
  kind: 'light',
  modules: [0, 1, 2, 3].map((index) => rgba(0, 100 + index, 0)),
  labelFont: 'sans-serif',
  codeFont: 'monospace',
} as unknown as Palette;

/** Lives are given as pairs of moments; -1: to the end. A moment is a microsecond. */
export function testDirectory(
  lives: readonly (readonly [birth: number, death: number])[],
  parents: readonly number[] = lives.map(() => -1),
  flags: readonly number[] = lives.map(() => processFlag.recordedCode),
): Directory {
  const count = lives.length;
  const columns: ProcessColumns = {
    count,
    leftOut: 0,
    parent: Int32Array.from(parents),
    birth: Int32Array.from(lives, ([birth]) => birth),
    birthTime: Float64Array.from(lives, ([birth]) => birth * 1000),
    death: Int32Array.from(lives, ([, death]) => death),
    deathTime: Float64Array.from(lives, ([, death]) => (death < 0 ? 0 : death * 1000)),
    last: new Int32Array(count),
    events: new Int32Array(count),
    flags: Uint16Array.from(flags),
    node: new Uint16Array(count),
    nodes: ['a@b'],
  };
  return createDirectory(
    columns,
    { ask: () => new Promise<never>(() => {}), askNewest: () => new Promise<never>(() => {}), pending: () => 0 },
    () => {},
  );
}

/** A state whose axis are moments: 0 to 1,000. */
export function testState(
  directory: Directory,
  change: Partial<Omit<FilmState, 'arrangement'>> & { readonly arrangement?: Partial<Arrangement> } = {},
): FilmState {
  const arrangement = { ...firstArrangement, ...change.arrangement };
  return {
    ...firstState,
    directory,
    opening: { events: 1000, duration: 1e6, fingerprint: 'f', modules: ['A', 'B'] } as unknown as Opening,
    rows: arrangeRows(directory, arrangement, null),
    window: { axis: 'order', from: 0, to: 1000 },
    cursor: { moment: -100_000, time: -1e9, process: 0 },
    ...change,
    arrangement,
  };
}

type Row<Columns> = { readonly [Name in keyof Columns]?: number };

/** Rows as columns, of the types that the protocol has. */
function columns<Columns>(
  rows: readonly Row<Columns>[],
  types: { readonly [Name in keyof Columns]: 'u8' | 'u16' | 'i32' | 'f32' | 'f64' },
): Columns {
  const make = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array, f32: Float32Array, f64: Float64Array };
  const names = Object.keys(types) as (keyof Columns)[];
  return Object.fromEntries(
    names.map((name) => [name, make[types[name]].from(rows.map((row): number => row[name] ?? 0))]),
  ) as unknown as Columns;
}

export interface PictureRows {
  readonly detail?: Picture['detail'];
  readonly window?: Picture['window'];
  readonly columns?: number;
  readonly density?: readonly Row<Picture['density']>[];
  readonly bars?: readonly Row<Picture['bars']>[];
  readonly marks?: readonly Row<Picture['marks']>[];
  readonly gaps?: readonly Row<Picture['gaps']>[];
  readonly stops?: readonly Row<Picture['stops']>[];
  readonly arrows?: readonly Row<Picture['arrows']>[];
  readonly bundles?: readonly Row<Picture['bundles']>[];
  readonly texts?: readonly string[];
}

/** A picture of the processes 0 to `lanes - 1`, in lanes of these numbers. */
export function testPicture(lanes: number, rows: PictureRows): Prepared {
  const window = rows.window ?? { axis: 'order', from: 0, to: 1000 };
  const asked: PictureAsked = {
    window,
    lanes: Int32Array.from({ length: lanes }, (_, index) => index),
    folded: new Uint8Array(lanes),
    columns: rows.columns ?? 100,
    kinds: 0,
    texts: true,
    arrowsOf: -1,
    mostArrows: 100,
  };
  return prepare(asked, {
    window,
    detail: rows.detail ?? 'events',
    events: 0,
    density: columns(rows.density ?? [], { lane: 'u16', column: 'u16', count: 'f32' }),
    bars: columns(rows.bars ?? [], {
      lane: 'u16',
      depth: 'u16',
      from: 'f64',
      to: 'f64',
      frame: 'i32',
      call: 'i32',
      title: 'i32',
      count: 'i32',
      flags: 'u8',
    }),
    marks: columns(rows.marks ?? [], { lane: 'u16', at: 'f64', moment: 'i32', count: 'i32', kind: 'u8', flags: 'u8' }),
    gaps: columns(rows.gaps ?? [], { lane: 'u16', from: 'f64', to: 'f64', missing: 'f64', moment: 'i32' }),
    stops: columns(rows.stops ?? [], {
      lane: 'u16',
      at: 'f64',
      moment: 'i32',
      kind: 'u8',
      depth: 'u16',
      line: 'i32',
      text: 'i32',
    }),
    arrows: columns(rows.arrows ?? [], {
      kind: 'u8',
      from: 'i32',
      to: 'i32',
      fromAt: 'f64',
      toAt: 'f64',
      fromProcess: 'i32',
      toProcess: 'i32',
      flags: 'u8',
    }),
    bundles: columns(rows.bundles ?? [], { fromLane: 'u16', toLane: 'u16', from: 'f64', to: 'f64', count: 'i32' }),
    texts: rows.texts ?? [],
    bundled: 0,
  });
}

/** A scene 1,000 by 400 pixels: of the usual window, a moment a pixel. */
export function testScene(state: FilmState, prepared: Prepared | null, change: Partial<Scene> = {}): Scene {
  const layout = layoutOf(state.rows, 1000, 400, state.scroll);
  return {
    state,
    palette: testPalette,
    layout,
    scale: scaleOf(state.window, layout.left, layout.width),
    prepared,
    colourOf: moduleColours(state.opening?.modules ?? []),
    crashText: () => null,
    hover: null,
    pointed: null,
    scrubbed: null,
    chosen: null,
    names: false,
    ...change,
  };
}

export interface Logged {
  readonly log: LogRenderer;
  readonly drawn: Drawn;
}

export function logOf(scene: Scene): Logged {
  const log = logRenderer();
  const drawn: Drawn = { arrows: newArrowLines(), chips: { boxes: [] } };
  drawScene(log, createPen(), scene, drawn);
  return { log, drawn };
}
