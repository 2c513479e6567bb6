import { type ProcessId } from '../../trace/index.ts';
import { nearestProcesses, threadName } from '../replay/threads.ts';
import { integerIn, type Arguments } from './arguments.ts';
import { done, type Handler, type Replay } from './session.ts';

/** Threads count from 1, processes from 0; a thread's number is its process's for the whole session. */
export function threadOf(process: ProcessId): number {
  return process + 1;
}

/** The process a request is about: the one in focus when it names none that exists. */
export function processMeant({ trace, cursor }: Replay, given: Arguments): ProcessId {
  const thread = integerIn(given, 'threadId');
  const exists = thread !== undefined && thread >= 1 && thread <= trace.processCount;
  return exists ? ((thread - 1) as ProcessId) : cursor.process;
}

export const threads: Handler = ({ replay }, _given, { after }) => {
  if (replay === null) return done({ threads: [] });
  const { trace, cursor, visited, maximumThreads } = replay;
  const { processes, hidden } = nearestProcesses(trace, cursor, visited, maximumThreads);
  if (hidden > 0 && !replay.toldHidden) {
    replay.toldHidden = true;
    const output = `${hidden.toLocaleString('en-US')} more processes are alive here: the call stack lists the ${processes.length} nearest, the cinema all of them.\n`;
    after('output', { category: 'console', output });
  }
  return done({
    threads: processes.map((process) => ({ id: threadOf(process), name: threadName(trace, process, cursor.moment) })),
  });
};
