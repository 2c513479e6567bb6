import type { Waterfall } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import { shownProcesses } from '../actions/shown.ts';
import type { App, View } from '../app.ts';
import { selectBox } from '../choose/control.ts';
import { atX, scaleOf } from '../lanes/scale.ts';
import { moduleColours } from '../parts/module-colour.ts';
import { oneAtATime } from '../parts/one-at-a-time.ts';
import { scrollPicture } from '../parts/scroll-picture.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { canvasMeasure } from '../render/measure.ts';
import { playheadOf, type CallsShown, type FilmState } from '../state/film-state.ts';
import { drawRows, drawRuler, type WaterfallLook } from './waterfall-draw.ts';
import {
  columnsOf,
  headHeight,
  printCost,
  rowHeight,
  rowOfPlace,
  shownRows,
  twistieX,
  waterfallKey,
  type ShownRow,
} from './waterfall-layout.ts';
import { spanPane } from './waterfall-span.ts';
import { whileShown } from './while-shown.ts';
import { stretchOf, type Stretch } from './window-stretch.ts';
import './waterfall.css';

const mostRows = 2000;
/** Processes to choose from in the select. */
const mostRoots = 300;

const noWaterfall: Waterfall = { rows: [], leftOut: 0, tokens: null, cost: null };

