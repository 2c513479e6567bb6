import { type DebugProtocol } from '@vscode/debugprotocol';
import {
  eventAt,
  handledMessage,
  isMailboxKnown,
  lastEventOf,
  linksAt,
  mailboxAt,
  monitorsOf,
  pageOf,
  processAt,
  timeAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { printTime } from '../replay/position.ts';
import { processStateAt } from '../replay/threads.ts';
import { type Reading } from '../values/reading.ts';
import { listVariable, processesVariable } from './fact-variables.ts';
import { type VariablesHandle } from './handles.ts';
import { mailboxVariable } from './message-variables.ts';
import { type Session } from './session.ts';
import { textVariable } from './variable.ts';

/** What is known of a process at a moment. */
export function processVariables(
  session: Session,
  trace: Trace,
  { process, moment, reading }: VariablesHandle & { kind: 'process' },
): readonly DebugProtocol.Variable[] {
  const view = processAt(trace, process, moment);
  const facts: DebugProtocol.Variable[] = [
    textVariable('pid', view.pid),
    textVariable('node', view.node),
    textVariable('status', processStateAt(trace, process, moment)),
  ];
  if (view.names.length > 0) facts.push(textVariable('registered', view.names.join(', ')));
  if (view.initialCall !== null) facts.push(textVariable('initial call', view.initialCall));
  facts.push(textVariable('moment', `${moment} of ${trace.eventCount}, ${printTime(timeAt(trace, moment))}`));
  const named = (name: string, processes: readonly ProcessId[], note = '') =>
    processesVariable(session, trace, name, processes, moment, reading, note);
  return [
    ...facts,
    named('ancestors', ancestorsOf(trace, process)),
    named('links', linkedWith(trace, process, moment)),
    named('monitors', monitoredBy(trace, process, moment), ' (that one was taken back is not recorded)'),
    queueVariable(session, trace, process, moment, reading),
    textVariable('dictionary', 'not recorded'),
  ];
}

/** A chain of parents is not longer, whatever a damaged recording says. */
const mostAncestors = 100;

/** The parent first, then its parent. */
function ancestorsOf(trace: Trace, process: ProcessId): readonly ProcessId[] {
  const found: ProcessId[] = [];
  let { parent } = processAt(trace, process);
  while (parent !== -1 && found.length < mostAncestors && !found.includes(parent)) {
    found.push(parent);
    ({ parent } = processAt(trace, parent));
  }
  return found;
}

function linkedWith(trace: Trace, process: ProcessId, moment: Moment): readonly ProcessId[] {
  const pairs = linksAt(trace, moment);
  const found: ProcessId[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    if (pairs[at] === process) found.push(pairs[at + 1] as ProcessId);
    else if (pairs[at + 1] === process) found.push(pairs[at] as ProcessId);
  }
  return found;
}

/** Pages of events looked at for monitors, the newest ones. */
const mostPages = 500;

/** Those that a process has begun to monitor and that are still alive. */
function monitoredBy(trace: Trace, process: ProcessId, moment: Moment): readonly ProcessId[] {
  const { pages, inPage } = monitorsOf(trace, process);
  const found = new Set<ProcessId>();
  const earlier = pages.filter((page) => page <= pageOf(moment)).slice(-mostPages);
  for (const page of earlier) {
    for (const at of inPage(page)) if (at <= moment) found.add(eventAt(trace, at as Moment).subject as ProcessId);
  }
  return [...found].filter((other) => {
    if (other < 0) return false;
    const { exit } = processAt(trace, other);
    return exit === null || exit.moment > moment;
  });
}

/** Messages that arrived and were not taken yet, oldest first; of a behaviour those that came while it handles another. */
function queueVariable(
  session: Session,
  trace: Trace,
  process: ProcessId,
  moment: Moment,
  reading: Reading,
): DebugProtocol.Variable {
  const isKnown = isMailboxKnown(trace, process);
  const handled = isKnown ? -1 : handledMessage(trace, process, moment);
  if (!isKnown && handled === -1) {
    return textVariable('mailbox', 'not recorded: messages are taken in code that was not recorded');
  }
  const messages = isKnown ? mailboxAt(trace, process, moment) : arrivedSince(trace, process, handled, moment);
  // What OTP's own code takes (the answer to io:format, say) is not recorded as taken.
  const how = isKnown ? 'not taken by recorded code' : 'came since the message that is being handled';
  const value = messages.length === 0 ? (isKnown ? 'empty' : `none ${how}`) : `${messages.length} ${how}`;
  return listVariable(session, 'mailbox', value, messages.length, reading, (start, count) =>
    messages
      .slice(start, start + count)
      .map((arrival, offset) => mailboxVariable(session, trace, String(start + offset), arrival, moment, reading)),
  );
}

/** Events of the process looked at: a callback that runs longer has its newest messages told. */
const furthestLook = 5_000;

function arrivedSince(trace: Trace, process: ProcessId, handled: Moment | -1, moment: Moment): readonly Moment[] {
  const found: Moment[] = [];
  let at = lastEventOf(trace, process, moment);
  for (let looked = 0; at > handled && looked < furthestLook; looked++) {
    if (eventAt(trace, at as Moment).kind === 'arrive') found.push(at as Moment);
    at = lastEventOf(trace, process, (at - 1) as Moment);
  }
  return found.reverse();
}
