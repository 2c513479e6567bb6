import type { Client } from '../client.ts';
import type { Actions } from '../app.ts';
import type { FilmState } from '../state/film-state.ts';
import type { ArrangeRows } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import type { Theme } from '../theme/theme.ts';
import { createArranging } from './arranging.ts';
import { createCone } from './cone.ts';
import { createGlide } from './glide.ts';
import { createPlayback } from './playback.ts';
import { createTasks } from './tasks.ts';
import { createTravel, type Travel } from './travel.ts';
import { createWindowActions } from './film-window.ts';
import type { Stage } from './stage.ts';

export interface ActionParts {
  readonly client: Client;
  readonly store: Store<FilmState>;
  readonly theme: Pick<Theme, 'reducedMotion'>;
  readonly arrangeRows: ArrangeRows;
}

/** All that can be done, and what the shell tells: where the cursor has gone by itself. */
export function createActions({ client, store, theme, arrangeRows }: ActionParts): {
  readonly actions: Actions;
  readonly arrived: Travel['arrived'];
  /** Nothing moves by itself just now. */
  readonly isAtRest: () => boolean;
} {
  const complain: Stage['complain'] = (problem) => store.set({ problem });
  const stage: Stage = { client, store, complain };
  const glide = createGlide(store, () => theme.reducedMotion());
  const tasks = createTasks(stage);
  const windows = createWindowActions(stage, glide);
  const { arrived, ...travel } = createTravel(stage, windows.reveal);
  const playback = createPlayback(stage, {
    goTo: travel.goTo,
    glide: glide.to,
    aimed: glide.end,
    reducedMotion: () => theme.reducedMotion(),
    nextFrame: (run) => void requestAnimationFrame(run),
  });
  return {
    actions: {
      ...windows,
      ...travel,
      ...tasks,
      ...playback,
      ...createCone(stage, tasks.task),
      ...createArranging(stage, tasks.task, arrangeRows),
      openTab: (tab) => store.set({ tab }),
      complain,
    },
    arrived,
    isAtRest: () => !glide.moving() && !store.get().play.running && store.get().tasks.length === 0,
  };
}
