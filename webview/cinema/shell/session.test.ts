import assert from 'node:assert/strict';
import fc from 'fast-check';
import { testOpening, testPlace } from '../actions/testing.ts';
import { firstState } from '../state/first-state.ts';
import type { FilmState } from '../state/film-state.ts';
import { panesOf, placesOf, sessionOf } from './session.ts';

const state: FilmState = {
  ...firstState,
  opening: testOpening,
  window: { axis: 'order', from: 10, to: 90 },
  scroll: 52,
  selection: testPlace(30, 2),
  tab: 'tree',
  calls: { of: 3, process: 2, ownMoment: 30, opened: [4, 7], closed: [1], frame: 7 },
  chooserOpen: true,
  inspectorOpen: false,
  foldedSections: ['stack'],
  sizes: { names: 180, chooser: 300, side: 400, source: 200 },
  play: { running: true, speed: 20, direction: -1, by: 'events' },
};
const startOf = (given: unknown, opening = testOpening) => ({ ...panesOf(given), ...placesOf(given, opening) });
const kept: unknown = JSON.parse(JSON.stringify(sessionOf(state)));

describe('the view that outlives the page', () => {
  it('comes back as it was', () => {
    const back = { ...firstState, opening: testOpening, ...startOf(kept) };
    for (const name of [
      'window',
      'scroll',
      'selection',
      'tab',
      'calls',
      'chooserOpen',
      'inspectorOpen',
      'foldedSections',
      'sizes',
    ] as const)
      assert.deepEqual(back[name], state[name], name);
    assert.deepEqual(
      back.play,
      { running: false, speed: 20, direction: 1, by: 'events' },
      'but it does not play by itself',
    );
  });

  it('keeps the panes and the tab for another trace, not its places', () => {
    const back = startOf(kept, { ...testOpening, fingerprint: 'other' });
    assert.equal(back.tab, 'tree');
    assert.equal(back.selection, null);
    assert.deepEqual(back.calls, firstState.calls);
    assert.equal(back.scroll, 0);
    assert.deepEqual(back.window, { axis: 'time', from: -999e6 * 0.02, to: 999e6 * 1.02 });
  });

  it('begins with the stretch that the door names, with a margin', () => {
    const { window } = startOf(undefined, { ...testOpening, stretch: { from: 600e6, to: 999e6 } });
    assert.equal(window.axis, 'time');
    assert.ok(window.from < 600e6 && window.from > 500e6, `${window.from}`);
    assert.ok(window.to >= 999e6 && window.to < 1100e6, `${window.to}`);
  });

  it('is as at first for anything else that was kept', () => {
    for (const other of [undefined, null, 7, 'x', {}, { version: 2, tab: 'tree' }])
      assert.equal(startOf(other).tab, 'lanes');
    assert.equal(panesOf(undefined, { sourceOpen: true }).sourceOpen, true);
  });

  it('leads to a sound state whatever was kept', () => {
    const keys = Object.keys(sessionOf(state)!);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (given) => {
        const back = startOf({ ...given, version: 1, fingerprint: 'abc' });
        const { window, selection, sizes, scroll } = back;
        assert(window.to > window.from && Number.isFinite(window.from));
        assert(selection === null || selection.moment < testOpening.events);
        assert(Object.values(sizes).every((size: number) => size >= 80));
        assert(scroll >= 0);
      }),
    );
  });
});
