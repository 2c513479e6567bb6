/** The face of theme/: the colours and fonts of now. */
import './fallback.css';
import { cssToColour } from './read-colour.ts';
import { fontsOf } from '../render/fonts.ts';
import { watchAppearance } from './appearance.ts';
import { askedTheme, bodyClasses, kindOfClasses, themeNames, wishedTheme } from './kind.ts';
import { paletteOf, samePalette } from './palette.ts';
import type { Palette, Theme } from './theme.ts';

export type { Palette, Theme } from './theme.ts';

/**
 * Follows VS Code's theme; where there is no VS Code, the page's address (`?theme=dark|light|hc-dark|hc-light`), else the system's
 * wishes, with the colours of fallback.css.
 */
export function createTheme(): Theme {
  const { body, documentElement: root } = document;
  const isForeign = kindOfClasses((name) => body.classList.contains(name)) === null;
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const listeners = new Set<() => void>();

  const putOwn = (): void => {
    const name = askedTheme(location.search) ?? wishedTheme((query) => matchMedia(query).matches);
    if (root.dataset['cinemaTheme'] === name) return;
    root.dataset['cinemaTheme'] = name;
    body.classList.remove(...Object.values(bodyClasses));
    body.classList.add(bodyClasses[name]);
    // VS Code keeps the older class beside the newer one; style sheets count on it.
    if (name === 'hc-light') body.classList.add(bodyClasses['hc-dark']);
    body.dataset['vscodeThemeKind'] = bodyClasses[name];
  };

  const now = (): Palette => {
    const style = getComputedStyle(root);
    const kind = kindOfClasses((name) => body.classList.contains(name)) ?? themeNames.light;
    return paletteOf(kind, (name) => cssToColour(style.getPropertyValue(`--vscode-${name}`)), fontsOf(root));
  };

  if (isForeign) putOwn();
  let palette = now();
  // A page lives as long as its theme: nothing ever stops this.
  watchAppearance(() => {
    if (isForeign) putOwn();
    const next = now();
    if (samePalette(next, palette)) return;
    palette = next;
    for (const listener of [...listeners]) listener();
  });

  return {
    palette: () => palette,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reducedMotion: () => motion.matches || body.classList.contains('vscode-reduce-motion'),
  };
}
