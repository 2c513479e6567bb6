import { eventAt, stackAt } from '../../trace/index.ts';
import { type SeekArguments } from '../../protocol/index.ts';
import { arrive, type Arrival } from '../replay/cursor.ts';
import { subjectAt, titleAt } from '../replay/describe.ts';
import { noteOf } from '../replay/note.ts';
import { positionOf, printTime } from '../replay/position.ts';
import { run } from '../replay/run.ts';
import { seek } from '../replay/seek.ts';
import { move, type Verb } from '../replay/verbs.ts';
import { historyWord, lineNamed } from './history-words.ts';
import { baseName } from './locations.ts';
import { lastOutput } from './program-output.ts';
import { targetsOf } from './run.ts';
import { runTo } from './run-to.ts';
import { justMyCodeWord, skippedBy } from './just-my-code.ts';
import { failure, refuse, said, type After, type Replay, type Reply, type Session } from './session.ts';
import { settle } from './stop.ts';

const verbs: Readonly<Record<string, Verb>> = {
  next: 'next',
  into: 'stepIn',
  out: 'stepOut',
  back: 'stepBack',
  backinto: 'stepBackInto',
  backout: 'stepBackOut',
  cause: 'toCause',
  effect: 'toEffect',
  'to send': 'toSend',
  'to spawn': 'toSpawn',
  'to crash': 'toCrash',
};

const help = `Words of this console (they move the process in focus):
  next, into, out              one step over, into, out of
  back, backinto, backout      the same backwards
  cause, effect                to the send of what was received, the receive of what is sent; to the spawn
  continue, rcontinue          to the next, the previous breakpoint or crash
  seek 1200, seek 12.5s, seek 40%, @1200   to a moment, a time, a part of the recording
  mycode on, mycode off        steps skip code of dependencies, or do not
  output 20                    what the program logged and printed last
  to send, to spawn, to crash  back to the send of the message being handled, to the spawn of the process, to what crashed it
  run to 12, run back to 12    to the next, the previous time that a line runs: 12 or cart.ex:12
  causes                       what led here, nearest first
  history cart.items           the values of a variable or an expression over time
  timeline, timeline .items    the states of the process, or a part of them, over time
  calls Shop.Cart.add/2        every call of a function: what went in, what came back, how long it took
  hits, hits cart.ex:12        every time that a line ran
  more                         the next lines of the last list
  where                        the moment, the time, the process
  help                         this
Anything else is a variable or a path into one: cart.items[0].price, map["key"], Cart#cart.items. Values are as recorded; nothing is executed.`;

/** Runs a word of the console; null when the text is none, and so an expression. */
export function runWord(session: Session, replay: Replay, text: string, after: After): Reply | Promise<Reply> | null {
  const [word = '', ...rest] = text.split(/\s+/);
  if (/^@\d+$/.test(text)) return seekTo(session, replay, text.slice(1), after);
  if (word === 'seek') return seekTo(session, replay, rest.join(' '), after);
  if (word === 'mycode' && /^(on|off)?$/.test(rest.join(' '))) return said(justMyCodeWord(replay, rest[0] ?? ''));
  if (word === 'output' && /^\d*$/.test(rest.join(' '))) return said(outputBefore(replay, rest[0]));
  const listed = historyWord(session, replay, word, rest.join(' '));
  if (listed !== null) return listed;
  const line = /^run (back )?to (\S+)$/.exec(text);
  if (line !== null) return runToLine(session, replay, line[2]!, line[1] === undefined ? 'forward' : 'backward', after);
  if (rest.length > 0 && !Object.hasOwn(verbs, text)) return null;
  if (word === 'help') return said(help);
  if (word === 'where') return said(where(replay));
  const arrival = arrivalOf(replay, text);
  if (arrival === null) return null;
  settle(session, replay, arrival, { jump: true, after });
  return said(noteOf(arrival) ?? where(replay));
}

function arrivalOf(replay: Replay, word: string): Arrival | null {
  const { trace, cursor } = replay;
  if (word === 'continue') return run(trace, cursor, targetsOf(replay), 'forward');
  if (word === 'rcontinue') return run(trace, cursor, targetsOf(replay), 'backward');
  return Object.hasOwn(verbs, word) ? move(trace, cursor, verbs[word]!, skippedBy(replay)) : null;
}

function runToLine(
  session: Session,
  replay: Replay,
  name: string,
  direction: 'forward' | 'backward',
  after: After,
): Reply {
  const line = lineNamed(replay, name);
  const arrival = line.ok ? runTo(replay, line.value.sources, line.value.line, direction) : line;
  if (!arrival.ok) return refuse(failure.expression, arrival.error);
  settle(session, replay, arrival.value, { jump: true, after });
  return said(where(replay));
}

function seekTo(session: Session, replay: Replay, target: string, after: After): Reply {
  const wanted = parseTarget(target);
  if (wanted === null) {
    return refuse(
      failure.expression,
      'seek needs a moment (seek 1200), a time (seek 12.5s, seek 300ms) or a part (seek 40%).',
    );
  }
  const sought = seek(replay.trace, wanted);
  if (!sought.ok) return refuse(failure.expression, sought.error);
  settle(session, replay, arrive(sought.value, 'goto'), { jump: true, after });
  return said(where(replay));
}

const nanoseconds: Readonly<Record<string, number>> = {
  h: 3600e9,
  min: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
};

/** `1200`, `12.5s`, `40%`; null for anything else. */
export function parseTarget(text: string): SeekArguments | null {
  const match = /^(\d+(?:\.\d+)?)\s*(h|min|s|ms|us|µs|ns|%)?$/u.exec(text.trim().replaceAll('_', ''));
  if (match === null) return null;
  const amount = Number(match[1]);
  const unit = match[2];
  if (unit === undefined) return Number.isSafeInteger(amount) ? { moment: amount } : null;
  return unit === '%' ? { fraction: Math.min(1, amount / 100) } : { time: amount * nanoseconds[unit]! };
}

function outputBefore(replay: Replay, count = '20'): string {
  const lines = lastOutput(replay, Number(count));
  return lines.length === 0 ? 'The program has said nothing so far.' : lines.join('\n');
}

function where({ trace, cursor }: Replay): string {
  const { moment, momentCount, time, processLabel } = positionOf(trace, cursor);
  const place = stackAt(trace, cursor.process, cursor.moment, 0, 1).frames[0]?.place ?? null;
  const line = place === null || place.path === null ? [] : [`${baseName(place.path)}:${place.line}`];
  const title = eventAt(trace, cursor.moment).process === cursor.process ? titleAt(trace, cursor.moment) : null;
  const subject = title === null ? null : subjectAt(trace, cursor.moment);
  const happens = title === null ? [] : [subject === null ? title : `${title}: ${subject}`];
  return [`moment ${moment} of ${momentCount}`, printTime(time), processLabel, ...line, ...happens].join(', ');
}
