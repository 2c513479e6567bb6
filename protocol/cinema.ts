/**
 * What the cinema's page asks and what its door answers. A message is one binary frame (frames.ts). Types only.
 *
 * Processes, frames and moments are the numbers of the trace (trace/model.ts). A position on the x axis is either nanoseconds since
 * the trace's start or a moment, as the `axis` of the question says; both grow along the total order.
 */
import type { Position, ReverseVerb } from './dap.ts';
import type { Axis, Overview, Picture, PictureAsked } from './picture.ts';

/** Wire messages from the page. An id is never used twice. `cancel` stops the question of that id: it is not answered any more. */
export type FromPage =
  { readonly id: number; readonly ask: keyof CinemaQuestions; readonly given: unknown } | { readonly cancel: number };

/** Wire messages from the door. */
export type ToPage =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly problem: string }
  | { readonly id: number; readonly progress: number; readonly what: string }
  | { readonly news: CinemaNews };

/** What happens without being asked for. */
export type CinemaNews =
  /** The cursor is elsewhere: the debugger stepped, or someone else moved it. */
  | { readonly kind: 'position'; readonly position: Position }
  /** The debug session ended; the film can still be looked at while `open`. */
  | { readonly kind: 'ended'; readonly open: boolean; readonly reason: string };

/** Every question by name, with what is given and what is answered. */
export interface CinemaQuestions {
  readonly opening: { readonly given: { readonly version: number }; readonly answer: Opening };
  readonly processes: { readonly given: Record<string, never>; readonly answer: ProcessColumns };
  /** Names for people, in the order asked, as of the end of the trace. */
  readonly labels: {
    readonly given: { readonly processes: Int32Array };
    readonly answer: { readonly labels: readonly ProcessLabel[] };
  };
  /** Processes that match all that is given; reports progress on large traces. */
  readonly find: { readonly given: FindProcesses; readonly answer: { readonly processes: Int32Array } };
  /** The whole trace in `columns` stretches of equal width on the axis, for the minimap. */
  readonly overview: { readonly given: { readonly axis: Axis; readonly columns: number }; readonly answer: Overview };
  /** What is to be drawn of some lanes in a window. */
  readonly picture: { readonly given: PictureAsked; readonly answer: Picture };
  /** One event in full, for the inspector and previews. */
  readonly event: {
    readonly given: { readonly moment: number; readonly process?: number };
    readonly answer: EventView;
  };
  /** The event nearest to a place on the axis: of one process, or of any; `kinds` 0 means all kinds. */
  readonly nearest: {
    readonly given: { readonly axis: Axis; readonly at: number; readonly process?: number; readonly kinds?: number };
    readonly answer: { readonly moment: number; readonly process: number; readonly time: number } | null;
  };
  /** The next or previous event after a moment, of some kinds (a mask, 0 all) and of one process or of any of several. */
  readonly neighbour: {
    readonly given: {
      readonly moment: number;
      readonly forward: boolean;
      readonly kinds: number;
      readonly processes?: Int32Array;
    };
    readonly answer: { readonly moment: number; readonly process: number; readonly time: number } | null;
  };
  /** Parts of a value, `count` from `start`. */
  readonly unfold: {
    readonly given: { readonly value: ValueHandle; readonly start: number; readonly count: number };
    readonly answer: { readonly parts: readonly ValueView[]; readonly total: number };
  };
  /** A whole value as its language prints it, up to 16 MB of text. */
  readonly copy: { readonly given: { readonly value: ValueHandle }; readonly answer: { readonly text: string } };
  /** Everything that happened before an event (or after it because of it); reports progress. */
  readonly cone: {
    readonly given: { readonly moment: number; readonly direction: 'causes' | 'effects' };
    readonly answer: Cone;
  };
  readonly tree: { readonly given: { readonly moment: number }; readonly answer: ProcessTree };
  readonly sequence: { readonly given: SequenceAsked; readonly answer: Sequence };
  readonly waterfall: { readonly given: WaterfallAsked; readonly answer: Waterfall };
  /** A call in full: its arguments and result, and, where it is one of a language model, the conversation. */
  readonly span: { readonly given: { readonly frame: number }; readonly answer: SpanView };
  readonly table: { readonly given: TableAsked; readonly answer: ProcessTablePage };
  /** Text of a recorded source; null where the trace has none. */
  readonly source: {
    readonly given: { readonly source: number };
    readonly answer: {
      readonly path: string;
      readonly language: 'elixir' | 'erlang' | 'other';
      readonly text: string | null;
      /** Lines with stops and how often each was reached. */
      readonly lines: Int32Array;
      readonly hits: Int32Array;
    };
  };
  /** Moves the cursor; a debugger that is attached stops there. The answer comes when it has. */
  readonly seek: { readonly given: { readonly moment: number; readonly process?: number }; readonly answer: Position };
  /** A step of the focused process, or of the given one. */
  readonly step: {
    readonly given: { readonly verb: StepVerb; readonly process?: number };
    readonly answer: Position;
  };
  /** Keeps an arrangement in the trace file under a name; one of that name is replaced. */
  readonly saveView: { readonly given: NamedView; readonly answer: { readonly views: readonly NamedView[] } };
  readonly removeView: {
    readonly given: { readonly name: string };
    readonly answer: { readonly views: readonly NamedView[] };
  };
  /** A stretch of the trace as one HTML page that plays by itself; reports progress. */
  readonly share: {
    readonly given: { readonly from: number; readonly to: number; readonly state: unknown };
    readonly answer: { readonly html: Uint8Array; readonly events: number };
  };
}

