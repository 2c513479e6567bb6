import { argumentsOf, eventAt, type Moment, type Trace, type TraceEvent } from '../../../trace/index.ts';
import { type ValueView } from '../../../protocol/index.ts';
import { viewOfRoot } from './value-view.ts';

/** Names of the values of events that are not at a place of the code, in their order (the table of `EventRecord`). */
const names: Partial<Record<TraceEvent['kind'], readonly string[]>> = {
  send: ['message', 'to'],
  arrive: ['message'],
  receive: ['message'],
  spawn: ['child', 'runs'],
  exit: ['reason'],
  register: ['name'],
  unregister: ['name'],
  link: ['process'],
  unlink: ['process'],
  monitor: ['process'],
  state: ['behaviour', 'state'],
  log: ['level', 'text', 'details'],
  return: ['result'],
};
const exceptionNames = [
  ['class', 'reason'],
  ['class', 'reason', 'stack'],
  ['behaviour', 'reason', 'state'],
] as const;

/** What an event is about: the message, the arguments or the result, class and reason, the state, the variables it binds. */
export function eventValues(trace: Trace, event: TraceEvent): readonly ValueView[] {
  const { moment, kind } = event;
  if (kind === 'call') return argumentViews(trace, moment);
  const own = ownNames(event).map((name, index) => viewOfRoot(trace, name, { kind: 'value', moment, index }));
  return [...own, ...boundViews(trace, event)];
}

function ownNames({ kind, detail, callee }: TraceEvent): readonly string[] {
  if (kind === 'exception') return exceptionNames[detail] ?? [];
  // `Enum.map/2` for `Elixir.Enum:map/2`; `lists:map/2` as it is.
  if (kind === 'value') return [callee?.replace(/^Elixir\.([^:]+):/, '$1.') ?? 'value'];
  return names[kind] ?? [];
}

/** The arguments of the call at a moment, by name where the code gives them one. */
export function argumentViews(trace: Trace, call: Moment): readonly ValueView[] {
  const { frame } = eventAt(trace, call);
  if (frame === -1) return [];
  return argumentsOf(trace, frame, call).map(({ name }, index) =>
    viewOfRoot(trace, name ?? `argument ${index + 1}`, { kind: 'argument', moment: call, index }),
  );
}

function boundViews(trace: Trace, { moment, site }: TraceEvent): readonly ValueView[] {
  const at = trace.sites[site - 1];
  const variables = trace.modules[at?.module ?? -1]?.variables ?? [];
  return (at?.binds ?? []).flatMap(({ variable }, index) => {
    const name = variables[variable]?.[0];
    return name === undefined ? [] : [viewOfRoot(trace, name, { kind: 'binding', moment, index })];
  });
}

/** What can be seen at a moment in a frame, in the order in which it was bound. */
export function variableViews(
  trace: Trace,
  bindings: readonly { readonly name: string; readonly variable: string; readonly moment: Moment }[],
): readonly ValueView[] {
  return [...bindings].reverse().map(({ name, variable, moment }) => {
    const site = trace.sites[eventAt(trace, moment).site - 1];
    const variables = trace.modules[site?.module ?? -1]?.variables ?? [];
    // Of several of one name at one place the last is meant, as for whoever asks for the variable.
    const index = site?.binds.findLastIndex((bind) => variables[bind.variable]?.[1] === variable) ?? -1;
    return viewOfRoot(trace, name, { kind: 'binding', moment, index });
  });
}
