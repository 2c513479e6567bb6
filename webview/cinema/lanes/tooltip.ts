import type { EventView } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { counted, printCount, printExactTime, printMoment, printTime } from '../parts/time-text.ts';
import { kindNames } from '../state/arrangement.ts';
import { arrowFlag, arrowKind, barFlag, markFlag } from './flags.ts';
import type { Hit } from './hit.ts';
import { aliveAt, populationOf } from './population.ts';
import { rowName } from './row-name.ts';
import type { Scene } from './scene.ts';

/** Milliseconds the mouse rests before the door is asked about an event. */
const rest = 120;

export interface Tooltip {
  /** Shows what lies under the mouse, null: nothing. */
  follow(scene: Scene, hit: Hit | null): void;
  hide(): void;
}

/** A few lines beside the mouse; texts of a trace are text nodes. */
export function createTooltip({ client }: App, film: HTMLElement): Tooltip {
  const made = element('div', 'lanes-tooltip');
  made.hidden = true;
  made.setAttribute('role', 'tooltip');
  film.append(made);
  let shown: Hit | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  film.addEventListener('pointermove', (event) => {
    const box = film.getBoundingClientRect();
    place(made, event.clientX - box.left, event.clientY - box.top, box);
  });

  const put = (lines: readonly string[]): void => {
    made.replaceChildren(...lines.map((line, index) => element('div', index === 0 ? 'lanes-tooltip-title' : '', line)));
    made.hidden = lines.length === 0;
  };

  const look = async (scene: Scene, hit: Hit): Promise<void> => {
    const answered = await client.askNewest('hover', 'event', { moment: hit.moment });
    if (shown !== hit || !answered.ok) return;
    put([...eventLines(answered.value), ...linesOf(scene, hit).slice(1)]);
  };

  return {
    follow: (scene, hit) => {
      if (shown !== null && hit !== null && isSame(shown, hit)) return;
      clearTimeout(timer);
      shown = hit;
      if (hit === null) {
        made.hidden = true;
        return;
      }
      put(linesOf(scene, hit));
      if (hit.moment >= 0 && hit.kind !== 'bar' && hit.kind !== 'gap')
        timer = setTimeout(() => void look(scene, hit), rest);
    },
    hide: () => {
      clearTimeout(timer);
      shown = null;
      made.hidden = true;
    },
  };
}

function isSame(one: Hit, other: Hit): boolean {
  return (
    one.kind === other.kind &&
    one.row === other.row &&
    one.moment === other.moment &&
    one.index === other.index &&
    one.picture === other.picture &&
    one.kind !== 'lane'
  );
}

/** What is known from the picture alone. */
export function linesOf({ state, layout }: Pick<Scene, 'state' | 'layout'>, hit: Hit): readonly string[] {
  const { axis } = state.window;
  const span = (from: number, to: number): string =>
    axis === 'time' ? printTime(to - from) : counted(Math.round(to - from), 'event');
  const at = axis === 'time' ? printExactTime(hit.at) : printMoment(Math.round(hit.at));
  const labels = state.directory?.labels;
  const picture = hit.picture;
  if (hit.kind === 'lane' || picture === null) {
    if (hit.row < 0 || layout.rows.members[hit.row]! < 2) return [];
    const population = state.directory === null ? undefined : populationOf(layout.rows, state.directory, axis, hit.row);
    const alive = population === undefined ? '' : `${printCount(aliveAt(population, hit.at))} alive`;
    return [
      rowName(state, layout.rows, hit.row),
      `${counted(layout.rows.members[hit.row]!, 'process', 'processes')}, ${alive}`,
    ];
  }
  const { index } = hit;
  switch (hit.kind) {
    case 'bar': {
      const { bars, texts } = picture;
      const flags = bars.flags[index]!;
      const title = bars.title[index]! < 0 ? counted(bars.count[index]!, 'call') : texts[bars.title[index]!]!;
      const length = span(bars.from[index]!, bars.to[index]!);
      const end =
        (flags & barFlag.exception) !== 0
          ? 'ended by an exception'
          : (flags & barFlag.openAtEnd) !== 0
            ? 'not over'
            : (flags & barFlag.tail) !== 0
              ? 'ended by a tail call'
              : '';
      return [title, `${(flags & barFlag.beganBefore) !== 0 ? 'more than ' : ''}${length}`, end, at].filter(
        (line) => line !== '',
      );
    }
    case 'mark': {
      const { marks } = picture;
      const name = (marks.flags[index]! & markFlag.crash) !== 0 ? 'crash' : (kindNames[marks.kind[index]!] ?? 'event');
      const several = marks.count[index]! > 1 ? `${printCount(marks.count[index]!)} events, the first: ${name}` : name;
      return [several, at];
    }
    case 'stop': {
      const { stops, texts } = picture;
      const text = stops.text[index]!;
      return [text < 0 ? (kindNames[stops.kind[index]!] ?? 'event') : texts[text]!, at];
    }
    case 'arrow': {
      const { arrows } = picture;
      const what = ['Message', 'Spawn', 'Exit'][arrows.kind[index]!]!;
      const [from, to] = [arrows.fromProcess[index]!, arrows.toProcess[index]!];
      const who = `${from < 0 ? 'unknown' : (labels?.short(from) ?? from)} → ${to < 0 ? 'unknown' : (labels?.short(to) ?? to)}`;
      const flags = arrows.flags[index]!;
      const isOpen = (flags & arrowFlag.notReceived) !== 0;
      const took =
        isOpen || arrows.from[index]! < 0 || arrows.to[index]! < 0
          ? 'not received'
          : `${span(arrows.fromAt[index]!, arrows.toAt[index]!)} on its way`;
      const taken = (flags & arrowFlag.notTaken) !== 0 ? 'arrived, but not taken' : '';
      return [what, who, arrows.kind[index] === arrowKind.message ? took : '', taken, at].filter((line) => line !== '');
    }
    case 'bundle': {
      const { bundles } = picture;
      return [
        counted(bundles.count[index]!, 'message'),
        `between ${span(0, bundles.from[index]!)} and ${span(0, bundles.to[index]!)}`,
        'Click to look closer',
      ];
    }
    case 'gap':
      return [`${counted(picture.gaps.missing[index]!, 'event')} missing`, 'The recorder had to drop events here', at];
  }
}

function eventLines(event: EventView): readonly string[] {
  const values = event.values.slice(0, 3).map(({ name, text }) => (name === '' ? text : `${name}: ${text}`));
  const crash = event.crash === null ? [] : [`${event.crash.type}: ${event.crash.message}`];
  return [event.title, event.label, ...crash, ...values];
}

/** Beside the mouse, inside the film. */
function place(made: HTMLElement, x: number, y: number, box: DOMRect): void {
  const width = made.offsetWidth;
  const height = made.offsetHeight;
  const left = x + 14 + width > box.width ? x - 10 - width : x + 14;
  const top = y + 16 + height > box.height ? y - 10 - height : y + 16;
  made.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
}