export type StepVerb = 'next' | 'stepIn' | 'stepOut' | 'stepBack' | ReverseVerb;

/** What a page must know first. */
export interface Opening {
  /** Of the door; the page compares it with its own. */
  readonly version: number;
  /** The file's name without folders. */
  readonly name: string;
  readonly path: string;
  /** Identifies the content: what is kept of a page's state belongs to it. */
  readonly fingerprint: string;
  readonly events: number;
  readonly processes: number;
  readonly frames: number;
  /** Nanoseconds. */
  readonly duration: number;
  readonly recordedAt: string | null;
  readonly complete: boolean;
  /** Events missing in gaps. */
  readonly dropped: number;
  readonly damage: readonly string[];
  /** A debugger follows the cursor. */
  readonly attached: boolean;
  readonly cursor: Position;
  /** Where to look first, nanoseconds: from a little before the program's own code ran; a shared page: what was shared. */
  readonly stretch: { readonly from: number; readonly to: number };
  /** As people write them, those recorded by lines first. */
  readonly modules: readonly string[];
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  /** Moments of the first crashes, at most 1,000, and their processes. */
  readonly crashes: Int32Array;
  readonly crashed: Int32Array;
  readonly views: readonly NamedView[];
  /** False where nothing can be written into the trace. */
  readonly canSave: boolean;
}

/** What is known of each process without reading a value; row `n` is process `n`. */
export interface ProcessColumns {
  /** All arrays have this many rows: at most `processLimit` processes, those that appear first. */
  readonly count: number;
  /** Processes beyond the limit, which the page cannot show. */
  readonly leftOut: number;
  /** Who spawned it, -1 if that was not recorded. */
  readonly parent: Int32Array;
  /** Its spawn, else its first event or mention; 0 for one that was there before. */
  readonly birth: Int32Array;
  readonly birthTime: Float64Array;
  /** Its exit, -1 while it lives at the end. */
  readonly death: Int32Array;
  readonly deathTime: Float64Array;
  /** Its last own event, -1 if it has none. */
  readonly last: Int32Array;
  /** Own events. */
  readonly events: Int32Array;
  /** `processFlag` bits. */
  readonly flags: Uint16Array;
  /** Index into `nodes`. */
  readonly node: Uint16Array;
  readonly nodes: readonly string[];
}

/** Bits of `ProcessColumns.flags`. */
export interface ProcessFlags {
  readonly crashed: 1;
  /** It ran code that was recorded by lines or calls. */
  readonly recordedCode: 2;
  /** It exchanged a message with one that did. */
  readonly talksToRecordedCode: 4;
  readonly port: 8;
  readonly service: 16;
  /** Its spawn was recorded; without it, it was there before. */
  readonly spawnRecorded: 32;
  /** It spawned others. */
  readonly hasChildren: 64;
  /** A behaviour's state of it was recorded. */
  readonly hasState: 128;
}

export interface ProcessLabel {
  /** For people, without the pid: `Shop.Cart`, `fun in Shop.Demo.run/0`; empty where only the pid is known. */
  readonly name: string;
  readonly pid: string;
  /** OTP's or Elixir's own. */
  readonly isMachinery: boolean;
}

