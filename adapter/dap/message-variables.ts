import { type DebugProtocol } from '@vscode/debugprotocol';
import {
  decodeTerm,
  eventAt,
  processAt,
  stackAt,
  timeAt,
  valuesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { messageAt, type MessageAt } from '../replay/causes.ts';
import { printTime } from '../replay/position.ts';
import { printMessage } from '../values/message.ts';
import { type Reading } from '../values/reading.ts';
import { bytesVariable, groupVariable, momentVariable } from './fact-variables.ts';
import { type VariablesHandle } from './handles.ts';
import { baseName } from './locations.ts';
import { type Session } from './session.ts';
import { textVariable } from './variable.ts';

/** The message that a process has to do with at a moment: what it says, who sent it, when, and from which line. */
export function messageVariables(
  session: Session,
  trace: Trace,
  { process, moment, reading }: VariablesHandle & { kind: 'message' },
): readonly DebugProtocol.Variable[] {
  const message = messageAt(trace, process, moment);
  if (message === null) return [textVariable('message', 'none is being handled, and none was taken before')];
  return messageParts(session, trace, message, moment, reading);
}

/** A message in the mailbox: in a line with its sender and age, unfolding into what is known of it. */
export function mailboxVariable(
  session: Session,
  trace: Trace,
  name: string,
  arrival: Moment,
  moment: Moment,
  reading: Reading,
): DebugProtocol.Variable {
  const { message, subject } = eventAt(trace, arrival);
  const ends = message ?? { send: -1, arrive: arrival, receive: -1 };
  const bytes = valuesAt(trace, arrival)[0];
  const text = bytes === undefined ? 'not recorded' : printMessage(decodeTerm(bytes), reading, { short: true });
  const age = printTime(timeAt(trace, moment) - timeAt(trace, arrival));
  const from = senderOf(trace, ends, subject as ProcessId | -1, moment);
  return groupVariable(session, name, `${text}, from ${from}, ${age} ago`, reading, () =>
    messageParts(session, trace, { ...ends, arrive: arrival }, moment, reading),
  );
}

function messageParts(
  session: Session,
  trace: Trace,
  message: MessageAt,
  moment: Moment,
  reading: Reading,
): readonly DebugProtocol.Variable[] {
  const { send, arrive, receive } = message;
  const bytes =
    [arrive, receive, send].flatMap((end) => (end === -1 ? [] : (valuesAt(trace, end)[0] ?? [])))[0] ?? null;
  const subject = arrive === -1 ? -1 : (eventAt(trace, arrive).subject as ProcessId | -1);
  const parts = [
    bytesVariable(session, 'message', bytes, reading),
    textVariable('from', senderOf(trace, message, subject, moment)),
  ];
  if (send === -1) parts.push(textVariable('sent', 'not recorded'));
  else {
    const { process } = eventAt(trace, send);
    parts.push(momentVariable(session, trace, 'sent', whenText(trace, send, moment), { process, moment: send }));
    parts.push(momentVariable(session, trace, 'line', whereText(trace, process, send), { process, moment: send }));
  }
  if (arrive !== -1) parts.push(happened(session, trace, 'arrived', arrive, moment));
  if (receive !== -1 && receive <= moment) parts.push(happened(session, trace, 'taken', receive, moment));
  return parts;
}

function happened(session: Session, trace: Trace, name: string, at: Moment, moment: Moment): DebugProtocol.Variable {
  const { process } = eventAt(trace, at);
  return momentVariable(session, trace, name, whenText(trace, at, moment), { process, moment: at });
}

function senderOf(trace: Trace, { send }: MessageAt, subject: ProcessId | -1, moment: Moment): string {
  const sender = send === -1 ? subject : eventAt(trace, send).process;
  return sender === -1 ? 'a process that was not recorded' : processAt(trace, sender, moment).label;
}

/** `@1200, 12.5 ms, 3 µs before`. */
function whenText(trace: Trace, at: Moment, moment: Moment): string {
  const before = timeAt(trace, moment) - timeAt(trace, at);
  const ago = before > 0 ? [`${printTime(before)} before`] : [];
  return [`@${at}`, printTime(timeAt(trace, at)), ...ago].join(', ');
}

function whereText(trace: Trace, process: ProcessId, moment: Moment): string {
  const [frame] = stackAt(trace, process, moment, 0, 1).frames;
  if (frame === undefined) return 'in code that was not recorded';
  const { place, title } = frame;
  return place === null || place.path === null ? title : `${baseName(place.path)}:${place.line} in ${title}`;
}
