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
  /** Folders of the machine that recorded, each with the folder here that holds the same sources; the longest that fits counts. */
  readonly sourceMap?: Readonly<Record<string, string>>;
  /** Folder for index files; a folder of the user's cache when absent. */
  readonly cacheFolder?: string;
  /** At most this many processes are listed as threads (default 100). */
  readonly maximumThreads?: number;
  /** Steps skip code that is not the program's own, such as dependencies (default true). */
  readonly justMyCode?: boolean;
}

/** `start`, `end`, `firstException`, a moment, or the first line of a function. */
export type StartAt = 'start' | 'end' | 'firstException' | { readonly moment: number } | { readonly function: string };

/** The reverse and causal verbs that DAP lacks; request `cinema/step`. */
export type ReverseVerb = 'stepBackInto' | 'stepBackOut' | 'toCause' | 'toEffect' | RunBackVerb;

/**
 * Run back to what things came from: the send of the message that the process is handling (or took last), the spawn of the process,
 * the failure that crashed it, which may be another process's.
 */
export type RunBackVerb = 'toSend' | 'toSpawn' | 'toCrash';

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

/** Request `cinema/runTo`: to the next or previous time a line runs, whatever breakpoints lie between. Answers the position. */
export interface RunToArguments {
  readonly source: MarksArguments['source'];
  readonly line: number;
  /** `forward` when absent. */
  readonly direction?: 'forward' | 'backward';
}

/** What a history is asked of. Modules are named as the BEAM has them (`Elixir.Shop.Cart`) or as people write them (`Shop.Cart`). */
export type HistorySubject =
  /**
   * A variable or an expression: each time one of its variables was bound, with the value the expression has then. It is read in the
   * function of the frame given, else of the innermost frame of the process in focus. `within`: this call alone, all calls in this
   * process (when absent), or all calls of all processes. Where no variable of the text is known and it begins with `state`, it is a
   * path into the state of the process.
   */
  | {
      readonly kind: 'expression';
      readonly text: string;
      readonly frameId?: number;
      readonly within?: 'frame' | 'process' | 'trace';
    }
  /** The state of a behaviour, or what a path (`.items["tea"]`, `state.items`) leads to in it, after each callback. Of the process in focus when none is given. */
  | { readonly kind: 'state'; readonly path?: string; readonly process?: number }
  /** Every call: what went in, what came back, how long it took. Of all processes unless one is given. */
  | {
      readonly kind: 'function';
      readonly module: string;
      readonly name: string;
      readonly arity: number;
      readonly process?: number;
    }
  /** Every time a line ran. Of all processes unless one is given. */
  | {
      readonly kind: 'line';
      readonly source: MarksArguments['source'];
      readonly line: number;
      readonly process?: number;
    }
  /** The states of a process one after the other, with what changed and the message that led to it. Of the one in focus when none is given. */
  | { readonly kind: 'process'; readonly process?: number };

/**
 * Request `cinema/history`. What there is is counted at once, rows are made a page at a time. A DAP `cancel` with the number of the request
 * ends it.
 */
export interface HistoryArguments {
  readonly of: HistorySubject;
  /** Index of the first row; when absent, the page that the cursor stands in the middle of. */
  readonly start?: number;
  /** Rows at most, 100 when absent, 1,000 at most. */
  readonly count?: number;
  /** Leaves out rows that have the value of the row before them: of expressions, states and processes. */
  readonly changesOnly?: boolean;
}

export interface HistoryRow {
  /** Number of the row in the whole history, from 0. */
  readonly index: number;
  /** Where a click goes: `cinema/seek` with this moment and process. */
  readonly moment: number;
  readonly process: number;
  readonly processLabel: string;
  /** Nanoseconds from the trace's start. */
  readonly time: number;
  /** The value, the call with its arguments, the function of the line; in one line. */
  readonly text: string;
  /** More in a line: what a call came to (`→ {:ok, 3}`), variables at the line, the message that led to a state; null where nothing is known. */
  readonly detail: string | null;
  /** Why there is no value at this moment; absent where there is one. */
  readonly problem?: string;
  /** False where the value is that of the row before. Always true of calls and lines. */
  readonly changed: boolean;
  /** What became of the value since the row before, part by part; empty for the first row, for calls and lines. */
  readonly changes: readonly HistoryChange[];
  /** Where in the text it happened: a DAP `Source`, line and column of the client. Absent where no place was recorded. */
  readonly source?: { readonly name?: string; readonly path?: string; readonly sourceReference?: number };
  readonly line?: number;
  readonly column?: number;
  /** Of calls: how it ended, and nanoseconds it took (null where its end is not known). */
  readonly call?: {
    readonly ended: 'returned' | 'raised' | 'exited' | 'open' | 'unknown';
    readonly duration: number | null;
  };
}

/** A place where two values differ: `.items["tea"].price`, empty for the whole; null where it was not there. */
export interface HistoryChange {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
}

export interface History {
  /** What it is the history of, for people: `cart in Shop.Cart.add/2`, `Calls of Shop.Cart.add/2`, `cart.ex:12`, `State of Shop.Cart <0.123.0>`. */
  readonly title: string;
  readonly rows: readonly HistoryRow[];
  /** Rows of the whole history, those left out by `changesOnly` included. */
  readonly total: number;
  /** Index of the first row looked at, and of the first one not looked at: where the next page starts; `total` at the end. */
  readonly start: number;
  readonly next: number;
  /** Index of the newest row at or before the cursor; -1 before the first. */
  readonly cursor: number;
}

/** Request `cinema/causes`: what led to where the replay stands (or a thread stands), nearest first, as a second call stack. */
export interface CausesArguments {
  readonly threadId?: number;
  /** Rows at most, 30 when absent, 200 at most. */
  readonly count?: number;
}

/** One step back: a click goes there with `cinema/seek` (moment and process). */
export interface CauseRow {
  readonly moment: number;
  readonly time: number;
  readonly process: number;
  readonly processLabel: string;
  /** What it did to what comes before it in the list: sent the message, spawned the process, exited or failed and took it along, or the message came from outside of the recording. */
  readonly kind: 'sent' | 'spawned' | 'exited' | 'raised' | 'arrived';
  /** The same for people, with what it is about: `sent call {:add, "tea"}`, `spawned Shop.Cart <0.123.0>`, `crashed: (ArithmeticError) …`. */
  readonly text: string;
  /** The function it happened in, `Shop.Cart.add/2`; null where that was not recorded. */
  readonly function: string | null;
  readonly source?: HistoryRow['source'];
  readonly line?: number;
  readonly column?: number;
}

export interface Causes {
  readonly rows: readonly CauseRow[];
  /** False where the chain goes on beyond the rows. */
  readonly complete: boolean;
}

/** `adapterData` of a source whose recorded text is shown because this file, of the workspace, has changed since. */
export interface ChangedSource {
  readonly changed: string;
}

/** Request `cinema/justMyCode`: turns the skipping of foreign code on or off; without `on` the other way round. */
export interface JustMyCode {
  readonly on: boolean;
  /** Names of the modules that are skipped. */
  readonly modules: readonly string[];
}

export interface CustomRequests {
  readonly 'cinema/justMyCode': { readonly arguments: { readonly on?: boolean }; readonly body: JustMyCode };
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
  readonly 'cinema/runTo': { readonly arguments: RunToArguments; readonly body: Position };
  readonly 'cinema/history': { readonly arguments: HistoryArguments; readonly body: History };
  readonly 'cinema/causes': { readonly arguments: CausesArguments; readonly body: Causes };
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
