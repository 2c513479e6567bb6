/** The door inside a shared page: answers the page from the film that the page carries. Runs before the page's own script. */
import { traceOfSlice, type Moment } from '../../trace/index.ts';
import { decodeFrame, encodeFrame } from '../../protocol/index.ts';
import { type Cursor } from '../replay/cursor.ts';
import { noteOf } from '../replay/note.ts';
import { positionOf } from '../replay/position.ts';
import { converse, type Conversation } from './conversation.ts';
import { Refusal, type Film } from './film.ts';
import { filmElement, type SharedFilm } from './share/shared.ts';

type Receive = (frame: Uint8Array) => void;

/** What the page looks for. */
interface Page {
  /** Takes where answers go, gives where questions go. */
  cinemaDoor?: (receive: Receive) => Receive;
  /** How the picture was arranged when it was shared. */
  cinemaState?: unknown;
  readonly document: { getElementById(id: string): { readonly textContent: string | null } | null };
}

const page = globalThis as unknown as Page;
const carried = page.document.getElementById(filmElement)?.textContent ?? '';
const loading = load(carried);

page.cinemaDoor = (receive) => {
  const talking = loading.then((film) => converse(withNews(film, receive), { send: receive, isBusy: () => false }));
  return (frame) => {
    talking.then(
      (conversation: Conversation) => void conversation.receive(frame),
      (error: unknown) => refuse(frame, receive, error),
    );
  };
};

async function load(text: string): Promise<SharedFilm> {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const film = decodeFrame(bytes) as SharedFilm | undefined;
  if (film === undefined) throw new Error('it is not whole.');
  page.cinemaState = film.state;
  return film;
}

function withNews({ slice, cursor: begin }: SharedFilm, receive: Receive): Film {
  const trace = traceOfSlice(slice);
  let cursor: Cursor = begin;
  return {
    trace,
    attached: false,
    first: slice.first as Moment,
    cursor: () => cursor,
    settle: (arrival) => {
      cursor = arrival.cursor;
      const position = positionOf(trace, cursor, noteOf(arrival));
      receive(encodeFrame({ news: { kind: 'position', position } }));
      return position;
    },
    views: {
      canKeep: false,
      list: () => [],
      keep: () => {
        throw new Refusal('A shared page keeps no views.');
      },
    },
    sourceText: (source) => trace.sources[source]?.text ?? null,
    mend: () => Promise.resolve('This page is damaged.'),
    pagePart: () => null,
  };
}

/** Whatever the page asks, it is told why there is no film. */
function refuse(frame: Uint8Array, receive: Receive, error: unknown): void {
  const asked = decodeFrame(frame) as { readonly id?: number } | undefined;
  if (asked?.id === undefined) return;
  const why = error instanceof Error ? error.message : String(error);
  receive(encodeFrame({ id: asked.id, problem: `The film of this page cannot be read: ${why}` }));
}
