/**
 * The words of a trace as types. Nothing here knows a file format, a screen or a protocol.
 * The meaning of a recording is in DESIGN.md section 3; the questions about a moment are in index.ts.
 */

export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };

/** Index of an event in the one total order of the trace, from 0. */
export type Moment = Brand<number, 'Moment'>;
/** Index into the trace's processes, from 0, in order of first appearance. Never a pid. */
export type ProcessId = Brand<number, 'ProcessId'>;
/** Index into the trace's frames, from 0, in order of their calls. */
export type FrameId = Brand<number, 'FrameId'>;
/** Index into the trace's sites, from 1; 0 stands for "no site". */
export type SiteId = Brand<number, 'SiteId'>;
/** Index into the trace's functions, from 0. */
export type FunctionId = Brand<number, 'FunctionId'>;
/** Index into the trace's recorded source files, from 0. */
export type SourceId = Brand<number, 'SourceId'>;
/** Nanoseconds since the first event of the trace; exact up to 104 days. */
export type TraceNanoseconds = Brand<number, 'TraceNanoseconds'>;
/** Where a format keeps the values of one event; a safe integer that only the format can read, or -1. */
export type PayloadReference = Brand<number, 'PayloadReference'>;

export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

/** Why a trace could not be opened or read: what, where in the file, and what to do. */
export interface TraceError {
  readonly code: 'notFound' | 'notATrace' | 'newerVersion' | 'damaged' | 'tooLarge' | 'cancelled' | 'unreadable';
  readonly message: string;
  readonly file?: string;
  readonly offset?: number;
  readonly hint?: string;
}

/**
 * Kinds of events; the position is the code kept in columns.
 * Beside the design's words: `arrive` (a message came into the mailbox; `receive` is the program taking it),
 * `value` (a call that was not a tail call came back to this frame), `try` (bookkeeping of caught exceptions).
 */
export const eventKinds = [
  'spawn',
  'exit',
  'register',
  'unregister',
  'link',
  'unlink',
  'monitor',
  'send',
  'arrive',
  'receive',
  'call',
  'return',
  'exception',
  'line',
  'bind',
  'value',
  'try',
  'state',
  'span',
  'log',
  'gap',
] as const;
export type EventKind = (typeof eventKinds)[number];

export type Language = 'elixir' | 'erlang' | 'other';

/** A literal in a path or an argument list. */
export type Literal =
  | { readonly atom: string }
  | { readonly integer: number }
  | { readonly binary: string }
  | { readonly string: string }
  | { readonly nil: true };

/** One step from a reported value to the part a variable is bound to. */
export type PathStep = readonly ['element', number] | readonly ['head'] | readonly ['tail'] | readonly ['key', Literal];

/** How an event at a site gives a variable its value: value number `value` of the event, then along `path`. */
export interface SiteBinding {
  readonly variable: number;
  readonly value: number;
  readonly path: readonly PathStep[];
}

export type SiteKind =
  'enter' | 'step' | 'return' | 'tail' | 'value' | 'receive' | 'timeout' | 'try' | 'catch' | 'catchEnd' | 'raise';

/** A place in the recorded code that reports events (docs/trace-format.md, "Module"). */
export interface Site {
  readonly kind: SiteKind;
  readonly module: number;
  readonly function: FunctionId;
  readonly source: SourceId | -1;
  readonly line: number;
  readonly column: number;
  readonly scope: number;
  readonly stop: boolean;
  readonly opens: boolean;
  readonly generated: boolean;
  readonly clause: number;
  /** Name of a fun or comprehension body, as the compiler names it; otherwise absent. */
  readonly name?: string;
  readonly callee?: string;
  readonly values: number;
  readonly packed: boolean;
  readonly arguments: readonly ({ readonly value: number } | { readonly literal: Literal })[];
  readonly binds: readonly SiteBinding[];
}

/** One recorded module. `scopes[i]` is the parent of scope i + 1. */
export interface ModuleInfo {
  /** As the BEAM has it: `Elixir.Shop.Cart`, `lists`. */
  readonly name: string;
  readonly language: Language;
  readonly level: 'lines' | 'calls';
  /** Why the module was not recorded by lines, for people; null if it was. */
  readonly reason: string | null;
  readonly records: Readonly<Record<string, readonly string[]>>;
  /** Fields of the struct it defines, in the order of `defstruct`; null or absent if it defines none or that is not known. */
  readonly struct?: readonly string[] | null;
  /** Its funs by the index that `#Fun<m.INDEX.UNIQUE>` says; absent if that is not known. */
  readonly funs?: readonly FunInfo[];
  readonly scopes: readonly number[];
  /** [name in the source, name in the code]. */
  readonly variables: readonly (readonly [string, string])[];
  /** [line, column or 0, variable], in the order of the text. */
  readonly occurrences: readonly (readonly [number, number, number])[];
}

