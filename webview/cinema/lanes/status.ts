import { processFlag, type Directory } from '../state/directory.ts';

export type Life = 'not started' | 'alive' | 'exited' | 'crashed';

/** Whether a process lives at a moment, by its birth and death. */
export function lifeAt({ birth, death, flags, count }: Directory, process: number, moment: number): Life {
  if (process < 0 || process >= count) return 'alive';
  if (birth[process]! > moment) return 'not started';
  if (death[process]! < 0 || death[process]! > moment) return 'alive';
  return (flags[process]! & processFlag.crashed) === 0 ? 'exited' : 'crashed';
}

/** Signs by shape, for those who see no colours: codicons. */
export const lifeIcons: Readonly<Record<Life, string>> = {
  'not started': 'circle-small',
  alive: 'circle-filled',
  exited: 'circle',
  crashed: 'error',
};
