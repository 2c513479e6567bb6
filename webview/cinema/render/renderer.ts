/** 0xAABBGGRR, so that a Uint32Array of colours is RGBA bytes on little-endian machines. */
export type Colour = number;

/** Filled rectangles in CSS pixels. All arrays hold at least `count`. */
export interface Rectangles {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: Float32Array;
  readonly height: Float32Array;
  readonly colour: Uint32Array;
}

/** Straight lines with an ending at their second point. */
export interface Lines {
  readonly count: number;
  readonly x1: Float32Array;
  readonly y1: Float32Array;
  readonly x2: Float32Array;
  readonly y2: Float32Array;
  readonly width: Float32Array;
  readonly colour: Uint32Array;
  readonly ending: Uint8Array;
  /** 1: dashed. */
  readonly dashed: Uint8Array;
}

export const lineEnding = { none: 0, arrow: 1, openDot: 2, dot: 3 } as const;

/** Signs of a size (their height in CSS pixels) around a centre. */
export interface Signs {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Float32Array;
  readonly shape: Uint8Array;
  readonly colour: Uint32Array;
}

/** Shapes tell kinds apart without colour. */
export const signShape = {
  tick: 0,
  diamond: 1,
  dot: 2,
  ring: 3,
  cross: 4,
  triangle: 5,
  square: 6,
  flag: 7,
  bar: 8,
} as const;

/** A line of text, cut with … where it is wider than `room`. */
export interface TextRun {
  readonly text: string;
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly room: number;
  readonly colour: Colour;
  readonly font: 'label' | 'code' | 'small';
  readonly align?: 'left' | 'centre' | 'right';
}

/**
 * Draws what it is given, in the order it is given, in CSS pixels from the top left. Columnar: one call a kind and layer, whatever the
 * number. Implementations: WebGL2, Canvas 2D (always there), SVG (export), a log (tests). All draw the same.
 */
export interface Renderer {
  readonly kind: 'webgl' | 'canvas' | 'svg' | 'log';
  /** Size in CSS pixels and device pixels per CSS pixel. */
  resize(width: number, height: number, ratio: number): void;
  begin(background: Colour): void;
  /** What follows is drawn inside this rectangle only, until the next `clip`; null: everywhere. */
  clip(area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null): void;
  rectangles(rectangles: Rectangles): void;
  /** Rectangles of slanted lines: what was not recorded. */
  hatches(rectangles: Rectangles): void;
  lines(lines: Lines): void;
  signs(signs: Signs): void;
  /** Text lies above all else of the same picture, inside the clip of now. */
  texts(texts: readonly TextRun[]): void;
  end(): void;
  dispose(): void;
}
