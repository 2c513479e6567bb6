import type { Opening } from '../../../protocol/index.ts';
import { createClient, type Answer, type Client, type Given } from '../client.ts';
import { decodeFrame, encodeFrame, type CinemaQuestions, type FromPage } from '../../../protocol/index.ts';
import { firstState } from '../state/first-state.ts';
import type { FilmState } from '../state/film-state.ts';
import { createStore, type Store } from '../state/store.ts';
import type { Stage } from './stage.ts';

type Name = keyof CinemaQuestions;
export type Answers = { readonly [Question in Name]?: (given: Given<Question>) => Answer<Question> | Error | null };

/** A door for tests that answers from a table, over the real client and codec. `null`: it never answers. */
export function testDoor(answers: Answers): { readonly client: Client; readonly asked: [Name, unknown][] } {
  const asked: [Name, unknown][] = [];
  const { client, end } = createClient(
    (frame) => {
      const message = decodeFrame(frame) as FromPage;
      if ('cancel' in message) return;
      asked.push([message.ask, message.given]);
      const answer = (answers[message.ask] as ((given: unknown) => unknown) | undefined)?.(message.given);
      if (answer === undefined) throw new Error(`nobody expected the question ${message.ask}`);
      const { id } = message;
      if (answer instanceof Error) queueMicrotask(() => end.receive(encodeFrame({ id, problem: answer.message })));
      else if (answer !== null || message.ask === 'neighbour' || message.ask === 'nearest')
        queueMicrotask(() => end.receive(encodeFrame({ id, answer })));
    },
    () => {},
  );
  return { client, asked };
}

/** A trace of 1,000 events, one every millisecond. */
export const testOpening: Opening = {
  version: 1,
  name: 'test.cinema',
  path: '/test.cinema',
  fingerprint: 'abc',
  events: 1000,
  processes: 4,
  frames: 0,
  duration: 999e6,
  recordedAt: null,
  complete: true,
  dropped: 0,
  damage: [],
  attached: false,
  cursor: { moment: 0, momentCount: 1000, time: 0, duration: 999e6, process: 0, processLabel: 'a' },
  stretch: { from: 0, to: 999e6 },
  modules: [],
  kinds: [],
  crashes: new Int32Array(),
  crashed: new Int32Array(),
  views: [],
  canSave: true,
};

/** The place of a moment in that trace. */
export const testPlace = (moment: number, process = 0) => ({ moment, time: moment * 1e6, process });

export function testStage(
  answers: Answers,
  state: Partial<FilmState> = {},
): Stage & { readonly asked: [Name, unknown][]; readonly store: Store<FilmState> } {
  const store = createStore<FilmState>(
    { ...firstState, opening: testOpening, window: { axis: 'time', from: 0, to: 1e9 }, ...state },
    (run) => void setTimeout(run),
  );
  return { ...testDoor(answers), store, complain: (problem) => store.set({ problem }) };
}

/** Until all that is due has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