/** All conditions must hold; absent ones do. */
export interface FindProcesses {
  /** Part of the name, the pid, the initial call or the exit reason; letter case does not count. */
  readonly text?: string;
  /** The process or a descendant of it. */
  readonly under?: number;
  /** Ran recorded code of this module (as `Opening.modules` has it). */
  readonly module?: string;
  /** Exchanged at least one message with it (itself included). */
  readonly talksTo?: number;
  /** Alive at this moment. */
  readonly aliveAt?: number;
}

/** Names a value of an event; opaque to the page, valid for the trace's fingerprint. */
export type ValueHandle = string;

/** A value as a line of text; its parts are asked for with `unfold`. */
export interface ValueView {
  readonly name: string;
  /** As its language prints it, cut to about 200 characters. */
  readonly text: string;
  /** `integer`, `%Shop.Cart{}`, `list (12)`. */
  readonly type: string;
  /** Null where it was not recorded. */
  readonly value: ValueHandle | null;
  /** How many parts it unfolds into. */
  readonly parts: number;
  /** `text` is the whole value. */
  readonly whole: boolean;
}

/** A place in a source; lines and columns from 1, column 0: not known. */
export interface PlaceView {
  readonly source: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** `Shop.Cart.add/2`. */
  readonly function: string;
}

/** A moment one can go to. */
export interface MomentLink {
  readonly kind: 'message' | 'spawn' | 'exit' | 'exception' | 'handler';
  readonly moment: number;
  readonly process: number;
  readonly label: string;
  readonly time: number;
  /** `Message sent`, `Process spawned`. */
  readonly title: string;
}

export interface EventView {
  readonly moment: number;
  readonly kind: string;
  /** `Message sent`, `Line 12`, `Crash`. */
  readonly title: string;
  readonly time: number;
  readonly process: number;
  readonly label: string;
  readonly place: PlaceView | null;
  /** The message, the arguments and the result, class and reason, the state, the variables bound here. */
  readonly values: readonly ValueView[];
  /** Variables that can be seen at the moment, innermost frame. */
  readonly variables: readonly ValueView[];
  /** Innermost first, at most 50. */
  readonly stack: readonly {
    readonly title: string;
    readonly place: PlaceView | null;
    readonly moment: number;
    readonly left: boolean;
  }[];
  readonly crash: { readonly type: string; readonly message: string; readonly stack: readonly string[] } | null;
  /** State of the process's behaviour before this moment and as of it; null where none was recorded. */
  readonly state: {
    readonly before: ValueView | null;
    readonly after: ValueView | null;
    readonly diff: readonly ValueChange[];
  } | null;
  readonly causes: readonly MomentLink[];
  readonly effects: readonly MomentLink[];
  /** Of a message: nanoseconds from its send to its taking or arrival; null where an end is missing. */
  readonly latency: number | null;
  /** Events of the same process next to this one, -1 at the ends. */
  readonly previous: number;
  readonly next: number;
  /** Something the reader must know: a gap, a value that was cut. */
  readonly note: string | null;
}

