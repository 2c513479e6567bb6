import { processAt, type Moment, type ProcessId, type Trace } from '../../trace/index.ts';
import { type ProcessLabel } from '../../protocol/index.ts';
import { type Handler } from './film.ts';
import { pace } from './pace.ts';

/** How people call a process, as of a moment, else the end of the trace. What it is for may need a value from the file. */
export function labelOf(trace: Trace, process: ProcessId, moment?: Moment): ProcessLabel {
  const { label, pid, isMachinery } = processAt(trace, process, moment);
  return { name: label === pid ? '' : label.slice(0, -pid.length - 1), pid, isMachinery };
}

export const labels: Handler<'labels'> = async (film, { processes }, asking) => {
  const { trace } = film;
  const pause = pace(asking);
  const found: ProcessLabel[] = [];
  for (const process of processes) {
    await pause(found.length / processes.length, 'Naming the processes');
    found.push(labelOf(trace, process as ProcessId));
  }
  return { labels: found };
};
