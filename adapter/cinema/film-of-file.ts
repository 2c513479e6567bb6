import {
  closeTrace,
  openTrace,
  processColumns,
  type OpenOptions,
  type Result,
  type Trace,
  type TraceError,
} from '../../trace/index.ts';
import { createSources } from '../dap/sources.ts';
import { explain } from '../replay/explain.ts';
import { noteOf } from '../replay/note.ts';
import { positionOf } from '../replay/position.ts';
import { cursorAt, startOf } from '../replay/start.ts';
import { type Film } from './film.ts';
import { keptViews } from './kept-views.ts';
import { pagePart } from './page-parts.ts';
import { openDoor, type OpenDoor } from './socket.ts';
import { sourceTextOf } from './source-text.ts';

export interface ServeOptions extends OpenOptions {
  /** Where the film begins; the first line of recorded code unless given. */
  readonly moment?: number;
  /** Any free one unless given. */
  readonly port?: number;
}

/** A recording that is served to browsers and to VS Code, without a debugger. */
export interface ServedFilm {
  readonly port: number;
  readonly token: string;
  readonly close: () => void;
}

/** Opens a recording and its door. The error is a sentence for people. */
export async function serveFilm(path: string, options: ServeOptions): Promise<Result<ServedFilm, string>> {
  const { moment, port, ...opening } = options;
  const opened = await openTrace(path, opening);
  if (!opened.ok) return { ok: false, error: explain(opened.error, path) };
  const refuse = (error: string): Result<ServedFilm, string> => {
    closeTrace(opened.value);
    return { ok: false, error };
  };
  if (opened.value.eventCount === 0)
    return refuse('The recording is empty: nothing that was asked to be recorded ran.');
  const start =
    moment === undefined ? { ok: true as const, value: startOf(opened.value) } : cursorAt(opened.value, moment);
  if (!start.ok) return refuse(start.error);
  let trace = opened.value;
  let cursor = start.value;
  let door: OpenDoor | null = null;
  const film: Film = {
    get trace() {
      return trace;
    },
    attached: false,
    cursor: () => cursor,
    settle: (arrival) => {
      const position = positionOf(trace, arrival.cursor, noteOf(arrival));
      cursor = arrival.cursor;
      door?.tell({ kind: 'position', position });
      return position;
    },
    views: keptViews(() => path),
    sourceText: (source) => sourceTextOf(trace, createSources(trace, []), source),
    mend: mender(
      () => openTrace(path, opening),
      (whole) => {
        const damaged = trace;
        trace = whole;
        closeTrace(damaged);
      },
    ),
    pagePart,
  };
  try {
    door = await openDoor(film, port);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`The door cannot be opened on 127.0.0.1: ${why}`);
  }
  const { close, ...address } = door;
  // While a browser starts: what every page asks first is read from the disk by then.
  const foreseeing = setTimeout(() => foresee(trace), 20);
  return {
    ok: true,
    value: {
      port: address.port,
      token: address.token,
      close: () => {
        clearTimeout(foreseeing);
        close('The program that served this film has ended.');
        closeTrace(trace);
      },
    },
  };
}

/** Works out what is the same for every page, and kept; what goes wrong is told to the page that asks. */
function foresee(trace: Trace): void {
  try {
    processColumns(trace);
  } catch {
    return;
  }
}

/** Opens again what turned out damaged; pages that meet the same damage share one opening. */
function mender(open: () => Promise<Result<Trace, TraceError>>, replace: (trace: Trace) => void) {
  let mending: Promise<string | null> | null = null;
  const mend = async (): Promise<string | null> => {
    const opened = await open();
    if (!opened.ok) return opened.error.message;
    replace(opened.value);
    return null;
  };
  return () => (mending ??= mend().finally(() => (mending = null)));
}
