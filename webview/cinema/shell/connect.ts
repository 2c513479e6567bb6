import { cinemaVersion, type CinemaNews } from '../../../protocol/index.ts';
import type { Travel } from '../actions/travel.ts';
import type { Client, ClientEnd } from '../client.ts';
import type { Host, HostListeners } from '../host/index.ts';
import { readArrangement } from '../state/arrangement.ts';
import { createDirectory } from '../state/directory.ts';
import type { FilmState } from '../state/film-state.ts';
import { readViews } from '../state/kept-views.ts';
import type { Store } from '../state/store.ts';
import { placesOf } from './session.ts';

/** Milliseconds to wait for what the workspace kept; a host that does not say shows the lanes as at first. */
const recallPatience = 500;

export interface ConnectionParts {
  readonly host: Host;
  readonly client: Client;
  readonly end: ClientEnd;
  readonly store: Store<FilmState>;
  readonly arrived: Travel['arrived'];
  readonly command: HostListeners['command'];
}

/** Follows the door: asks what there is when it opens, tells when it is gone, and what it says unasked. */
export function createConnection({ host, client, end, store, arrived, command }: ConnectionParts): {
  readonly listeners: HostListeners;
  readonly news: (news: CinemaNews) => void;
} {
  let round = 0;
  let recalled: (state: unknown) => void = () => {};
  let recalledFor = '';
  const close = (why: string, canOpen: boolean): void => store.set({ connection: { kind: 'closed', why, canOpen } });

  const begin = async (): Promise<void> => {
    const own = ++round;
    store.set({ connection: { kind: 'connecting' } });
    performance.mark('cinema.connected');
    // Both at once: what the page shows first needs both.
    const [opened, processes] = await Promise.all([
      client.ask('opening', { version: cinemaVersion }),
      client.ask('processes', {}),
    ]);
    if (own !== round) return;
    performance.mark('cinema.answered');
    if (!opened.ok) return close(opened.problem, true);
    const opening = opened.value;
    if (opening.version !== cinemaVersion)
      return close(
        `This page speaks version ${cinemaVersion} and the program that reads the recording version ${opening.version}. Reload the window so that both are of the same installation.`,
        false,
      );
    if (!processes.ok) return close(processes.problem, true);
    const { moment, time, process } = opening.cursor;
    const known = {
      connection: { kind: 'open' } as const,
      opening,
      directory: createDirectory(processes.value, client, () => {
        const { directory } = store.get();
        if (directory !== null) store.set({ directory: { ...directory } });
      }),
      cursor: { moment, time, process },
      preview: null,
    };
    if (store.get().opening?.fingerprint === opening.fingerprint) {
      // Where the trace cannot take views, the page has its own.
      return store.set(opening.canSave ? { ...known, views: opening.views } : known);
    }
    const kept = await recall(opening.fingerprint);
    if (own !== round) return;
    store.set({
      ...known,
      found: null,
      cone: null,
      problem: null,
      arrangement: readArrangement(kept),
      views: (opening.canSave ? null : readViews(kept)) ?? opening.views,
      ...placesOf(host.session, opening),
    });
    // The first picture is asked for now, not one frame later.
    store.flush();
  };

  const recall = (fingerprint: string): Promise<unknown> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), recallPatience);
      recalledFor = fingerprint;
      recalled = (state) => {
        clearTimeout(timer);
        resolve(state);
      };
      host.recall(fingerprint);
    });

  return {
    listeners: {
      connected: () => void begin(),
      disconnected: (why, canOpen) => {
        round++;
        const { play } = store.get();
        if (play.running) store.set({ play: { ...play, running: false } });
        close(why, canOpen);
        end.drop(why);
      },
      frame: (frame) => end.receive(frame),
      recalled: (fingerprint, state) => {
        if (fingerprint === recalledFor) recalled(state);
      },
      command,
    },
    news: (news) => {
      const { opening } = store.get();
      if (news.kind === 'position') return opening === null ? undefined : arrived(news.position);
      if (opening !== null && opening.attached) store.set({ opening: { ...opening, attached: false } });
      if (!news.open) close(news.reason, false);
    },
  };
}
