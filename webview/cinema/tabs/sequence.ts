import type { ProcessLabel, Sequence } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import type { App, View } from '../app.ts';
import { oneAtATime } from '../parts/one-at-a-time.ts';
import { scrollPicture } from '../parts/scroll-picture.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { canvasMeasure } from '../render/measure.ts';
import { playheadOf, type FilmState, type Place } from '../state/film-state.ts';
import { columnChooser } from './sequence-chooser.ts';
import { chooseColumns, countingAsked, countMessages } from './sequence-columns.ts';
import { drawHeads, drawSteps, drawTimes, type SequenceMarks } from './sequence-draw.ts';
import { stepKey } from './sequence-step.ts';
import {
  columnX,
  gutter,
  headHeight,
  rowAtMoment,
  shapeOfSequence,
  stepAt,
  stepOfMoment,
  type PlacedStep,
  type SequenceShape,
} from './sequence-layout.ts';
import { newestEventOf } from './newest-event.ts';
import { whileShown } from './while-shown.ts';
import { stretchOf, type Stretch } from './window-stretch.ts';
import './sequence.css';

const mostSteps = 5000;

/** What was answered last, for which columns and stretch. */
interface Answered {
  readonly sequence: Sequence;
  readonly columns: readonly number[];
  readonly stretch: Stretch;
}

