import { type Place, type ProcessId, type Result, type SourceId, type Trace } from '../../trace/index.ts';
import { callsTopic } from '../history/calls.ts';
import { chainOf } from '../history/chain.ts';
import { historyOf, type Page, type Row } from '../history/history.ts';
import { statesTopic } from '../history/states.ts';
import { type Topic } from '../history/topic.ts';
import { functionsNamed } from '../replay/functions.ts';
import { printTime } from '../replay/position.ts';
import { askAtLeisure } from './asking.ts';
import { historyOfLine, historyOfText } from './history.ts';
import { baseName } from './locations.ts';
import { momentOutput } from './moment-links.ts';
import { frameViewOf, innermostFrame } from './scopes.ts';
import { failure, refuse, said, type Replay, type Reply, type Session } from './session.ts';

/** Lines printed at once; `more` prints the next ones. */
const linesAtOnce = 20;
const causesAtOnce = 30;

interface Shown {
  readonly topic: Topic;
  readonly changesOnly: boolean;
  readonly next: number;
}

/** What the console listed last, for `more`. */
const shown = new WeakMap<Session, Shown>();

/** Runs a word that lists moments; null when the text is none. */
export function historyWord(
  session: Session,
  replay: Replay,
  word: string,
  rest: string,
): Reply | Promise<Reply> | null {
  const { trace, cursor } = replay;
  // `hits + 1` is about a variable of that name.
  if (/^[-+*/=<>|&!]/.test(rest)) return null;
  switch (word) {
    case 'history':
      if (rest === '')
        return refuse(failure.expression, 'history needs a variable or an expression: history cart.items');
      return list(session, replay, historyOfText(trace, innermostFrame(replay), rest, 'process'), true);
    case 'timeline':
      return list(session, replay, statesTopic(trace, cursor.process, rest), true);
    case 'calls':
      return list(session, replay, callsNamed(trace, rest), false);
    case 'hits':
      return list(session, replay, hitsNamed(replay, rest), false);
    case 'more':
      return rest === '' ? more(session, replay) : null;
    case 'causes':
      return rest === '' ? causes(session, replay) : null;
    default:
      return null;
  }
}

function callsNamed(trace: Trace, name: string): Result<Topic, string> {
  const functions = functionsNamed(trace, name);
  if (functions.length > 0) return { ok: true, value: callsTopic(trace, functions) };
  return { ok: false, error: `${name === '' ? 'calls' : name} needs a recorded function: calls Shop.Cart.add/2` };
}

/** Of a line `cart.ex:12`, of line `12` of the file in focus, of the line in focus. */
function hitsNamed(replay: Replay, name: string): Result<Topic, string> {
  const meant = lineNamed(replay, name);
  if (!meant.ok) return meant;
  return historyOfLine(replay.trace, meant.value.sources, meant.value.line);
}

/** A line as people call it in the console. */
export interface NamedLine {
  readonly sources: readonly SourceId[];
  readonly line: number;
}

export function lineNamed(replay: Replay, name: string): Result<NamedLine, string> {
  const { trace } = replay;
  const match = /^(?:(.+):)?(\d+)$/.exec(name);
  const place = frameViewOf(trace, innermostFrame(replay))?.place ?? null;
  if (match === null && name !== '') return { ok: false, error: `${name} is no line: write cart.ex:12, or 12.` };
  const file = match?.[1];
  if (file === undefined) {
    if (place === null || place.source === -1)
      return { ok: false, error: 'The replay stands at no line: name the file, too: cart.ex:12.' };
    return { ok: true, value: { sources: [place.source], line: match === null ? place.line : Number(match[2]) } };
  }
  const sources = trace.sources.flatMap(({ path }, id) =>
    path === file || path.endsWith(`/${file}`) ? [id as SourceId] : [],
  );
  if (sources.length === 0) return { ok: false, error: `${file} is no recorded file.` };
  return { ok: true, value: { sources, line: Number(match![2]) } };
}

function list(
  session: Session,
  replay: Replay,
  topic: Result<Topic, string>,
  changesOnly: boolean,
): Reply | Promise<Reply> {
  if (!topic.ok) return refuse(failure.expression, topic.error);
  return print(session, replay, { topic: topic.value, changesOnly }, undefined);
}

function more(session: Session, replay: Replay): Reply | Promise<Reply> {
  const last = shown.get(session);
  if (last === undefined) return said('Nothing was listed yet: history, calls, hits and timeline list moments.');
  return print(session, replay, last, last.next);
}

function print(
  session: Session,
  replay: Replay,
  { topic, changesOnly }: Pick<Shown, 'topic' | 'changesOnly'>,
  start: number | undefined,
): Promise<Reply> {
  return askAtLeisure(session, -session.handles.next++, topic.title, async (asking) => {
    const wanted = { start, count: linesAtOnce, changesOnly };
    const page = await historyOf(replay.trace, topic, replay.cursor.moment, wanted, asking);
    shown.set(session, { topic, changesOnly, next: page.next });
    for (const row of page.rows) printLine(session, replay.trace, row, lineOf(row, page.cursor));
    return said(summaryOf(page, changesOnly));
  });
}

/** `3 in Fixture.f/0: 1 to 20 of 53; "more" lists the next.` */
function summaryOf({ title, rows, total, start, next }: Page, changesOnly: boolean): string {
  if (total === 0) return `${title}: none were recorded.`;
  if (rows.length === 0 && start >= total) return `${title}: no more.`;
  const part = start === 0 && next === total ? `${total} in all` : `${start + 1} to ${next} of ${total}`;
  const changes = changesOnly && rows.length < next - start ? `, ${rows.length} of them changes` : '';
  return `${title}: ${part}${changes}.${next < total ? ' "more" lists the next.' : ''}`;
}

/** The row that the replay stands at, or came from last, is marked. */
function lineOf(
  { index, text, detail, problem, call, time, moment, place, processLabel }: Row,
  cursor: number,
): string {
  const mark = index === cursor ? '>' : ' ';
  const what = [problem ?? text, ...(detail === null ? [] : [detail])].join('  ');
  const took = call === undefined || call.duration === null ? [] : [`in ${printTime(call.duration)}`];
  return [`${mark} @${moment}`, printTime(time), processLabel, what, ...took, ...placeText(place)].join('  ');
}

function placeText(place: Place | null): readonly string[] {
  return place === null || place.path === null ? [] : [`${baseName(place.path)}:${place.line}`];
}

function causes(session: Session, replay: Replay): Promise<Reply> {
  return askAtLeisure(session, -session.handles.next++, 'Looking for causes', async (asking) => {
    const { trace, cursor } = replay;
    const { causes: found, complete } = await chainOf(trace, cursor, causesAtOnce, asking);
    for (const cause of found) {
      const { moment, time, processLabel, text, function: name, place } = cause;
      const where = name === null ? [] : [`in ${name}`];
      const line = [`@${moment}`, printTime(time), `${processLabel} ${text}`, ...where, ...placeText(place)].join('  ');
      printLine(session, trace, cause, line);
    }
    if (found.length === 0) return said('What caused this was not recorded: no message and no spawn leads here.');
    const count = `${found.length} cause${found.length === 1 ? '' : 's'}`;
    return said(complete ? `${count}, nearest first.` : `The nearest ${count}; there are more.`);
  });
}

function printLine(
  session: Session,
  trace: Trace,
  { moment, process }: { readonly moment: Row['moment']; readonly process: ProcessId },
  text: string,
): void {
  session.notify('output', momentOutput(session, trace, { text, cursor: { process, moment }, category: 'console' }));
}
