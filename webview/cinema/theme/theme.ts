import type { Colour } from '../render/renderer.ts';

/** Colours that the pictures are drawn with. In VS Code they are its theme's; elsewhere those of a light or dark page. */
export interface Palette {
  readonly kind: 'light' | 'dark' | 'highContrast' | 'highContrastLight';
  readonly background: Colour;
  readonly laneOdd: Colour;
  readonly laneEven: Colour;
  readonly laneLine: Colour;
  readonly laneHover: Colour;
  readonly selected: Colour;
  readonly text: Colour;
  readonly faintText: Colour;
  readonly grid: Colour;
  readonly life: Colour;
  readonly density: Colour;
  readonly message: Colour;
  readonly messageFaint: Colour;
  readonly spawn: Colour;
  readonly exit: Colour;
  readonly crash: Colour;
  readonly exception: Colour;
  readonly state: Colour;
  readonly log: Colour;
  readonly gap: Colour;
  readonly playhead: Colour;
  readonly cursor: Colour;
  readonly selection: Colour;
  readonly cause: Colour;
  readonly effect: Colour;
  /** Laid over what is not lit. */
  readonly fade: Colour;
  /** Bars of calls, one colour a module: told apart also by people who see fewer colours, readable under `barText`. */
  readonly modules: readonly Colour[];
  readonly barText: Colour;
  /** CSS font families. */
  readonly labelFont: string;
  readonly codeFont: string;
}

export interface Theme {
  palette(): Palette;
  /** Called when the colours have changed: everything is to be drawn again. */
  listen(listener: () => void): () => void;
  /** The person asked for less motion: nothing glides. */
  reducedMotion(): boolean;
}
