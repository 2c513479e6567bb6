import assert from 'node:assert/strict';
import type { App } from '../app.ts';
import { keyBindings, keyOf, keyText } from './keys.ts';

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) =>
  keyOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held });

describe('keys of the page', () => {
  it('are named by what is pressed', () => {
    assert.equal(press(' '), 'Space');
    assert.equal(press(' ', { shiftKey: true }), 'Shift+Space');
    assert.equal(press('F', { shiftKey: true }), 'Shift+f');
    assert.equal(press('F'), 'f', 'with caps lock it is still the same key');
    assert.equal(press('?', { shiftKey: true }), '?');
    assert.equal(press('+', { shiftKey: true }), '+');
    assert.equal(press('ArrowLeft'), 'ArrowLeft');
  });

  it('leave the editor and the browser their own', () => {
    assert.equal(press('f', { ctrlKey: true }), null);
    assert.equal(press('ArrowLeft', { altKey: true }), null);
    assert.equal(press('w', { metaKey: true }), null);
  });

  it('are written for people', () => {
    assert.deepEqual(['Shift+f', 'ArrowLeft', '+', 'Escape', '['].map(keyText), ['Shift+F', '←', '+', 'Esc', '[']);
  });

  it('do one thing each', () => {
    const app = { host: { kind: 'browser' } } as App;
    const table = keyBindings(app, { focusFilter: () => {}, editPlace: () => {}, toggleHelp: () => {} });
    const keys = table.flatMap((binding) => binding.keys);
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });
});
