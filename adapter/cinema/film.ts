import { type Moment, type SourceId, type Trace } from '../../trace/index.ts';
import { type CinemaQuestions, type NamedView, type Position } from '../../protocol/index.ts';
import { type Arrival, type Cursor } from '../replay/cursor.ts';

/**
 * What a question of the cinema's page is asked about: an open trace and where its replay stands. A debug session, `cinema open`
 * and a shared page each have one.
 */
export interface Film {
  /**
   * The open trace. Take it anew for every question: it is opened again where its index turned out damaged.
   * What is worth keeping between questions is kept by trace (a WeakMap).
   */
  readonly trace: Trace;
  /** A debugger follows the cursor. */
  readonly attached: boolean;
  readonly cursor: () => Cursor;
  /** The first moment worth looking at, where that is not where recorded code begins: the stretch of a shared page. */
  readonly first?: Moment;
  /** Puts the cursor where a verb led and tells everyone who follows it: the debugger, and the pages. */
  readonly settle: (arrival: Arrival) => Position;
  /** The text of a recorded source, from the trace or a file that may be read for it; null where there is none. */
  readonly sourceText: (source: SourceId) => string | null;
  /** Arrangements kept in the trace. */
  readonly views: Views;
  /** Opens the trace again after an `IndexDamaged`, so that its index is made anew; what went wrong, or null. */
  readonly mend: () => Promise<string | null>;
  /** A part of the page itself (`cinema.js`), for sharing; null where the page cannot be had. */
  readonly pagePart: (name: PagePart) => Uint8Array | null;
}

export interface Views {
  readonly canKeep: boolean;
  readonly list: () => readonly NamedView[];
  /** @throws Refusal where they cannot be written */
  readonly keep: (views: readonly NamedView[]) => void;
}

export type PagePart = 'cinema.js' | 'cinema.css' | 'shared-film.js' | 'codicon.css' | 'codicon.ttf';

/** What a handler may use while it works. */
export interface Asking {
  /** For what takes longer than a moment: how much is done, 0 to 1, and what is being done. */
  readonly progress: (fraction: number, what: string) => void;
  /** Aborted when nobody wants the answer any more: the handler may then answer anything. */
  readonly signal: AbortSignal;
}

export type QuestionName = keyof CinemaQuestions;
export type Given<Name extends QuestionName> = CinemaQuestions[Name]['given'];
export type Answer<Name extends QuestionName> = CinemaQuestions[Name]['answer'];

/**
 * Answers one question. `given` was checked (questions.ts): it has the type it says, and every process, frame, source and moment
 * in it exists. Only texts, such as value handles, are still anybody's.
 * @throws Refusal for what cannot be answered; anything else that is thrown is shown as a failure of the door
 */
export type Handler<Name extends QuestionName> = (
  film: Film,
  given: Given<Name>,
  asking: Asking,
) => Answer<Name> | Promise<Answer<Name>>;

/** Why there is no answer: a sentence for people. */
export class Refusal extends Error {}
