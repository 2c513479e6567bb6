import { type DebugProtocol } from '@vscode/debugprotocol';
import { decodeTerm, processAt, type Moment, type ProcessId, type Trace } from '../../trace/index.ts';
import { type Change } from '../values/diff.ts';
import { type Reading } from '../values/reading.ts';
import { variablesNumber } from './handles.ts';
import { linkTo } from './moment-links.ts';
import { type Session } from './session.ts';
import { termVariable, textVariable } from './variable.ts';

/** A recorded value, or that it was not recorded. */
export function bytesVariable(
  session: Session,
  name: string,
  bytes: Uint8Array | null,
  reading: Reading,
  expression?: string,
): DebugProtocol.Variable {
  if (bytes === null) return textVariable(name, 'not recorded');
  return termVariable(session, name, decodeTerm(bytes), reading, expression);
}

/** A fact with parts that are worked out when it is opened. */
export function listVariable(
  session: Session,
  name: string,
  value: string,
  count: number,
  reading: Reading,
  make: (start: number, count: number) => readonly DebugProtocol.Variable[],
): DebugProtocol.Variable {
  const presentationHint = { kind: 'virtual', attributes: ['readOnly'] };
  if (count === 0) return { name, value, variablesReference: 0, presentationHint };
  const variablesReference = variablesNumber(session.handles, { kind: 'list', count, make, reading });
  return { name, value, variablesReference, indexedVariables: count, presentationHint };
}

/** The same with parts that have names and come all at once. */
export function groupVariable(
  session: Session,
  name: string,
  value: string,
  reading: Reading,
  make: () => readonly DebugProtocol.Variable[],
): DebugProtocol.Variable {
  const { indexedVariables: _, ...variable } = listVariable(session, name, value, 1, reading, make);
  return variable;
}

/** A fact that happened at a moment; where the client follows links, a click leads there. */
export function momentVariable(
  session: Session,
  trace: Trace,
  name: string,
  value: string,
  cursor: { readonly process: ProcessId; readonly moment: Moment },
): DebugProtocol.Variable {
  const link = linkTo(session, trace, value, cursor);
  return { ...textVariable(name, value), ...(link !== null && { valueLocationReference: link }) };
}

/** Processes by what people call them. */
export function processesVariable(
  session: Session,
  trace: Trace,
  name: string,
  processes: readonly ProcessId[],
  moment: Moment,
  reading: Reading,
  note = '',
): DebugProtocol.Variable {
  const label = (process: ProcessId) => processAt(trace, process, moment).label;
  const few = processes.length <= 3 ? processes.map(label).join(', ') : `${processes.length} processes`;
  const value = processes.length === 0 ? 'none recorded' : `${few}${note}`;
  return listVariable(session, name, value, processes.length, reading, (start, count) =>
    processes
      .slice(start, start + count)
      .map((process, offset) => textVariable(String(start + offset), label(process))),
  );
}

/** What became of a value, part by part: `.items["tea"]` `1 → 2`. */
export function changeVariables(changes: readonly Change[]): readonly DebugProtocol.Variable[] {
  return changes.map((change) => textVariable(change.path === '' ? 'value' : change.path, changeText(change)));
}

export function changeText({ kind, before, after }: Change): string {
  switch (kind) {
    case 'added':
      return `new: ${after}`;
    case 'removed':
      return `gone: ${before}`;
    case 'changed':
      return `${before} → ${after}`;
  }
}
