import { processAt, processFlag, stateAt, type Moment, type ProcessId, type Trace } from '../../trace/index.ts';
import { columnsOf } from './columns.ts';

/** First calls of OTP's and Elixir's supervisors, as processes tell them. */
const supervising = /^((Task\.|Dynamic|Partition|Registry\.)?Supervisor(\.Default)?\.|supervisor:|supervisor_bridge:)/;
/** Modules whose state a supervisor has. */
const modules = new Set(['supervisor', 'Elixir.DynamicSupervisor']);

const known = new WeakMap<Trace, Map<ProcessId, boolean>>();

/** Whether a process is a supervisor, by its first call or by whose state it keeps. */
export function isSupervisor(trace: Trace, process: ProcessId): boolean {
  const answers = known.get(trace) ?? new Map<ProcessId, boolean>();
  known.set(trace, answers);
  let answer = answers.get(process);
  if (answer === undefined) answers.set(process, (answer = supervises(trace, process)));
  return answer;
}

function supervises(trace: Trace, process: ProcessId): boolean {
  const { flags } = columnsOf(trace);
  const { initialCall } = processAt(trace, process);
  if (initialCall !== null && supervising.test(initialCall)) return true;
  if ((flags[process]! & processFlag.hasState) === 0) return false;
  return modules.has(stateAt(trace, process, (trace.eventCount - 1) as Moment)?.module ?? '');
}
