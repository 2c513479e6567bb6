import { blend, parseColour, withAlpha } from '../render/colour.ts';
import { genericFonts, type Fonts } from '../render/fonts.ts';
import type { Colour } from '../render/renderer.ts';
import { readable } from './contrast.ts';
import type { Palette } from './theme.ts';

/** Reads a colour variable of VS Code by its name without `--vscode-`; null where it is not set. */
export type ReadColour = (name: string) => Colour | null;

const colour = (css: string): Colour => parseColour(css)!;

/**
 * Colours of modules, eight for each kind of theme. Found by a search for the largest differences, in sight and with each kind of
 * colour blindness, of any two and above all of neighbours (palette.test.ts); none is the red of crashes.
 */
const MODULES = {
  dark: ['#869ed0', '#69f5c6', '#c5662c', '#b4c2fd', '#957285', '#fed15f', '#5977d0', '#e69d3b'],
  light: ['#74aefa', '#c76c2b', '#accca8', '#727eda', '#de9c35', '#92ebff', '#a58295', '#fddb67'],
  highContrast: ['#53c7eb', '#dc7d23', '#f1fa65', '#ae8ba0', '#b1e0a2', '#6194f0', '#61f7ff', '#e1b800'],
  highContrastLight: ['#053177', '#854818', '#382637', '#6b419e', '#290c09', '#226262', '#170047', '#642d06'],
} as const;

const BAR_TEXT = { dark: '#101010', light: '#1b1b1b', highContrast: '#000000', highContrastLight: '#ffffff' } as const;

/** What is taken where a theme says nothing at all. */
const GROUND = {
  dark: ['#1f1f1f', '#cccccc'],
  light: ['#ffffff', '#3b3b3b'],
  highContrast: ['#000000', '#ffffff'],
  highContrastLight: ['#ffffff', '#292929'],
} as const;

/**
 * The colours of pictures, made of a theme's. Whatever the theme, texts can be read on every ground they are written on, and signs
 * and lines be seen.
 */
export function paletteOf(kind: Palette['kind'], read: ReadColour = () => null, fonts: Fonts = genericFonts): Palette {
  const isHigh = kind === 'highContrast' || kind === 'highContrastLight';
  const first = (...names: readonly string[]): Colour | null => {
    for (const name of names) {
      const found = read(name);
      if (found !== null) return found;
    }
    return null;
  };
  const background = blend(
    colour(GROUND[kind][0]),
    first('editor-background', 'panel-background') ?? colour(GROUND[kind][0]),
  );
  const plainText = first('editor-foreground', 'foreground') ?? colour(GROUND[kind][1]);
  const over = (part: number, above: Colour = plainText): Colour => blend(background, withAlpha(above, part));

  const focus = withAlpha(first('focusBorder', 'contrastActiveBorder') ?? plainText, 1);
  const laneEven = isHigh ? background : over(0.035);
  const laneHover = over(isHigh ? 0.15 : 0.08);
  const selected = over(isHigh ? 0.3 : 0.18, focus);
  const grounds = [background, laneEven, laneHover, selected];

  const text = readable(plainText, grounds, isHigh ? 7 : 4.5);
  /** A colour that words are written in. */
  const word = (...names: readonly string[]): Colour =>
    readable(first(...names) ?? plainText, grounds, isHigh ? 7 : 4.5);
  /** A colour of lines and signs. */
  const sign = (...names: readonly string[]): Colour =>
    readable(first(...names) ?? plainText, grounds, isHigh ? 4.5 : 3);

  const message = sign('charts-blue', 'editorInfo-foreground');
  return {
    kind,
    background,
    laneOdd: background,
    laneEven,
    laneLine: isHigh ? over(0.35) : over(0.09),
    laneHover,
    selected,
    text,
    faintText: word('descriptionForeground', 'editorLineNumber-foreground'),
    grid: withAlpha(text, isHigh ? 0.35 : 0.12),
    life: over(isHigh ? 0.3 : 0.15),
    density: over(isHigh ? 0.75 : 0.48),
    message,
    messageFaint: withAlpha(message, isHigh ? 0.65 : 0.4),
    spawn: sign('charts-green', 'testing-iconPassed'),
    exit: sign('descriptionForeground'),
    crash: word('charts-red', 'errorForeground', 'editorError-foreground'),
    exception: word('charts-orange', 'editorWarning-foreground'),
    state: word('charts-purple'),
    log: sign('charts-yellow', 'editorWarning-foreground'),
    gap: over(isHigh ? 0.8 : 0.4),
    playhead: text,
    cursor: sign('debugIcon-breakpointCurrentStackframeForeground', 'charts-yellow'),
    selection: sign('focusBorder', 'contrastActiveBorder'),
    cause: sign('charts-orange', 'terminal-ansiYellow'),
    effect: sign('terminal-ansiCyan', 'charts-blue'),
    fade: withAlpha(background, 0.72),
    modules: MODULES[kind].map(colour),
    barText: colour(BAR_TEXT[kind]),
    labelFont: fonts.labelFont,
    codeFont: fonts.codeFont,
  };
}

/** Nothing would be drawn in another way. */
export function samePalette(one: Palette, other: Palette): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
