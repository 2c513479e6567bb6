import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { blend, hexOf, parseColour, rgba } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';
import { contrast } from './contrast.ts';
import { themeNames, type ThemeName } from './kind.ts';
import { paletteOf, type ReadColour } from './palette.ts';
import { distance, sights } from './testing.ts';
import type { Palette } from './theme.ts';

const names = Object.keys(themeNames) as ThemeName[];

/** The variables of a theme as fallback.css has them. */
const variables = (theme: ThemeName): ReadonlyMap<string, string> => {
  const css = readFileSync(new URL('fallback.css', import.meta.url), 'utf8');
  const block = css.split(`:root[data-cinema-theme='${theme}'] {`)[1]!.split('}')[0]!;
  return new Map([...block.matchAll(/--vscode-([\w-]+):\s*([^;]+);/g)].map((found) => [found[1]!, found[2]!]));
};
const reading =
  (theme: ThemeName): ReadColour =>
  (name) =>
    parseColour(variables(theme).get(name) ?? '');
const palettes = names.map((name) => [name, paletteOf(themeNames[name], reading(name))] as const);

const leastFor = ({ kind }: Pick<Palette, 'kind'>): number => (kind.startsWith('highContrast') ? 7 : 4.5);
const grounds = ({ background, laneOdd, laneEven, laneHover, selected }: Palette): readonly Colour[] => [
  background,
  laneOdd,
  laneEven,
  laneHover,
  selected,
];
const assertContrast = (above: Colour, below: Colour, least: number, what: string): void => {
  const has = contrast(blend(below, above), below);
  assert.ok(has >= least, `${what}: ${hexOf(above)} on ${hexOf(below)} has ${has.toFixed(2)}, wanted ${least}`);
};

describe('the palettes', () => {
  for (const [name, palette] of palettes) {
    it(`${name}: texts can be read on every ground`, () => {
      for (const ground of grounds(palette))
        for (const key of ['text', 'faintText', 'crash', 'exception', 'state'] as const)
          assertContrast(palette[key], ground, leastFor(palette), key);
      for (const bar of palette.modules) assertContrast(palette.barText, bar, leastFor(palette), 'text on a bar');
    });

    it(`${name}: signs and lines can be seen on every ground`, () => {
      const keys = ['message', 'spawn', 'exit', 'log', 'playhead', 'cursor', 'selection', 'cause', 'effect'] as const;
      for (const ground of grounds(palette)) for (const key of keys) assertContrast(palette[key], ground, 3, key);
    });

    for (const [sight, matrix] of Object.entries(sights)) {
      it(`${name}: modules are told apart with ${sight} sight`, () => {
        const { modules } = palette;
        for (const [at, one] of modules.entries()) {
          for (const [other, another] of modules.entries()) {
            if (other <= at) continue;
            const areNeighbours = other - at === 1 || (at === 0 && other === modules.length - 1);
            const least = areNeighbours ? 0.16 : 0.09;
            const has = distance(one, another, matrix);
            assert.ok(has >= least, `${hexOf(one)} and ${hexOf(another)} are ${has.toFixed(3)} apart, wanted ${least}`);
          }
        }
      });
    }
  }

  it('are readable whatever a theme says', () => {
    const anyColour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(([r, g, b]) => rgba(r, g, b));
    const kinds = fc.constantFrom(...Object.values(themeNames));
    fc.assert(
      fc.property(kinds, fc.array(anyColour, { minLength: 5, maxLength: 40 }), (kind, colours) => {
        const asked = new Map<string, Colour>();
        const palette = paletteOf(kind, (name) => {
          if (!asked.has(name)) asked.set(name, colours[asked.size % colours.length]!);
          return asked.get(name)!;
        });
        // On a middling grey nothing has a contrast of 7; black or white is the best that can be had.
        const best = (ground: Colour): number =>
          Math.max(contrast(ground, rgba(0, 0, 0)), contrast(ground, rgba(255, 255, 255)));
        const least = Math.min(leastFor(palette), 3, ...grounds(palette).map(best));
        for (const ground of grounds(palette)) assertContrast(palette.text, ground, least, 'text');
      }),
    );
  });

  it('need no theme at all', () => {
    for (const kind of Object.values(themeNames)) {
      const palette = paletteOf(kind);
      for (const ground of grounds(palette)) assertContrast(palette.text, ground, leastFor(palette), 'text');
    }
  });
});

describe('the variables where there is no VS Code', () => {
  const pairs: readonly (readonly [text: string, grounds: readonly string[]])[] = [
    ['foreground', ['editor-background', 'panel-background', 'sideBar-background', 'editorWidget-background']],
    ['descriptionForeground', ['editor-background', 'panel-background', 'list-hoverBackground']],
    ['errorForeground', ['editor-background', 'panel-background']],
    ['editorWarning-foreground', ['editor-background', 'panel-background']],
    ['editor-foreground', ['editor-background', 'textCodeBlock-background']],
    ['textLink-foreground', ['editor-background', 'panel-background']],
    ['list-activeSelectionForeground', ['list-activeSelectionBackground']],
    ['list-inactiveSelectionForeground', ['list-inactiveSelectionBackground']],
    ['list-hoverForeground', ['list-hoverBackground']],
    ['menu-foreground', ['menu-background']],
    ['menu-selectionForeground', ['menu-selectionBackground']],
    ['button-foreground', ['button-background', 'button-hoverBackground']],
    ['button-secondaryForeground', ['button-secondaryBackground', 'button-secondaryHoverBackground']],
    ['input-foreground', ['input-background']],
    ['settings-dropdownForeground', ['settings-dropdownBackground']],
    ['badge-foreground', ['badge-background']],
    ['statusBar-foreground', ['statusBar-background']],
    ['panelTitle-inactiveForeground', ['panel-background', 'editor-background']],
    ['debugTokenExpression-string', ['editor-background', 'panel-background']],
    ['debugTokenExpression-number', ['editor-background', 'panel-background']],
    ['debugTokenExpression-boolean', ['editor-background', 'panel-background']],
    ['debugTokenExpression-name', ['editor-background', 'panel-background']],
    ['debugTokenExpression-value', ['editor-background', 'panel-background']],
    ['debugTokenExpression-error', ['editor-background', 'panel-background']],
    ['editorLineNumber-foreground', ['editor-background']],
    ['editor-inlineValuesForeground', ['editor-background']],
  ];
  for (const name of names) {
    it(`${name}: texts can be read`, () => {
      const all = variables(name);
      const base = parseColour(all.get('editor-background')!)!;
      for (const [text, under] of pairs) {
        for (const ground of under) {
          const [above, below] = [parseColour(all.get(text) ?? ''), parseColour(all.get(ground) ?? '')];
          assert.ok(above !== null && below !== null, `${text} and ${ground} are there`);
          assertContrast(above, blend(base, below), leastFor({ kind: themeNames[name] }), `${text} on ${ground}`);
        }
      }
    });

    it(`${name}: sets no variable that the others forget, but for borders of high contrast`, () => {
      const own = new Set(variables(name).keys());
      for (const variable of variables('dark').keys()) {
        const mayBeMissing = /^(diffEditor|keybindingTable|scrollbar-|textSeparator|editor-findMatch)/.test(variable);
        assert.ok(own.has(variable) || mayBeMissing, variable);
      }
    });
  }
});
