import { type Arrival } from './cursor.ts';

export const edgeTitles = { start: 'Start of the recording', end: 'End of the recording' } as const;

/** What ends: the whole recording, or what was recorded of the process that was to step. */
export function edgeTitle(edge: 'start' | 'end', note: string | undefined): string {
  return note === undefined ? edgeTitles[edge] : `${edgeTitles[edge]} of this process`;
}

/** Why nothing moved, or not as far as was asked; undefined when it did. */
export function noteOf({ edge, note }: Pick<Arrival, 'edge' | 'note'>): string | undefined {
  if (edge === 'none') return note;
  return note === undefined ? `${edgeTitles[edge]}.` : `${edgeTitle(edge, note)}: ${note}`;
}
