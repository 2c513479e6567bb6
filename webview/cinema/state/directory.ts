import type { ProcessColumns, ProcessLabel } from '../../../protocol/index.ts';
import type { Client } from '../client.ts';

/** Bits of `ProcessColumns.flags`. */
export const processFlag = {
  crashed: 1,
  recordedCode: 2,
  talksToRecordedCode: 4,
  port: 8,
  service: 16,
  spawnRecorded: 32,
  hasChildren: 64,
  hasState: 128,
} as const;

/** What the page knows of the processes: columns at once, names as they come. */
export interface Directory extends ProcessColumns {
  readonly labels: Labels;
}

/** Names of processes. Asked for when first wanted; whoever draws is told when they have come. */
export interface Labels {
  /** What is known now; asks for it if that is nothing. */
  of(process: number): ProcessLabel | null;
  /** For people: `Shop.Cart <0.158.0>`; the process's number until the name has come. */
  text(process: number): string;
  /** Names alone: `Shop.Cart`, or the pid where there is no name. */
  short(process: number): string;
}

/** @param arrived called after names have come, so that what shows them is drawn again */
export function createDirectory(columns: ProcessColumns, client: Client, arrived: () => void): Directory {
  const known = new Map<number, ProcessLabel>();
  const asked = new Set<number>();
  let wanted: number[] = [];

  const fetch = async (): Promise<void> => {
    const processes = Int32Array.from(wanted);
    wanted = [];
    const answered = await client.ask('labels', { processes });
    for (const process of processes) asked.delete(process);
    if (!answered.ok) return;
    answered.value.labels.forEach((label, index) => known.set(processes[index]!, label));
    arrived();
  };

  const of = (process: number): ProcessLabel | null => {
    const label = known.get(process);
    if (label !== undefined) return label;
    if (process >= 0 && process < columns.count && !asked.has(process)) {
      asked.add(process);
      // All that one drawing wants goes in one question.
      if (wanted.push(process) === 1) queueMicrotask(() => void fetch());
    }
    return null;
  };
  const short = (process: number): string => {
    const label = of(process);
    if (label === null) return `process ${process}`;
    return label.name === '' ? label.pid : label.name;
  };
  return {
    ...columns,
    labels: {
      of,
      short,
      text: (process) => {
        const label = of(process);
        return label === null || label.name === '' ? short(process) : `${label.name} ${label.pid}`;
      },
    },
  };
}
