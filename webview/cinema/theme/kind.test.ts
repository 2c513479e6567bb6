import assert from 'node:assert/strict';
import { askedTheme, kindOfClasses, wishedTheme } from './kind.ts';

describe('which theme holds', () => {
  it('the one that the address names, if there is such a one', () => {
    assert.equal(askedTheme('?token=1&theme=hc-light'), 'hc-light');
    assert.equal(askedTheme('?theme=dark'), 'dark');
    assert.equal(askedTheme('?theme=pink'), null);
    assert.equal(askedTheme('?theme=toString'), null);
    assert.equal(askedTheme(''), null);
  });

  const dark = '(prefers-color-scheme: dark)';
  const forced = '(forced-colors: active)';
  const more = '(prefers-contrast: more)';
  for (const [wishes, theme] of [
    [[], 'light'],
    [[dark], 'dark'],
    [[dark, forced], 'hc-dark'],
    [[dark, more], 'hc-dark'],
    [[more], 'hc-light'],
  ] as const) {
    it(`${theme} for a system that says ${wishes.join(' ') || 'nothing'}`, () =>
      assert.equal(
        wishedTheme((query) => (wishes as readonly string[]).includes(query)),
        theme,
      ));
  }

  for (const [classes, kind] of [
    ['vscode-dark', 'dark'],
    ['vscode-light', 'light'],
    ['vscode-high-contrast', 'highContrast'],
    ['vscode-high-contrast-light vscode-high-contrast', 'highContrastLight'],
    ['other', null],
  ] as const) {
    it(`${kind ?? 'none'} for a body of class ${classes}`, () =>
      assert.equal(
        kindOfClasses((name) => classes.split(' ').includes(name)),
        kind,
      ));
  }
});
