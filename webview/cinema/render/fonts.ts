import type { TextRun } from './renderer.ts';

/** Families of the two fonts that pictures are written in; both end in a generic one. */
export interface Fonts {
  readonly labelFont: string;
  readonly codeFont: string;
}

/** CSS pixels. */
export const fontSizes: Readonly<Record<TextRun['font'], number>> = { label: 12, code: 12, small: 10 };

export const genericFonts: Fonts = { labelFont: 'system-ui, sans-serif', codeFont: 'ui-monospace, monospace' };

export function familyOf(font: TextRun['font'], { labelFont, codeFont }: Fonts): string {
  return font === 'code' ? codeFont : labelFont;
}

/** As canvas and CSS write it. */
export function cssFont(font: TextRun['font'], fonts: Fonts): string {
  return `${fontSizes[font]}px ${familyOf(font, fonts)}`;
}

/** Below the middle of a line by this part of the font's size lies its base line. */
export const baseline = 0.35;

/** The fonts that hold for an element: VS Code's, or those of the page. */
export function fontsOf(element: Element): Fonts {
  const style = getComputedStyle(element);
  const read = (variable: string, generic: string): string => {
    const family = style.getPropertyValue(variable).trim();
    return family === '' ? generic : `${family}, ${generic}`;
  };
  return {
    labelFont: read('--vscode-font-family', genericFonts.labelFont),
    codeFont: read('--vscode-editor-font-family', genericFonts.codeFont),
  };
}
