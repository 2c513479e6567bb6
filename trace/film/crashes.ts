import { crashesWithProcesses } from '../questions/postings.ts';
import { remembered } from '../questions/variables.ts';
import { lowerBound } from '../store/page-lists.ts';
import { type Trace } from '../trace.ts';

/** Crashes of a trace (as `crashes` tells them) with their processes. */
export interface CrashList {
  readonly moments: Int32Array;
  readonly processes: Int32Array;
  /** By process: 1 if it crashed. */
  readonly crashed: Uint8Array;
}

export function crashList(trace: Trace): CrashList {
  return remembered(trace, 'crashList', () => {
    const { moments, processes } = crashesWithProcesses(trace);
    const crashed = new Uint8Array(trace.processCount);
    for (const process of processes) crashed[process] = 1;
    return { moments, processes, crashed };
  });
}

/** Whether an event is a crash: a behaviour that goes down, or the exit that came of it. */
export function crashOf(trace: Trace, moment: number, process: number, isExit: boolean): boolean {
  const { moments, crashed } = crashList(trace);
  if (crashed[process] !== 1) return false;
  return isExit || moments[lowerBound(moments, moment)] === moment;
}