/** Calls and what they caused, in their own process and in others, as bars under each other. */
export function createWaterfallView(app: App): View {
  const { actions, client, store, theme } = app;
  let waterfall = noWaterfall;
  let stretch: Stretch | null = null;
  let rows: readonly ShownRow[] = [];
  let measure = canvasMeasure(theme.palette());
  let colour = moduleColours([]);
  /** Whose calls the answer has; -1: all. */
  let root = -1;
  /** The call at the playhead is to be brought on screen once. */
  let isNewlyShown = true;
  const shown = (): CallsShown => store.get().calls;
  const keep = (change: Partial<CallsShown>): void => store.set({ calls: { ...shown(), ...change } });

  const look = (): WaterfallLook => {
    const columns = columnsOf(
      picture.room().width,
      waterfall.rows.some(({ tokens }) => tokens !== null),
    );
    const { window } = store.get();
    // On the axis of time bars move with the window at once; on that of order when the door has told its times.
    const times =
      window.axis === 'time' || stretch === null
        ? window
        : { from: stretch.fromTime, to: Math.max(stretch.toTime, stretch.fromTime + 1) };
    return {
      palette: theme.palette(),
      measure,
      columns,
      scale: scaleOf(times, columns.bars.left, columns.bars.width),
      root,
      colour,
    };
  };
  const marks = () => ({ frame: shown().frame, playhead: playheadOf(store.get()).time });
  const picture = scrollPicture({
    label: 'Calls and what they caused',
    role: 'tree',
    className: 'waterfall-picture',
    theme,
    // The ruler's lines go to the bottom, however few rows there are.
    size: () => ({
      width: 300,
      height: Math.max(rows.length * rowHeight + 4, picture.room().height - headHeight),
      head: headHeight,
    }),
    head: () => drawRuler(look()),
    body: (area) => drawRows(rows, marks(), look(), area),
  });
  const roots = selectBox('Calls of', true, (value) => {
    keep({ of: value === 'selected' || value === 'all' ? value : Number(value), opened: [], closed: [] });
    ask();
  });
  const summary = element('span', 'waterfall-summary');
  const empty = element('p', 'waterfall-empty');
  const pane = spanPane(app, () => choose(-1));
  const view = element(
    'div',
    'waterfall',
    element('div', 'waterfall-bar', roots.element, summary),
    element('div', 'waterfall-content', element('div', 'waterfall-main', picture.element, empty), pane.element),
  );

  const layOut = (): void => {
    rows = shownRows(waterfall.rows, new Set(shown().closed));
    picture.draw();
    summary.textContent = summaryOf(waterfall);
    empty.textContent = stretch === null || rows.length > 0 ? '' : 'No recorded calls in this window.';
    showRoots(store.get());
  };
  const showRoots = (state: FilmState): void => {
    const { directory } = state;
    if (directory === null) return;
    const { of, process: selected } = state.calls;
    const processes = [
      ...(shownProcesses(state) ??
        Array.from({ length: Math.min(directory.count, mostRoots) }, (_, process) => process)),
    ];
    const own = selected < 0 ? 'the selected process, else all' : `selected: ${directory.labels.text(selected)}`;
    const fallback = of === 'selected' && selected >= 0 && root < 0 ? ' (none here: all)' : '';
    const choices = [
      { value: 'selected', label: own + fallback },
      { value: 'all', label: 'all with recorded code' },
      ...processes
        .slice(0, mostRoots)
        .map((process) => ({ value: String(process), label: directory.labels.text(process) })),
    ];
    roots.put(choices, String(of));
  };

  const ask = oneAtATime(async () => {
    const { directory, window, calls } = store.get();
    if (directory === null) return;
    stretch = await stretchOf(client, 'waterfall', window);
    if (stretch === null) {
      waterfall = noWaterfall;
      return layOut();
    }
    const { from, to } = stretch;
    const wanted = calls.of === 'selected' ? calls.process : calls.of === 'all' ? -1 : calls.of;
    const fetch = (process: number) =>
      client.askNewest('waterfall', 'waterfall', {
        process,
        from,
        to,
        open: Int32Array.from(calls.opened),
        limit: mostRows,
      });
    let answered = await fetch(wanted);
    root = wanted;
    // A selected process without calls of its own would leave nothing to see.
    if (calls.of === 'selected' && wanted >= 0 && answered.ok && answered.value.rows.length === 0) {
      answered = await fetch(-1);
      root = -1;
    }
    if (!answered.ok) {
      if (!answered.cancelled) actions.complain(answered.problem);
      return;
    }
    waterfall = answered.value;
    layOut();
    if (isNewlyShown) {
      reveal(rowOfPlace(rows, playheadOf(store.get())));
      choose(shown().frame);
    }
    isNewlyShown = false;
  });

  const choose = (frame: number): void => {
    keep({ frame });
    pane.show(frame);
    picture.draw();
    picture.activate(frame < 0 ? null : `row-${frame}`);
  };
  const reveal = (index: number): void => {
    if (index >= 0) picture.reveal({ top: index * rowHeight, bottom: (index + 1) * rowHeight });
  };
  const chooseRow = (index: number): void => {
    const { row } = rows[index]!;
    choose(row.frame);
    reveal(index);
  };
  const goTo = (index: number): void => {
    const { row } = rows[index]!;
    chooseRow(index);
    keep({ ownMoment: row.call });
    void actions.goTo(row.call, row.process);
  };
  const fold = (index: number): void => {
    const { row, fold: state } = rows[index]!;
    if (state === 'none') return;
    const { opened, closed } = shown();
    const others = closed.filter((frame) => frame !== row.frame);
    keep({ closed: state === 'open' ? [...others, row.frame] : others });
    if (state === 'closed' && !row.opened) {
      keep({ opened: [...opened, row.frame] });
      ask();
    } else layOut();
  };

  picture.element.addEventListener('click', (event) => {
    const { x, y } = picture.at(event);
    const index = y < 0 ? -1 : Math.floor(y / rowHeight);
    const hit = rows[index];
    if (hit === undefined) return;
    const twistie = twistieX(hit.row, look().columns);
    if (hit.fold !== 'none' && x >= twistie - 4 && x <= twistie + 13) fold(index);
    else goTo(index);
  });
  picture.element.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const index = rows.findIndex(({ row }) => row.frame === shown().frame);
    const page = Math.max(1, Math.floor(picture.room().height / rowHeight) - 2);
    const next = waterfallKey(rows, index, event.key, page);
    if (event.key === 'Enter' && index >= 0) goTo(index);
    else if (next === null) {
      // Left and right are the tree's, also where they lead nowhere: elsewhere they move the film.
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    } else if ('fold' in next) fold(index);
    else chooseRow(next.index);
    event.preventDefault();
    event.stopPropagation();
  });
  picture.element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { axis } = store.get().window;
      const around = axis === 'time' ? atX(look().scale, picture.at(event).x) : undefined;
      actions.zoom(2 ** (-event.deltaY / 250), around);
    },
    { passive: false },
  );

  const following = whileShown(app, {
    sized: picture.element,
    redraw: (fresh) => {
      if (fresh) measure = canvasMeasure(theme.palette());
      picture.draw(fresh);
    },
    changed: (now, before) => {
      if (before === null) isNewlyShown = true;
      if (now.opening !== null && now.opening !== before?.opening) colour = moduleColours(now.opening.modules);
      const { selection } = now;
      const isElsewhere =
        selection !== null && selection !== before?.selection && selection.moment !== now.calls.ownMoment;
      const changesRoot = isElsewhere && selection.process !== now.calls.process;
      if (changesRoot) keep({ process: selection.process });
      const isNew =
        before === null ||
        now.window !== before.window ||
        (now.directory !== before.directory && before.directory === null);
      if (isNew || (changesRoot && now.calls.of === 'selected')) ask();
      if (isElsewhere) {
        const index = rows.findIndex(({ row }) => row.call === selection.moment);
        if (index >= 0) chooseRow(index);
      }
      if (before === null || now.directory !== before.directory || now.rows !== before.rows || changesRoot)
        showRoots(store.get());
      if (before === null || now.window !== before.window || playheadOf(now) !== playheadOf(before)) picture.draw();
    },
  });

  return {
    name: 'waterfall',
    title: 'Calls',
    element: view,
    ...following,
    picture: () => Promise.resolve(picture.picture()),
  };
}

/** `128 calls · 3,400 tokens · $0.0123; 900 more under them`. */
export function summaryOf({ rows, leftOut, tokens, cost }: Waterfall): string {
  if (rows.length === 0) return '';
  const facts = [
    counted(rows.length, 'call'),
    ...(tokens === null ? [] : [`${printCount(tokens)} tokens`]),
    ...(cost === null ? [] : [printCost(cost)]),
  ].join(' · ');
  return leftOut > 0 ? `${facts}; ${printCount(leftOut)} more are not shown: unfold them or zoom in` : facts;
}
