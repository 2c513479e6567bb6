import { type PictureAsked } from '../../protocol/index.ts';
import { event } from './answers/event.ts';
import { sequence } from './answers/sequence.ts';

import { span } from './answers/span.ts';
import { table } from './answers/table.ts';
import { tree } from './answers/tree.ts';
import { copy, unfold } from './answers/values.ts';
import { waterfall } from './answers/waterfall.ts';
import { seek, step } from './cursor.ts';
import { Refusal, type Answer, type Asking, type Film, type Given, type Handler, type QuestionName } from './film.ts';
import { find } from './find.ts';
import {
  anything,
  bytes,
  finite,
  flag,
  frame,
  frames,
  integer,
  moment,
  oneOf,
  optional,
  process,
  processes,
  processOrNone,
  record,
  source as sourceNumber,
  text,
  type Check,
  type Checks,
} from './given.ts';
import { labels } from './labels.ts';
import { opening } from './opening.ts';
import { cone, nearest, neighbour, overview, picture, processes as allProcesses } from './scene.ts';
import { share } from './share/share.ts';
import { source } from './source.ts';
import { removeView, saveView } from './views.ts';

interface Question<Name extends QuestionName> {
  readonly given: Check<Given<Name>>;
  readonly answer: Handler<Name>;
}

const mostLanes = 65_535;
const mostProcesses = 1_000_000;
const mostColumns = 16_384;
const mostRows = 100_000;
const mostParts = 10_000;
/** A place in a value may lie deep. */
const handle = text(100_000);
const axis = oneOf('time', 'order');
/** A mask of event kinds; 0 means all. */
const kinds = integer(0, 2 ** 31 - 1);

const filmWindow: Check<PictureAsked['window']> = (value, what, film) => {
  const checked = record<PictureAsked['window']>({ axis, from: finite, to: finite })(value, what, film);
  if (!(checked.from < checked.to)) throw new Refusal('The window must begin before it ends.');
  return checked;
};

const pictureAsked: Check<PictureAsked> = (value, what, film) => {
  const checked = record<PictureAsked>({
    window: filmWindow,
    lanes: processes(mostLanes),
    folded: bytes(mostLanes),
    columns: integer(1, mostColumns),
    kinds,
    texts: flag,
    arrowsOf: processOrNone,
    mostArrows: integer(0, 100_000),
  })(value, what, film);
  if (checked.folded.length !== checked.lanes.length) throw new Refusal('"folded" must say it of every lane.');
  return checked;
};

function asked<Name extends QuestionName>(given: Checks<Given<Name>>, answer: Handler<Name>): Question<Name> {
  return { given: record(given), answer };
}

/** Every question a page can ask: what must be given, and who answers. */
export const questions: { readonly [Name in QuestionName]: Question<Name> } = {
  opening: asked<'opening'>({ version: finite }, opening),
  processes: asked<'processes'>({}, allProcesses),
  labels: asked<'labels'>({ processes: processes(mostProcesses) }, labels),
  find: asked<'find'>(
    {
      text: optional(text(1000)),
      under: optional(process),
      module: optional(text(1000)),
      talksTo: optional(process),
      aliveAt: optional(moment),
    },
    find,
  ),
  overview: asked<'overview'>({ axis, columns: integer(1, mostColumns) }, overview),
  picture: { given: pictureAsked, answer: picture },
  nearest: asked<'nearest'>({ axis, at: finite, process: optional(process), kinds: optional(kinds) }, nearest),
  neighbour: asked<'neighbour'>(
    { moment, forward: flag, kinds, processes: optional(processes(mostProcesses)) },
    neighbour,
  ),
  cone: asked<'cone'>({ moment, direction: oneOf('causes', 'effects') }, cone),
  event: asked<'event'>({ moment, process: optional(process) }, event),
  unfold: asked<'unfold'>({ value: handle, start: integer(0, 2 ** 40), count: integer(0, mostParts) }, unfold),
  copy: asked<'copy'>({ value: handle }, copy),
  tree: asked<'tree'>({ moment }, tree),
  sequence: asked<'sequence'>(
    { processes: processes(mostProcesses), from: moment, to: moment, limit: integer(0, mostRows) },
    sequence,
  ),
  waterfall: asked<'waterfall'>(
    { process: processOrNone, from: moment, to: moment, open: frames(mostRows), limit: integer(0, mostRows) },
    waterfall,
  ),

  span: asked<'span'>({ frame }, span),
  table: asked<'table'>(
    {
      moment,
      sort: oneOf('name', 'pid', 'status', 'queue', 'received', 'sent', 'calls', 'events', 'born', 'lifetime'),
      descending: flag,
      start: integer(0, mostProcesses),
      count: integer(0, mostRows),
      processes: optional(processes(mostProcesses)),
    },
    table,
  ),
  source: asked<'source'>({ source: sourceNumber }, source),
  seek: asked<'seek'>({ moment, process: optional(process) }, seek),
  step: asked<'step'>(
    {
      verb: oneOf('next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut', 'toCause', 'toEffect'),
      process: optional(process),
    },
    step,
  ),
  saveView: asked<'saveView'>({ name: text(200), state: anything }, saveView),
  removeView: asked<'removeView'>({ name: text(200) }, removeView),
  share: asked<'share'>({ from: moment, to: moment, state: anything }, share),
};

export function isQuestion(name: string): name is QuestionName {
  return Object.hasOwn(questions, name);
}

/**
 * Answers a question as it came over the wire.
 * @throws Refusal for what cannot be answered, and whatever the handler throws
 */
export function answer<Name extends QuestionName>(
  film: Film,
  name: Name,
  given: unknown,
  asking: Asking,
): Answer<Name> | Promise<Answer<Name>> {
  const question: Question<Name> = questions[name];
  return question.answer(film, question.given(given, 'given', film), asking);
}