/** A fun of a module's code: its name as the compiler makes it (`-add/2-fun-0-`). */
export interface FunInfo {
  readonly name: string;
  readonly arity: number;
  /** Tells it from funs of other versions of the module. */
  readonly unique: number;
}

export interface FunctionInfo {
  readonly module: number;
  readonly name: string;
  readonly arity: number;
  readonly source: SourceId | -1;
  readonly line: number;
  readonly lastLine: number;
}

/** A source file as it was when recorded. `text` is absent when only its hash or path is known. */
export interface SourceFile {
  readonly path: string;
  /** SHA-256 in hex, or null. */
  readonly hash: string | null;
  readonly text: string | null;
}

/** What a reader learnt of a process besides its events. */
export interface ProcessIdentity {
  /** `<0.123.0>`, `#Port<0.5>`, or a service's name. */
  readonly pid: string;
  readonly node: string;
  readonly kind: 'process' | 'port' | 'service';
  /** Names it had when recording began. */
  readonly initialNames: readonly string[];
  /** `{M,F,A}` of its first call, printed as Mod.fun/arity in the module's language, if known. */
  readonly initialCall: string | null;
}

/** One BEAM (or service) that took part. */
export interface NodeInfo {
  readonly name: string;
  readonly otp: string;
  readonly elixir: string | null;
  readonly os: string;
  readonly osPid: number;
  readonly command: readonly string[];
  readonly directory: string;
  readonly sink: string;
  /** False when the recording was cut off (killed) rather than ended. */
  readonly complete: boolean;
}

/**
 * One event on its way into an index. A format reader reuses a single record: nothing is allocated per event.
 *
 * | kind | subject | detail | payload values |
 * | --- | --- | --- | --- |
 * | spawn (by the parent) | child | 0 | child, {M,F,Args} |
 * | exit | -1 | 1 if abnormal (a crash), else 0 | reason |
 * | register, unregister | name, as number in `TraceContent.names` | 0 | name |
 * | link, unlink, monitor | other process or -1 | 0 | other |
 * | send | receiver or -1 | hash of the message | message, receiver as written |
 * | arrive | sender or -1 | hash | message |
 * | receive | -1 | hash | the site's values (0 is the message) |
 * | call, return, line, bind, value | -1 | 0 | the site's values |
 * | try | try number | 0 | none |
 * | exception | try number if caught, else -1 | 0 raised, 1 caught, 2 behaviour goes down | class, reason, stack (caught); class, reason (raised); module, reason, state (2) |
 * | state | -1 | 0 | module, state |
 * | log | -1 | 0 Logger, 1 standard output, 2 standard error | level, text, meta |
 * | gap | -1 | how many events are missing | none |
 *
 * `prints` is 1 where the event writes what the program says: a `log`, or a `send` that is a request to an input and output server
 * (`{io_request, From, ReplyAs, Request}`: standard output and standard error), else 0.
 */
export interface EventRecord {
  kind: number;
  process: ProcessId;
  /** Nanoseconds on the trace's clock; the first event of the trace is 0. */
  time: number;
  site: SiteId | 0;
  payload: PayloadReference | -1;
  subject: number;
  detail: number;
  prints: 0 | 1;
}

/**
 * What a format reader gives to the index: tables known before the events, tables that grow while the events are read,
 * the events in the total order, and afterwards the values of any event. Invariant: within a process the order of
 * calls to `sink` is the order in which things happened; a send comes before its arrival, a spawn before the child's first event.
 */
export interface TraceContent {
  readonly nodes: readonly NodeInfo[];
  readonly modules: readonly ModuleInfo[];
  readonly functions: readonly FunctionInfo[];
  /** sites[id - 1]. */
  readonly sites: readonly Site[];
  readonly sources: readonly SourceFile[];
  /** Grows during `read`. */
  readonly processes: readonly ProcessIdentity[];
  /** Registered names met, by number; grows during `read`. */
  readonly names: readonly string[];
  /** Modules that were met but not recorded as asked, and why. */
  readonly skipped: readonly { readonly module: string; readonly reason: string }[];
  /** Damaged places that were stepped over; shown to people. */
  readonly damage: readonly string[];
  readonly recordCount: number;
  /** When recording began, milliseconds since 1970 UTC, where the format says. */
  readonly recordedAt?: number;
  /** Identifies the content, for the cache: changes when any byte does. */
  readonly fingerprint: string;
  read(options: ReadOptions): Promise<Result<void, TraceError>>;
  /** Values of an event as external terms (trace/term), in the order of the table above. Empty when unreadable. */
  values(payload: PayloadReference): readonly Uint8Array[];
  close(): void;
}

export interface ReadOptions {
  readonly sink: (record: Readonly<EventRecord>) => void;
  /** Part done, 0 to 1. Called every few thousand events; the reader yields to the event loop there. */
  readonly progress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}
