import { type DebugProtocol } from '@vscode/debugprotocol';
import { type Term } from '../../trace/index.ts';
import { shapeOf, type Child } from '../values/children.ts';
import { type Reading } from '../values/reading.ts';
import { printValue, typeOf, type Limits } from '../values/print.ts';
import { variablesNumber, type VariablesHandle } from './handles.ts';
import { memoryReference } from './memory.ts';
import { type Session } from './session.ts';

const readOnly: DebugProtocol.VariablePresentationHint = { attributes: ['readOnly'] };

/** A value as DAP shows it: in one line, with a reference if it has parts. */
export interface ShownValue {
  readonly text: string;
  readonly type: string;
  readonly variablesReference: number;
  readonly indexedVariables?: number;
  readonly namedVariables?: number;
  /** Of binaries: what their bytes can be read by. */
  readonly memoryReference?: string;
}

export function showTerm(
  session: Session,
  term: Term,
  reading: Reading,
  expression: string | undefined,
  limits: Limits,
): ShownValue {
  const { indexed, named } = shapeOf(term, reading);
  const hasParts = indexed + named > 0;
  const memory = memoryReference(session, term);
  return {
    text: printValue(term, reading, limits),
    type: typeOf(term, reading),
    variablesReference: hasParts ? variablesNumber(session.handles, { kind: 'term', term, expression, reading }) : 0,
    ...(indexed > 0 && { indexedVariables: indexed }),
    ...(hasParts && named > 0 && { namedVariables: named }),
    ...(memory !== undefined && { memoryReference: memory }),
  };
}

export function termVariable(
  session: Session,
  name: string,
  term: Term,
  reading: Reading,
  expression: string | undefined,
  kind?: 'property' | 'data',
): DebugProtocol.Variable {
  const { text, ...shown } = showTerm(session, term, reading, expression, { short: true });
  return {
    name,
    value: text,
    ...shown,
    ...(expression !== undefined && { evaluateName: expression }),
    presentationHint: kind === undefined ? readOnly : { ...readOnly, kind },
  };
}

/** A fact that is no value of the program. */
export function textVariable(name: string, value: string): DebugProtocol.Variable {
  return { name, value, variablesReference: 0, presentationHint: readOnly };
}

/** Part of a map with too many keys for one page. */
export function stretchVariable(
  session: Session,
  { name, from, to }: Child & { kind: 'stretch' },
  { term, expression, reading }: VariablesHandle & { kind: 'term' | 'stretch' },
): DebugProtocol.Variable {
  const variablesReference = variablesNumber(session.handles, { kind: 'stretch', term, expression, reading, from, to });
  return { name, value: `${to - from} keys`, variablesReference, presentationHint: { ...readOnly, kind: 'virtual' } };
}