/** Messages, spawns and ends of some processes in the window, as a sequence diagram. */
export function createSequenceView(app: App): View {
  const { actions, client, store, theme } = app;
  let answered: Answered | null = null;
  /** The playhead is to be brought on screen once. */
  let isNewlyShown = true;
  let counts: ReadonlyMap<number, number> = new Map();
  let labels: ReadonlyMap<number, ProcessLabel> = new Map();
  let measure = canvasMeasure(theme.palette());
  let shape: SequenceShape = shapeOfSequence([], [], 0);

  const nameOf = (process: number): string => {
    const label = labels.get(process);
    if (label !== undefined) return `${label.name} ${label.pid}`.trim();
    return store.get().directory?.labels.text(process) ?? `process ${process}`;
  };
  const marks = (): SequenceMarks => {
    const { selection, ...state } = store.get();
    const { moment } = playheadOf(state);
    const inside = answered !== null && moment >= answered.stretch.from && moment <= answered.stretch.to;
    const row = inside ? shape.rows[rowAtMoment(shape, moment)] : undefined;
    return {
      selected: selection === null ? -1 : stepOfMoment(shape, selection.moment),
      playhead: inside && shape.rows.length > 0 ? (row?.y ?? 0) : null,
      process: selection?.process ?? -1,
    };
  };
  const look = () => ({ palette: theme.palette(), measure, name: nameOf });
  const picture = scrollPicture({
    label: 'Steps between the chosen processes',
    role: 'listbox',
    className: 'sequence-picture',
    theme,
    size: () => ({ width: shape.width, height: shape.height, head: headHeight }),
    head: () => drawHeads(shape, labels, marks(), look()),
    side: { width: gutter - 10, items: (area) => drawTimes(shape, marks(), theme.palette(), area) },
    // Texts stand where their arrows are on screen.
    followsAcross: true,
    body: (area) => drawSteps(shape, marks(), look(), area),
  });
  const summary = element('span', 'sequence-summary');
  const empty = element('p', 'sequence-empty');
  const chooser = columnChooser(actions);
  chooser.element.hidden = true;
  const choose = button('sequence-choose', 'Processes', () => {
    chooser.element.hidden = !chooser.element.hidden;
    choose.setAttribute('aria-expanded', String(!chooser.element.hidden));
    chooser.element.querySelector<HTMLElement>('input')?.focus();
  });
  choose.setAttribute('aria-expanded', 'false');
  const view = element(
    'div',
    'sequence',
    element('div', 'sequence-bar', choose, summary),
    element('div', 'sequence-content', chooser.element, picture.element, empty),
  );

  const layOut = (): void => {
    const { width } = picture.room();
    if (width === 0) return;
    const scroller = picture.element;
    const top = shape.rows.find(({ y }) => y >= scroller.scrollTop);
    shape = shapeOfSequence(answered?.sequence.steps ?? [], answered?.columns ?? [], width - 14);
    picture.draw();
    // What is at the top of the screen stays there, whatever comes before it now.
    const now = top === undefined ? undefined : shape.rows[rowAtMoment(shape, top.moment)];
    if (now !== undefined && scroller.scrollTop > 0) scroller.scrollTop += now.y - top!.y;
    const steps = shape.steps.length;
    const leftOut = answered?.sequence.leftOut ?? 0;
    choose.textContent = `Processes (${answered?.columns.length ?? 0})`;
    summary.textContent = answered === null ? '' : summaryOf(steps, leftOut);
    empty.textContent =
      answered === null || steps > 0
        ? ''
        : answered.columns.length === 0
          ? 'No messages between shown processes in this window. Zoom out, or choose processes.'
          : 'Nothing happened between these processes in this window.';
    showChoices();
  };
  const showChoices = (): void => {
    const state = store.get();
    const columns = answered?.columns ?? [];
    chooser.show({ columns, counts, byHand: state.arrangement.columns.length > 0, name: nameOf });
  };

  const ask = oneAtATime(async () => {
    const state = store.get();
    if (state.directory === null) return;
    const stretch = await stretchOf(client, 'sequence', state.window);
    if (stretch === null) {
      if (answered !== null) answered = { ...answered, sequence: { steps: [], labels: [], leftOut: 0 } };
      return layOut();
    }
    const counting = countingAsked(state, state.window);
    const counted = counting === null ? null : await client.askNewest('sequence-counts', 'picture', counting);
    if (counted?.ok === true) counts = countMessages(counting!.lanes, counted.value);
    const columns = chooseColumns(store.get(), counts);
    const { from, to } = stretch;
    const processes = Int32Array.from(columns);
    const found = await client.askNewest('sequence', 'sequence', { processes, from, to, limit: mostSteps });
    if (!found.ok) {
      if (!found.cancelled) actions.complain(found.problem);
      return;
    }
    answered = { sequence: found.value, columns, stretch };
    labels = new Map(columns.map((process, index) => [process, found.value.labels[index]!]));
    layOut();
    if (isNewlyShown) follow(store.get(), null);
    isNewlyShown = false;
  });

  const revealStep = (placed: PlacedStep): void => {
    const ends = [placed.from, placed.to].map((one) => columnX(shape.column, Math.max(0, one)));
    picture.reveal(
      { top: placed.y1 - 30, bottom: placed.y2 + 14 },
      { left: Math.min(...ends) - 60, right: Math.max(...ends) + 60 },
    );
  };
  let going: Place | null = null;
  /** The debugger goes to where a message is handled; the step itself stays selected, unless one has gone to another meanwhile. */
  const goTo = async (placed: PlacedStep, toReceive: boolean): Promise<void> => {
    const place = placeOf(placed, toReceive);
    going = place;
    if (place.moment === placed.step.moment) return actions.goTo(place.moment, place.process);
    await actions.goToReceived(place.moment, place.process);
    if (going === place) actions.select(place);
  };
  const walk = (index: number): void => {
    const placed = shape.steps[Math.min(shape.steps.length - 1, Math.max(0, index))];
    if (placed === undefined) return;
    actions.select(placeOf(placed, true));
    revealStep(placed);
    picture.draw();
    picture.activate(stepKey(placed));
  };

  picture.element.addEventListener('click', (event) => {
    const { x, y } = picture.at(event);
    if (y < 0) {
      const head = shape.lifelines.find((line) => Math.abs(line.x - x) < shape.column / 2 - 4);
      if (head === undefined) return;
      return void newestEventOf(app, head.process).then((place) => {
        if (place !== null) actions.select(place);
      });
    }
    const placed = shape.steps[stepAt(shape, x, y)];
    if (placed === undefined) return;
    picture.activate(stepKey(placed));
    void goTo(placed, !event.shiftKey);
  });
  picture.element.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const { selected } = marks();
    // Without a selected step the walk begins at the playhead.
    const now = selected >= 0 ? selected : stepBefore(shape, playheadOf(store.get()).moment);
    const jumps: Readonly<Record<string, number>> = {
      ArrowDown: now + 1,
      ArrowUp: selected >= 0 ? now - 1 : now,
      PageDown: now + 10,
      PageUp: now - 10,
      Home: 0,
      End: shape.steps.length - 1,
    };
    const next = jumps[event.key];
    const placed = shape.steps[selected];
    if (next !== undefined) walk(next);
    else if (event.key === 'Enter' && placed !== undefined) {
      void goTo(placed, !event.shiftKey);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  picture.element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { y } = picture.at(event);
      const row = shape.rows.findLast((one) => one.y <= y) ?? shape.rows[0];
      const { axis } = store.get().window;
      actions.zoom(2 ** (-event.deltaY / 250), axis === 'time' ? row?.time : row?.moment);
    },
    { passive: false },
  );

  /** The playhead and a newly selected step stay on screen. */
  const follow = (now: FilmState, before: FilmState | null): void => {
    const { selected, playhead } = marks();
    const step = shape.steps[selected];
    if (step !== undefined && now.selection !== before?.selection) revealStep(step);
    else if (playhead !== null) {
      // Sideways only at first: while the film plays, the columns would swing.
      const line = before === null ? shape.lifelines.find((one) => one.process === playheadOf(now).process) : undefined;
      const across = line && { left: line.x - shape.column / 2, right: line.x + shape.column / 2 };
      picture.reveal({ top: playhead - 30, bottom: playhead + 40 }, across);
    }
    picture.draw();
  };

  const following = whileShown(app, {
    sized: picture.element,
    redraw: (fresh) => {
      if (fresh) {
        measure = canvasMeasure(theme.palette());
        picture.draw(true);
      }
      layOut();
    },
    changed: (now, before) => {
      if (before === null) isNewlyShown = true;
      const needsSteps =
        before === null ||
        now.window !== before.window ||
        now.rows !== before.rows ||
        now.arrangement.columns !== before.arrangement.columns ||
        now.arrangement.pinned !== before.arrangement.pinned;
      const columns = chooseColumns(now, counts);
      if (needsSteps || columns.join() !== (answered?.columns ?? []).join()) ask();
      if (before !== null && now.directory !== before.directory) showChoices();
      if (before === null || now.selection !== before.selection || playheadOf(now) !== playheadOf(before))
        follow(now, before);
    },
  });
  return {
    name: 'sequence',
    title: 'Sequence',
    element: view,
    ...following,
    picture: () => Promise.resolve(picture.picture()),
  };
}

/** Where a click on a step leads: to the receiving end of a message, or to where it began. */
function placeOf({ step }: PlacedStep, toReceive: boolean): Place {
  if (toReceive && step.kind === 'message' && step.received >= 0)
    return { moment: step.received, time: step.receivedTime, process: step.to };
  return { moment: step.moment, time: step.time, process: step.from };
}

/** The last step that began by a moment; -1: none. */
function stepBefore({ steps }: SequenceShape, moment: number): number {
  return steps.findLastIndex(({ step }) => step.moment <= moment);
}

/** Beyond the limit the door counts for a second only: how many more there are it knows at least. */
function summaryOf(steps: number, leftOut: number): string {
  if (steps < mostSteps) return `${counted(steps, 'step')} in the window`;
  const more = leftOut > 0 ? `at least ${printCount(leftOut)} more are` : 'later ones are';
  return `The first ${counted(steps, 'step')} in the window; ${more} left out: zoom in to see them`;
}
