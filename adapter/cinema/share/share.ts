import { sliceOf, type Moment, type ProcessId, type SliceProblem, type TraceSlice } from '../../../trace/index.ts';
import { encodeFrame } from '../../../protocol/index.ts';
import { type Cursor } from '../../replay/cursor.ts';
import { Refusal, type Film, type Handler, type PagePart } from '../film.ts';
import { htmlOf } from './html.ts';
import { type SharedFilm } from './shared.ts';

const mostEvents = 300_000;
/** What is in force when a stretch begins comes with it. */
const mostEventsInAll = 500_000;
const mostBytes = 96 << 20;

/** A stretch of the trace as one HTML page that plays without VS Code and without a network. */
export const share: Handler<'share'> = async (film, { from, to, state }, { progress, signal }) => {
  if (from > to) throw new Refusal('The range must begin before it ends.');
  const events = to - from + 1;
  if (events > mostEvents) throw tooLarge({ kind: 'events', least: events });
  const parts = {
    'cinema.js': part(film, 'cinema.js'),
    'cinema.css': part(film, 'cinema.css'),
    'shared-film.js': part(film, 'shared-film.js'),
    'codicon.css': part(film, 'codicon.css'),
    'codicon.ttf': part(film, 'codicon.ttf'),
  };
  const slice = await sliceOf(film.trace, from as Moment, to as Moment, {
    mostEvents: mostEventsInAll,
    mostBytes,
    progress: (fraction) => progress(fraction * 0.8, 'Collecting events'),
    signal,
  });
  if (slice === 'cancelled') throw new Refusal('Cancelled.');
  if ('least' in slice) throw tooLarge(slice);
  const name = film.trace.path.split(/[\\/]/).at(-1) ?? '';
  // Where the file lies on this machine is nobody's business.
  const shared: SharedFilm = { slice: { ...slice, path: name }, cursor: cursorIn(slice, film.cursor()), state };
  progress(0.8, 'Packing');
  const packed = await deflated(encodeFrame(shared));
  if (signal.aborted) throw new Refusal('Cancelled.');
  progress(0.95, 'Writing the page');
  return { html: await htmlOf(name, packed, parts), events };
};

function part(film: Film, name: PagePart): Uint8Array {
  const found = film.pagePart(name);
  if (found === null) throw new Refusal(`The page cannot be shared from here: there is no ${name}.`);
  return found;
}

function tooLarge({ kind, least }: Exclude<SliceProblem, string>): Refusal {
  const size =
    kind === 'events'
      ? `${least.toLocaleString('en-US')} events; a page holds ${mostEvents.toLocaleString('en-US')}`
      : `more than ${mostBytes >> 20} MB of values`;
  return new Refusal(`This range has ${size}. Choose a shorter one.`);
}

/** The cursor, if it lies in the stretch, else its beginning. */
function cursorIn({ moment, process, first }: TraceSlice, cursor: Cursor): SharedFilm['cursor'] {
  const row = moment.indexOf(cursor.moment, first);
  if (row !== -1) return { process: cursor.process, moment: row as Moment };
  return { process: process[first] as ProcessId, moment: first as Moment };
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
