import { type DebugProtocol } from '@vscode/debugprotocol';
import { decodeTerm, readValue, type Trace } from '../../trace/index.ts';
import { changesAt, type Rebound } from '../replay/changes.ts';
import { eventTitle, subjectAt } from '../replay/describe.ts';
import { diffTerms } from '../values/diff.ts';
import { printValue } from '../values/print.ts';
import { type Reading } from '../values/reading.ts';
import { bytesVariable, changeVariables, groupVariable, momentVariable } from './fact-variables.ts';
import { type VariablesHandle } from './handles.ts';
import { type Session } from './session.ts';
import { differenceVariable } from './state-variables.ts';
import { textVariable } from './variable.ts';

/** Characters of a value before and after. */
const longest = 80;
const mostChanges = 100;

/** What changed for a process since it stopped before: variables, its state, what it sent and got. */
export function changesVariables(
  session: Session,
  trace: Trace,
  { process, frame, moment, reading }: VariablesHandle & { kind: 'changes' },
): readonly DebugProtocol.Variable[] {
  const changes = changesAt(trace, { process, moment });
  if (changes === null) return [textVariable('since', 'this is the first stop of the process')];
  const { since, entered, variables, state, events } = changes;
  const told: DebugProtocol.Variable[] = [];
  if (entered !== null) told.push(textVariable('entered', entered.title));
  if (frame !== -1) told.push(...variables.map((rebound) => reboundVariable(session, trace, rebound, reading)));
  if (state?.before === null) told.push(bytesVariable(session, 'state', readValue(trace, state.now.value), reading));
  else if (state !== null) told.push(differenceVariable(session, trace, 'state', state.before, state.now, reading));
  for (const event of events) {
    const cursor = { process, moment: event };
    told.push(momentVariable(session, trace, eventTitle(trace, event), subjectAt(trace, event) ?? '', cursor));
  }
  const start = momentVariable(session, trace, 'since', `the stop before, @${since}`, { process, moment: since });
  return told.length === 0 ? [start, textVariable('changes', 'none')] : [start, ...told];
}

/** `2 (was 1)`, unfolding into both and what differs within. */
function reboundVariable(
  session: Session,
  trace: Trace,
  { now, before }: Rebound,
  reading: Reading,
): DebugProtocol.Variable {
  const [bytes, old] = [readValue(trace, now.value), before === null ? null : readValue(trace, before.value)];
  if (bytes === null || old === null) return bytesVariable(session, now.name, bytes, reading, now.name);
  const [term, was] = [decodeTerm(bytes), decodeTerm(old)];
  const print = (value: typeof term) => printValue(value, reading, { short: true, maximumCharacters: longest });
  return groupVariable(session, now.name, `${print(was)} → ${print(term)}`, reading, () => [
    bytesVariable(session, 'before', old, reading),
    bytesVariable(session, 'now', bytes, reading, now.name),
    ...changeVariables(diffTerms(was, term, reading, mostChanges).changes.filter(({ path }) => path !== '')),
  ]);
}
