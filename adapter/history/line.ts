import {
  decodeTerm,
  hitsOf,
  eventAt,
  readValue,
  stackAt,
  variablesAt,
  type FrameView,
  type Moment,
  type Posting,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { printValue } from '../values/print.ts';
import { readingOfFrame } from '../values/reading.ts';
import { type Entry, type Topic } from './topic.ts';

/** Variables told beside a hit, the newest ones. */
const mostVariables = 4;
const variableLength = 40;

/** Every time that a line ran, of one process if given; `name` is how people call the line: `cart.ex:12`. */
export function lineTopic(trace: Trace, name: string, postings: readonly Posting[], process?: ProcessId): Topic {
  const sites = postings.flatMap((posting) => (posting.kind === 'sites' ? posting.sites : []));
  return {
    title: `Hits of ${name}`,
    key: `line ${sites.join(' ')} of ${process ?? 'all'}`,
    hits: hitsOf(trace, postings, process === undefined ? {} : { process }),
    entryAt: (moment) => entryAt(trace, moment),
  };
}

function entryAt(trace: Trace, moment: Moment): Entry {
  const { process, place } = eventAt(trace, moment);
  const [view] = stackAt(trace, process, moment, 0, 1).frames;
  if (view === undefined) return { text: place?.function ?? 'not recorded', detail: null, place };
  const variables = variablesText(trace, view, moment);
  return { text: view.title, detail: variables === '' ? null : variables, place };
}

/** `qty = 2, cart = %{…}`: in the order in which they were bound. */
function variablesText(trace: Trace, view: FrameView, moment: Moment): string {
  const reading = readingOfFrame(trace, view);
  const newest = variablesAt(trace, view.frame, moment).slice(0, mostVariables).reverse();
  const texts = newest.flatMap(({ name, value }) => {
    const bytes = readValue(trace, value);
    if (bytes === null) return [];
    return [`${name} = ${printValue(decodeTerm(bytes), reading, { short: true, maximumCharacters: variableLength })}`];
  });
  return texts.join(', ');
}
