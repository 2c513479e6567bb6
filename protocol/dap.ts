/**
 * What the adapter understands and says beyond the Debug Adapter Protocol. Types only.
 * Custom requests go through `DebugSession.customRequest(command, arguments)`; custom events arrive as DAP events.
 */

/** Arguments of a `launch` request (type `cinema`). */
export interface LaunchArguments {
  /** Path of the trace to replay. */
  readonly trace: string;
  readonly stopOnEntry?: boolean;
  /** Where the replay begins; `start` when absent. */
  readonly startAt?: StartAt;
  /** Folders in which recorded sources are looked for (the workspace folders). */
  readonly sourceFolders?: readonly string[];
  /** Folder for index files; a folder of the user's cache when absent. */
  readonly cacheFolder?: string;
  /** At most this many processes are listed as threads (default 100). */
  readonly maximumThreads?: number;
}

/** `start`, `end`, `firstException`, a moment, or the first line of a function. */
export type StartAt = 'start' | 'end' | 'firstException' | { readonly moment: number } | { readonly function: string };

/** The reverse and causal verbs that DAP lacks; request `cinema/step`. */
export type ReverseVerb = 'stepBackInto' | 'stepBackOut' | 'toCause' | 'toEffect';

export interface StepArguments {
  readonly verb: ReverseVerb;
  readonly threadId?: number;
}

/** Request `cinema/seek`: exactly one of the targets; the focus moves to the process of that moment unless `process` is given. */
export interface SeekArguments {
  readonly moment?: number;
  /** Nanoseconds from the trace's start. */
  readonly time?: number;
  /** 0 to 1. */
  readonly fraction?: number;
  readonly process?: number;
}

/** Answer of `cinema/step`, `cinema/seek` and `cinema/position`; body of the event `cinema/position` sent after every stop. */
export interface Position {
  readonly moment: number;
  readonly momentCount: number;
  /** Nanoseconds from the trace's start. */
  readonly time: number;
  readonly duration: number;
  readonly process: number;
  /** As people name it: registered name, module, pid. */
  readonly processLabel: string;
  /** Why nothing moved, for people; absent when it did. */
  readonly note?: string;
}

/**
 * Answer of `cinema/door`: where pages of the cinema connect to look at the session's trace (cinema.ts), and move its cursor. The
 * WebSocket is `ws://127.0.0.1:PORT/door?token=TOKEN`; `http://127.0.0.1:PORT/?token=TOKEN` is the page itself for a browser.
 * The door is opened by the first request and closes with the session.
 */
export interface DoorAddress {
  readonly port: number;
  readonly token: string;
}

/** Request `cinema/marks`: what ran of a source (a DAP `Source`). Lines are the client's. */
export interface MarksArguments {
  readonly source: { readonly path?: string; readonly sourceReference?: number };
}

export interface SourceMarks {
  /** Lines with code, ascending; those that never ran have 0 hits. Empty for a source that was not recorded. */
  readonly lines: readonly { readonly line: number; readonly hits: number }[];
  readonly functions: readonly FunctionMark[];
}

/** How often a function was called, and how long its calls took; durations in nanoseconds, null where no call ended. */
export interface FunctionMark {
  readonly module: string;
  readonly name: string;
  readonly arity: number;
  readonly line: number;
  readonly calls: number;
  /** Of so many calls, the first ones, are the durations and the exceptions. */
  readonly timed: number;
  readonly exceptions: number;
  readonly median: number | null;
  readonly worst: number | null;
}

/** Request `cinema/bindings`: what a frame has bound so far of a source, each at its place. Lines and columns are the client's. */
export interface BindingsArguments extends MarksArguments {
  readonly frameId: number;
}

export interface BindingMark {
  readonly name: string;
  readonly line: number;
  /** Where the name stands; the beginning of the line where the recording has no columns. */
  readonly column: number;
  readonly text: string;
}

/**
 * A moment with a name, kept in the recording. Requests: `cinema/bookmarks` tells all, `cinema/bookmark` adds one where the replay
 * stands (or at `moment`), or changes that with an `id`, `cinema/removeBookmark` removes one; each answers all of them.
 */
export interface Bookmark {
  readonly id: number;
  readonly moment: number;
  readonly process: number;
  /** Nanoseconds from the trace's start. */
  readonly time: number;
  readonly processLabel: string;
  readonly name: string;
  readonly note: string;
}

export interface BookmarkArguments {
  readonly id?: number;
  readonly moment?: number;
  readonly process?: number;
  readonly name: string;
  readonly note?: string;
}

export interface Bookmarks {
  readonly bookmarks: readonly Bookmark[];
}

export interface CustomRequests {
  readonly 'cinema/step': { readonly arguments: StepArguments; readonly body: Position };
  readonly 'cinema/seek': { readonly arguments: SeekArguments; readonly body: Position };
  readonly 'cinema/position': { readonly arguments: Record<string, never>; readonly body: Position };
  readonly 'cinema/marks': { readonly arguments: MarksArguments; readonly body: SourceMarks };
  readonly 'cinema/bindings': {
    readonly arguments: BindingsArguments;
    readonly body: { readonly bindings: readonly BindingMark[] };
  };
  readonly 'cinema/bookmarks': { readonly arguments: Record<string, never>; readonly body: Bookmarks };
  readonly 'cinema/bookmark': { readonly arguments: BookmarkArguments; readonly body: Bookmarks };
  readonly 'cinema/removeBookmark': { readonly arguments: { readonly id: number }; readonly body: Bookmarks };
  readonly 'cinema/door': { readonly arguments: Record<string, never>; readonly body: DoorAddress };
}

/** What is inside a trace, for the custom editor and `cinema info --json`. */
export interface TraceDescription {
  readonly file: string;
  readonly bytes: number;
  /** Nanoseconds. */
  readonly duration: number;
  readonly recordedAt: string | null;
  readonly complete: boolean;
  readonly events: number;
  readonly eventsByKind: readonly { readonly kind: string; readonly count: number }[];
  readonly dropped: number;
  readonly nodes: readonly {
    readonly name: string;
    readonly otp: string;
    readonly elixir: string | null;
    readonly command: readonly string[];
    readonly directory: string;
  }[];
  readonly modules: readonly { readonly name: string; readonly level: string; readonly reason: string | null }[];
  readonly skipped: readonly { readonly module: string; readonly reason: string }[];
  readonly processes: readonly {
    readonly process: number;
    readonly label: string;
    readonly pid: string;
    readonly events: number;
    readonly exit: string | null;
    readonly crashed: boolean;
    readonly hasRecordedCode: boolean;
    readonly isMachinery: boolean;
  }[];
  readonly processCount: number;
  readonly crashes: readonly {
    readonly moment: number;
    readonly time: number;
    readonly process: string;
    readonly reason: string;
  }[];
  readonly damage: readonly string[];
}
