import { type DebugProtocol } from '@vscode/debugprotocol';
import { decodeTerm, isMailboxKnown, mailboxAt, processAt, timeAt, valuesAt, type Trace } from '../../trace/index.ts';
import { printTime } from '../replay/position.ts';
import { processStateAt } from '../replay/threads.ts';
import { type Reading } from '../values/reading.ts';
import { variablesNumber, type VariablesHandle } from './handles.ts';
import { type Session } from './session.ts';
import { termVariable, textVariable } from './variable.ts';

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
  if (view.parent !== -1) facts.push(textVariable('parent', processAt(trace, view.parent, moment).label));
  facts.push(textVariable('moment', `${moment} of ${trace.eventCount}, ${printTime(timeAt(trace, moment))}`));
  if (!isMailboxKnown(trace, process)) {
    return [...facts, textVariable('mailbox', 'not recorded: messages are taken in code that was not recorded')];
  }
  const messages = mailboxAt(trace, process, moment);
  facts.push({
    name: 'mailbox',
    // What OTP's own code takes (the answer to io:format, say) is not recorded as taken.
    value: messages.length === 0 ? 'empty' : `${messages.length} not taken by recorded code`,
    variablesReference:
      messages.length === 0 ? 0 : variablesNumber(session.handles, { kind: 'mailbox', messages, reading }),
    ...(messages.length > 0 && { indexedVariables: messages.length }),
    presentationHint: { attributes: ['readOnly'] },
  });
  return facts;
}

/** Messages that arrived and were not taken yet, oldest first. */
export function mailboxVariables(
  session: Session,
  trace: Trace,
  { messages, reading }: VariablesHandle & { kind: 'mailbox' },
  start: number,
  count: number,
): readonly DebugProtocol.Variable[] {
  return messages
    .slice(start, start + count)
    .map((moment, offset) => messageVariable(session, trace, String(start + offset), moment, reading));
}

function messageVariable(
  session: Session,
  trace: Trace,
  name: string,
  moment: Parameters<typeof valuesAt>[1],
  reading: Reading,
): DebugProtocol.Variable {
  const bytes = valuesAt(trace, moment)[0];
  return bytes === undefined
    ? textVariable(name, 'not recorded')
    : termVariable(session, name, decodeTerm(bytes), reading, undefined);
}
