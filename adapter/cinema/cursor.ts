import { type ProcessId } from '../../trace/index.ts';
import { arrive } from '../replay/cursor.ts';
import { seek as cursorOf } from '../replay/seek.ts';
import { move } from '../replay/verbs.ts';
import { Refusal, type Handler } from './film.ts';

/** To a moment; the focus is the process whose event it is unless one is given. */
export const seek: Handler<'seek'> = (film, given) => {
  const sought = cursorOf(film.trace, given);
  if (!sought.ok) throw new Refusal(sought.error);
  return film.settle(arrive(sought.value, 'goto'));
};

export const step: Handler<'step'> = (film, { verb, process }) => {
  const cursor = film.cursor();
  const from = { ...cursor, process: (process ?? cursor.process) as ProcessId };
  return film.settle(move(film.trace, from, verb));
};
