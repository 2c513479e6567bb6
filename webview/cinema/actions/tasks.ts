import type { Actions } from '../app.ts';
import type { Task } from '../state/film-state.ts';
import type { Stage } from './stage.ts';

/** Milliseconds after which work is worth showing. */
const patience = 200;
let next = 1;

/** Runs work that may take long; it is among `tasks` once it does, until it ends. */
export function createTasks({ store }: Pick<Stage, 'store'>): Pick<Actions, 'task'> {
  return {
    task: async (what, run) => {
      const id = next++;
      const controller = new AbortController();
      const put = (change: Partial<Task> | null): void => {
        const { tasks } = store.get();
        store.set({
          tasks:
            change === null
              ? tasks.filter((task) => task.id !== id)
              : tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
        });
      };
      let part: number | null = null;
      const timer = setTimeout(() => {
        const task = { id, what, progress: part, cancel: () => controller.abort() };
        store.set({ tasks: [...store.get().tasks, task] });
      }, patience);
      try {
        return await run(controller.signal, (fraction) => {
          part = Math.min(1, Math.max(0, fraction));
          put({ progress: part });
        });
      } finally {
        clearTimeout(timer);
        put(null);
      }
    },
  };
}
