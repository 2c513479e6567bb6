import { firstArrangement } from './arrangement.ts';
import type { FilmState } from './film-state.ts';
import { noRows } from './rows.ts';

/** Before anything is known. */
export const firstState: FilmState = {
  connection: { kind: 'connecting' },
  opening: null,
  directory: null,
  cursor: { moment: 0, time: 0, process: 0 },
  preview: null,
  selection: null,
  window: { axis: 'time', from: 0, to: 1 },
  scroll: 0,
  arrangement: firstArrangement,
  found: null,
  rows: noRows,
  tab: 'lanes',
  calls: { of: 'selected', process: -1, ownMoment: -1, opened: [], closed: [], frame: -1 },
  play: { running: false, speed: 1, direction: 1, by: 'time' },
  cone: null,
  views: [],
  inspectorOpen: true,
  foldedSections: [],
  chooserOpen: false,
  sourceOpen: false,
  sizes: { names: 210, chooser: 240, side: 400, source: 320 },
  lanesHeight: 0,
  tasks: [],
  problem: null,
};
