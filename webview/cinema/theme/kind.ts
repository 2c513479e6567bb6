import type { Palette } from './theme.ts';

/** Themes as `fallback.css` and the page's address (`?theme=hc-dark`) name them. */
export const themeNames = {
  dark: 'dark',
  light: 'light',
  'hc-dark': 'highContrast',
  'hc-light': 'highContrastLight',
} as const;
export type ThemeName = keyof typeof themeNames;

/** Classes of a webview's body in VS Code, by theme. */
export const bodyClasses: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

/** Which theme the page's address asks for; null: none that there is. */
export function askedTheme(search: string): ThemeName | null {
  const asked = new URLSearchParams(search).get('theme');
  return asked !== null && Object.hasOwn(themeNames, asked) ? (asked as ThemeName) : null;
}

/** Which theme fits the system's wishes. */
export function wishedTheme(wishes: (query: string) => boolean): ThemeName {
  const isDark = wishes('(prefers-color-scheme: dark)');
  const isHigh = wishes('(forced-colors: active)') || wishes('(prefers-contrast: more)');
  if (isHigh) return isDark ? 'hc-dark' : 'hc-light';
  return isDark ? 'dark' : 'light';
}

/** The kind of theme that a body's classes name; null where VS Code put none. A light one of high contrast has both classes. */
export function kindOfClasses(has: (className: string) => boolean): Palette['kind'] | null {
  if (has('vscode-high-contrast-light')) return 'highContrastLight';
  if (has('vscode-high-contrast')) return 'highContrast';
  if (has('vscode-light')) return 'light';
  return has('vscode-dark') ? 'dark' : null;
}
