import { type DebugProtocol } from '@vscode/debugprotocol';
import { decodeTerm, readValue, type StateView, type Trace } from '../../trace/index.ts';
import { statesAround } from '../replay/states.ts';
import { diffTerms } from '../values/diff.ts';
import { type Reading } from '../values/reading.ts';
import { bytesVariable, changeText, changeVariables, groupVariable } from './fact-variables.ts';
import { type VariablesHandle } from './handles.ts';
import { type Session } from './session.ts';
import { textVariable } from './variable.ts';

/** Changes listed of one state. */
const mostChanges = 200;

/**
 * The state of a behaviour as of the moment; while a callback runs also what it ends with, at rest what the last one began with, and
 * what is different.
 */
export function stateVariables(
  session: Session,
  trace: Trace,
  { process, moment, reading }: VariablesHandle & { kind: 'state' },
): readonly DebugProtocol.Variable[] {
  const around = statesAround(trace, process, moment);
  if (around === null) return [];
  const { now, isInCallback, other } = around;
  const state = bytesVariable(session, 'state', readValue(trace, now.value), reading);
  if (isInCallback && other === null) {
    return [state, textVariable('after the callback', 'not recorded: the callback did not end with a state')];
  }
  if (other === null) return [state];
  const [before, after] = isInCallback ? [now, other] : [other, now];
  const name = isInCallback ? 'after the callback' : 'before the callback';
  return [
    state,
    bytesVariable(session, name, readValue(trace, other.value), reading),
    differenceVariable(session, trace, 'changes', before, after, reading),
  ];
}

/** What became of a state. */
export function differenceVariable(
  session: Session,
  trace: Trace,
  name: string,
  before: StateView,
  after: StateView,
  reading: Reading,
): DebugProtocol.Variable {
  const [old, now] = [readValue(trace, before.value), readValue(trace, after.value)];
  if (old === null || now === null) return textVariable(name, 'not recorded');
  const { changes, complete } = diffTerms(decodeTerm(old), decodeTerm(now), reading, mostChanges);
  const [only] = changes;
  if (only === undefined) return textVariable(name, 'none');
  const place = only.path === '' ? '' : `${only.path}: `;
  const value = changes.length === 1 ? `${place}${changeText(only)}` : `${changes.length}${complete ? '' : ' or more'}`;
  return groupVariable(session, name, value, reading, () => changeVariables(changes));
}
