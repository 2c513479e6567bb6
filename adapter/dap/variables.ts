import { type DebugProtocol } from '@vscode/debugprotocol';
import {
  argumentsOf,
  eventAt,
  readValue,
  valuesAt,
  variablesAt,
  type BindingView,
  type FrameId,
  type Moment,
  type Trace,
} from '../../trace/index.ts';
import { endedCalls } from '../replay/returned.ts';
import { indexedChildren, namedChildren, stretchChildren, type Child } from '../values/children.ts';
import { integerIn, textIn } from './arguments.ts';
import { changesVariables } from './change-variables.ts';
import { bytesVariable } from './fact-variables.ts';
import { type VariablesHandle } from './handles.ts';
import { messageVariables } from './message-variables.ts';
import { linkVariable } from './moment-links.ts';
import { processVariables } from './process-variables.ts';
import { stateVariables } from './state-variables.ts';
import { done, type Handler, type Session } from './session.ts';
import { stretchVariable, termVariable } from './variable.ts';

/** At most this many indexed parts in one answer, whatever the client asks for. */
const mostParts = 10_000;

export const variables: Handler = (session, given) => {
  const reference = integerIn(given, 'variablesReference') ?? 0;
  const link = linkVariable(session, reference);
  if (link !== null) return done({ variables: [link] });
  const handle = session.handles.variables.get(reference);
  if (session.replay === null || handle === undefined) return done({ variables: [] });
  const page = {
    filter: textIn(given, 'filter'),
    start: Math.max(0, integerIn(given, 'start') ?? 0),
    count: integerIn(given, 'count') ?? 0,
  };
  return done({ variables: variablesOf(session, session.replay.trace, handle, page) });
};

interface Page {
  readonly filter: string | undefined;
  readonly start: number;
  /** 0: all. */
  readonly count: number;
}

function variablesOf(
  session: Session,
  trace: Trace,
  handle: VariablesHandle,
  page: Page,
): readonly DebugProtocol.Variable[] {
  const { reading } = handle;
  switch (handle.kind) {
    case 'arguments':
      return argumentsOf(trace, handle.frame, handle.moment).map(({ name, value }, index) => {
        const bytes = value === null ? null : readValue(trace, value);
        const title = name ?? `argument ${index + 1}`;
        return bytesVariable(session, title, bytes, reading, name ?? undefined);
      });
    case 'locals':
      return localsOf(trace, handle.frame, handle.moment).map(({ name, value }) =>
        bytesVariable(session, name, readValue(trace, value), reading, name),
      );
    case 'returned':
      return returnedVariables(session, trace, handle);
    case 'state':
      return stateVariables(session, trace, handle);
    case 'message':
      return messageVariables(session, trace, handle);
    case 'changes':
      return changesVariables(session, trace, handle);
    case 'process':
      return processVariables(session, trace, handle);
    case 'list':
      return handle.make(page.start, Math.min(page.count || mostParts, mostParts));
    case 'stretch':
      return children(
        session,
        stretchChildren(handle.term, handle.expression, reading, handle.from, handle.to),
        'property',
        handle,
      );
    case 'term':
      return termParts(session, handle, page);
  }
}

/**
 * In the order in which they were bound, as they stand in the text. Arguments with a name are among them: clients open
 * this scope by itself and no other.
 */
function localsOf(trace: Trace, frame: FrameId, moment: Moment): readonly BindingView[] {
  return [...variablesAt(trace, frame, moment)].reverse();
}

function termParts(session: Session, handle: VariablesHandle & { kind: 'term' }, page: Page) {
  const { term, expression, reading } = handle;
  const count = Math.min(page.count > 0 ? page.count : mostParts, mostParts);
  return [
    ...(page.filter === 'named'
      ? []
      : children(session, indexedChildren(term, expression, reading, page.start, count), 'data', handle)),
    ...(page.filter === 'indexed' || page.start > 0
      ? []
      : children(session, namedChildren(term, expression, reading), 'property', handle)),
  ];
}

function children(
  session: Session,
  parts: readonly Child[],
  kind: 'property' | 'data',
  parent: VariablesHandle & { kind: 'term' | 'stretch' },
): readonly DebugProtocol.Variable[] {
  return parts.map((part) =>
    part.kind === 'term'
      ? termVariable(session, part.name, part.term, parent.reading, part.expression, kind)
      : stretchVariable(session, part, parent),
  );
}

/** What the calls since the stop before gave back, newest first, each under the name of the called function. */
function returnedVariables(session: Session, trace: Trace, handle: VariablesHandle & { kind: 'returned' }) {
  const { process, frame, moment, reading } = handle;
  return endedCalls(trace, { process, moment }, frame).map((ended) => {
    const values = valuesAt(trace, ended.moment);
    if (ended.kind === 'exception') return bytesVariable(session, 'exception', values[1] ?? null, reading, undefined);
    const { callee } = eventAt(trace, ended.moment);
    return bytesVariable(session, calleeTitle(callee), values[0] ?? null, reading, undefined);
  });
}

/** `Enum.map/2` for `Elixir.Enum:map/2`; `lists:map/2` as it is. */
function calleeTitle(callee: string | undefined): string {
  return callee?.replace(/^Elixir\.([^:]+):/, '$1.') ?? 'value';
}
