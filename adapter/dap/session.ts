import {
  type OpenOptions,
  type Posting,
  type ProcessId,
  type Result,
  type Trace,
  type TraceError,
} from '../../trace/index.ts';
import { type OpenDoor } from '../cinema/socket.ts';
import { type Cursor } from '../replay/cursor.ts';
import { type Arguments } from './arguments.ts';
import { type Handles } from './handles.ts';
import { type Sources } from './sources.ts';

export type OpenTrace = (path: string, options: OpenOptions) => Promise<Result<Trace, TraceError>>;

/** What the client said of itself. */
export interface Client {
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
  readonly usesUris: boolean;
  readonly wantsProgress: boolean;
  /** It asks for the place of a value only when a person clicks it (`moment-links.ts`). */
  readonly followsLinks: boolean;
}

/** One breakpoint of the client; `postings` is empty where it is never hit. */
export interface Breakpoint {
  readonly id: number;
  readonly postings: readonly Posting[];
}

/** An open trace and where its replay stands. */
export interface Replay {
  /** The same recording throughout; opened again where its index turned out damaged. */
  trace: Trace;
  /** Opens the recording once more, as the launch did; `sequence` is the request that it is for. */
  readonly reopen: (sequence: number) => Promise<Result<Trace, TraceError>>;
  readonly sources: Sources;
  readonly maximumThreads: number;
  readonly stopOnEntry: boolean;
  cursor: Cursor;
  /** Processes that were in focus: they stay in the list of threads. */
  readonly visited: Set<ProcessId>;
  /** By the name of the source they were set in. */
  readonly breakpoints: Map<string, readonly Breakpoint[]>;
  stopsAtCrashes: boolean;
  /** Steps skip code that is not the program's own. */
  justMyCode: boolean;
  /** So many outputs of the program have been printed, counted from the start of the trace. */
  outputsTold: number;
  /** The client was told how many processes it does not see. */
  toldHidden: boolean;
}

/** What one client connection has. Invariant: `replay` changes from null once, by a launch that succeeded. */
export interface Session {
  readonly handles: Handles;
  readonly openTrace: OpenTrace;
  /** Sends an event now: progress, and what goes on before a response. */
  readonly notify: (event: string, body?: object) => void;
  /** Called when the client is done with the adapter. */
  readonly end: () => void;
  client: Client;
  replay: Replay | null;
  /** The launch that is under way; aborting it makes the launch fail. */
  opening: { readonly controller: AbortController; readonly request: number; readonly progress: string } | null;
  /** Where pages of the cinema connect; null until the first one asks. */
  cinema: Promise<OpenDoor> | null;
  /** Opens the recording again after its index turned out damaged; what went wrong, or null. */
  readonly mend: () => Promise<string | null>;
  /** Targets offered for `goto`, by number. */
  readonly gotoTargets: Map<number, Cursor>;
  nextBreakpoint: number;
  /** Lines of the console that lead to a moment, by number. */
  readonly links: Map<number, { readonly text: string; readonly cursor: Cursor }>;
}

/** Why a request was refused. `shown` ones are put before the user by the client. */
export interface Failure {
  readonly id: number;
  readonly message: string;
  readonly shown: boolean;
}

export type Reply = Result<object | undefined, Failure>;

/** Queues an event that follows the response. */
export type After = (event: string, body?: object) => void;

export interface RequestFacts {
  readonly sequence: number;
  readonly after: After;
}

/** Answers one kind of request. What it throws is a bug; what it refuses is data. */
export type Handler = (session: Session, given: Arguments, facts: RequestFacts) => Reply | Promise<Reply>;

export function done(body?: object): Reply {
  return { ok: true, value: body };
}

/** The answer to a word of the debug console. */
export function said(result: string): Reply {
  return done({ result, variablesReference: 0 });
}

/** Numbers of failures, for clients that look at them. */
export const failure = {
  notOpen: 1001,
  badTrace: 1002,
  badArguments: 1003,
  notFound: 1004,
  expression: 1005,
  unknownRequest: 1006,
  internal: 1007,
} as const;

export function refuse(id: number, message: string, shown = false): Reply {
  return { ok: false, error: { id, message, shown } };
}

export const nothingOpen: Reply = refuse(failure.notOpen, 'No recording is open yet.');
