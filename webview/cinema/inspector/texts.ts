import type { EventView, MomentLink, ValueChange } from '../../../protocol/index.ts';
import { counted, printTime } from '../parts/time-text.ts';

/** What the values of an event are, by its kind. */
export function valuesTitle(kind: string): string {
  switch (kind) {
    case 'send':
    case 'arrive':
    case 'receive':
      return 'Message';
    case 'call':
      return 'Arguments';
    case 'return':
      return 'Result';
    case 'exception':
      return 'Exception';
    case 'line':
    case 'bind':
      return 'Bound here';
    case 'spawn':
      return 'Child';
    case 'exit':
      return 'Exit';
    default:
      return 'Values';
  }
}

/** An event in one sentence, for screen readers. */
export function spoken({ title, label, time, crash }: EventView): string {
  return `${title}${crash === null ? '' : `: ${crash.type}`}, ${label}, at ${printTime(time)}`;
}

/** `12 µs earlier`: where a cause or an effect lies as seen from an event. */
export function seenFrom(time: number, link: Pick<MomentLink, 'time'>): string {
  if (link.time === time) return 'at the same time';
  return `${printTime(Math.abs(link.time - time))} ${link.time < time ? 'earlier' : 'later'}`;
}

/** A change of a state in one sentence, for screen readers. */
export function spokenChange({ path, kind, before, after }: ValueChange): string {
  const what = path === '' ? 'the whole value' : path;
  switch (kind) {
    case 'added':
      return `added ${what}: ${after ?? ''}`;
    case 'removed':
      return `removed ${what}: ${before ?? ''}`;
    case 'changed':
      return `changed ${what}: from ${before ?? ''} to ${after ?? ''}`;
  }
}

/** What stands beside the heading of a state: how much of it changed. */
export function stateNote(state: NonNullable<EventView['state']>): string {
  if (state.before === null) return 'first recorded';
  if (state.after === null) return 'not recorded since';
  return state.diff.length === 0 ? 'unchanged' : counted(state.diff.length, 'change');
}

/** Names a moment of a trace for other people: `cinema open` goes there. */
export function momentAddress(name: string, moment: number): string {
  return `${name}#${moment}`;
}

/** A crash as text, to be copied. */
export function crashText({ type, message, stack }: NonNullable<EventView['crash']>): string {
  return [`** (${type}) ${message}`, ...stack.map((line) => `    ${line}`)].join('\n');
}