export interface ValueChange {
  /** `.items["poster"].price`; empty for the whole value. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Null where it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Happened-before as a bound for each process: program order, send before arrival, spawn before first event, exit before exit. */
export interface Cone {
  readonly moment: number;
  readonly direction: 'causes' | 'effects';
  /** Of causes: the last moment of process `n` that is one; of effects: the first. -1: none. */
  readonly bound: Int32Array;
  /** When that is, in nanoseconds; -1: none. */
  readonly boundTime: Float64Array;
  /** Processes that have a bound. */
  readonly processes: number;
}

export interface ProcessTree {
  readonly moment: number;
  /** Rows of the tree, parents before their children; who is alive or crashed, the interesting first; at most 2,000. */
  readonly nodes: readonly TreeNode[];
  /** Alive processes that are not among the nodes. */
  readonly leftOut: number;
  /** Links between nodes as of the moment that are not those of a child to its parent: pairs of processes. */
  readonly links: Int32Array;
  /** From the first failing process on, whom the newest crash at or before the moment took along; empty without one. */
  readonly crashPath: readonly MomentLink[];
}

export interface TreeNode {
  readonly process: number;
  readonly label: ProcessLabel;
  /** -1: a root. */
  readonly parent: number;
  readonly status: ProcessStatus;
  readonly born: number;
  /** Moment of its exit if that was by now, else -1. */
  readonly died: number;
  /** Linked to its parent as of the moment. */
  readonly linked: boolean;
  /** It is a supervisor. */
  readonly supervisor: boolean;
  /** How many before it were started for the same purpose by the same parent and ended: restarts. */
  readonly restarts: number;
  /** The one it replaced, -1 if none. */
  readonly replaced: number;
  /** Its exit reason if it died, as people say it. */
  readonly reason: string | null;
}

export type ProcessStatus = 'not started' | 'exited' | 'crashed' | 'waiting' | 'running';

export interface SequenceAsked {
  readonly processes: Int32Array;
  /** Moments, both included. */
  readonly from: number;
  readonly to: number;
  /** At most this many steps, the first ones. */
  readonly limit: number;
}

export interface Sequence {
  /** In the order of the send. */
  readonly steps: readonly SequenceStep[];
  readonly labels: readonly ProcessLabel[];
  /** Steps beyond the limit; where counting them would take long, so many at least. */
  readonly leftOut: number;
}

export interface SequenceStep {
  readonly kind: 'message' | 'spawn' | 'exit' | 'crash';
  readonly moment: number;
  readonly time: number;
  /** Where it was received, or the child's first moment; -1 if nowhere. */
  readonly received: number;
  readonly receivedTime: number;
  readonly from: number;
  /** The same process for exits. */
  readonly to: number;
  /** The message, the child's purpose, the reason: about 100 characters. */
  readonly text: string;
}

export interface WaterfallAsked {
  /** Whose calls are the roots; -1: of all processes with recorded code. */
  readonly process: number;
  /** Moments. */
  readonly from: number;
  readonly to: number;
  /** Frames to unfold besides those that fit. */
  readonly open: Int32Array;
  readonly limit: number;
}

export interface Waterfall {
  readonly rows: readonly SpanRow[];
  /** Rows that did not fit. */
  readonly leftOut: number;
  /** Sums over the rows where known, each told once: of a row that wraps others which know them, only theirs count. */
  readonly tokens: number | null;
  readonly cost: number | null;
}

/** One call: a row of the waterfall. Rows follow their parents. */
export interface SpanRow {
  readonly frame: number;
  readonly process: number;
  readonly label: string;
  readonly title: string;
  readonly indent: number;
  /** How its parent caused it. */
  readonly via: 'root' | 'call' | 'message' | 'spawn';
  readonly call: number;
  readonly from: number;
  /** Nanoseconds; the end of the trace while open. */
  readonly to: number;
  readonly ended: 'open' | 'return' | 'tail' | 'exception' | 'exit' | 'lost';
  /** Calls under it, and whether they are among the rows. */
  readonly children: number;
  readonly opened: boolean;
  /** Of a span that says so (OpenInference, gen_ai): `LLM`, `TOOL`, `AGENT`…; else null. */
  readonly kind: string | null;
  readonly tokens: number | null;
  readonly cost: number | null;
}

export interface SpanView {
  readonly row: SpanRow;
  readonly place: PlaceView | null;
  readonly arguments: readonly ValueView[];
  readonly result: ValueView | null;
  readonly chat: Chat | null;
}

/** What a language model was asked and what it said, rebuilt from a span's attributes. */
export interface Chat {
  readonly model: string | null;
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly string[];
  readonly tokens: {
    readonly prompt: number | null;
    readonly completion: number | null;
    readonly total: number | null;
  };
  /** US dollars. */
  readonly cost: number | null;
}

export interface ChatMessage {
  readonly direction: 'input' | 'output';
  readonly role: string;
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  /** Of a tool's answer: which call it answers. */
  readonly answers: string | null;
}

export type TableColumn =
  'name' | 'pid' | 'status' | 'queue' | 'received' | 'sent' | 'calls' | 'events' | 'born' | 'lifetime';

export interface TableAsked {
  /** As of when. */
  readonly moment: number;
  readonly sort: TableColumn;
  readonly descending: boolean;
  readonly start: number;
  readonly count: number;
  /** Only these; absent: all. */
  readonly processes?: Int32Array;
}

export interface ProcessTablePage {
  readonly total: number;
  readonly rows: readonly ProcessRow[];
}

export interface ProcessRow {
  readonly process: number;
  readonly label: ProcessLabel;
  readonly status: ProcessStatus;
  /** Messages waiting; null where it cannot be known. */
  readonly queue: number | null;
  readonly received: number;
  readonly sent: number;
  readonly calls: number;
  readonly events: number;
  /** Nanoseconds. */
  readonly born: number;
  readonly lifetime: number;
  /** The newest line it ran. */
  readonly place: PlaceView | null;
}

/** An arrangement of lanes under a name. `state` is the page's own, with a version inside. */
export interface NamedView {
  readonly name: string;
  readonly state: unknown;
}
