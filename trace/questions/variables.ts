import {
  type FrameId,
  type Moment,
  type PathStep,
  type ProcessId,
  type Site,
  type SiteBinding,
  type SourceId,
} from '../model.ts';
import { fact, frame as column, track } from '../build/shapes.ts';
import { type Trace } from '../trace.ts';
import { walkStack } from './frames.ts';
import { type ValueReference } from './values.ts';

/** An argument of a call, by position. The name is there when the pattern is a plain variable. */
export interface NamedValue {
  readonly name: string | null;
  readonly value: ValueReference | null;
}

/** A variable that has a value. */
export interface BindingView {
  /** As the source says it. */
  readonly name: string;
  /** As the code says it: rebinding makes several of one name. */
  readonly variable: string;
  /** When it got this value. */
  readonly moment: Moment;
  readonly value: ValueReference;
}

/** The arguments a frame was called with. They are what they are from the call on, so the moment only says whether it came. */
export function argumentsOf(trace: Trace, frame: FrameId, moment: Moment): readonly NamedValue[] {
  const { frames } = trace.inside;
  if (!isFrame(trace, frame)) return [];
  const call = frames.get(frame, column.call) as Moment;
  if (call > moment) return [];
  const site = trace.sites[frames.get(frame, column.site) - 1];
  if (site === undefined) return [];
  const variables = trace.modules[site.module]?.variables ?? [];
  return site.arguments.map((argument): NamedValue => {
    if ('literal' in argument) return { name: null, value: argument };
    const whole = site.binds.find(({ value, path }) => value === argument.value && path.length === 0);
    return {
      name: whole === undefined ? null : (variables[whole.variable]?.[0] ?? null),
      value: { moment: call, value: argument.value, path: [] },
    };
  });
}

/**
 * What the frame knows at a moment: the newest visible binding of every name, in the order of their binding, newest first.
 * Costs the number of bindings that are visible, not the events in between.
 */
export function variablesAt(trace: Trace, frame: FrameId, moment: Moment): readonly BindingView[] {
  const found = new Map<string, BindingView>();
  forEachBinding(trace, frame, moment, (site, { variable, value, path }, bound) => {
    const [name, inCode] = trace.modules[site.module]?.variables[variable] ?? [];
    if (name === undefined || inCode === undefined || found.has(name)) return true;
    found.set(name, { name, variable: inCode, moment: bound, value: referenceTo(bound, value, path) });
    return true;
  });
  return [...found.values()];
}

/** A binding, and where in the text it is made; line and column from 1, column 0 where only the line is known. */
export interface PlacedBinding extends BindingView {
  readonly line: number;
  readonly column: number;
}

/**
 * What a frame has bound up to a moment, every variable of its own at the place where its function first names it. Unlike
 * `variablesAt` a name that was bound again is there once for each. Costs the bindings that are visible and the names of the module.
 */
export function placedBindings(trace: Trace, frame: FrameId, moment: Moment): readonly PlacedBinding[] {
  if (!isFrame(trace, frame)) return [];
  const owner = trace.sites[trace.inside.frames.get(frame, column.site) - 1];
  const module = owner && trace.modules[owner.module];
  const extent = owner && trace.functions[owner.function];
  if (module === undefined || extent === undefined) return [];
  const bound = new Map<number, PlacedBinding>();
  forEachBinding(trace, frame, moment, (site, { variable, value, path }, at) => {
    const [name, variableInCode] = site.module === owner!.module ? (module.variables[variable] ?? []) : [];
    if (name === undefined || variableInCode === undefined || bound.has(variable)) return true;
    bound.set(variable, {
      name,
      variable: variableInCode,
      moment: at,
      value: referenceTo(at, value, path),
      line: site.line,
      column: 0,
    });
    return true;
  });
  const places = new Map<number, { readonly line: number; readonly column: number }>();
  for (const [line, start, variable] of module.occurrences) {
    if (!bound.has(variable) || line < extent.line || line > extent.lastLine) continue;
    const known = places.get(variable);
    if (known === undefined || line < known.line || (line === known.line && start < known.column))
      places.set(variable, { line, column: start });
  }
  return [...bound].map(([variable, binding]) => ({ ...binding, ...places.get(variable) }));
}

/**
 * The value of the variable that stands at a place of the text, as the frame sees it at a moment: of several bindings of one
 * name the one this occurrence means. `notRecorded`: no event ever tells this variable; null: there is no such
 * occurrence, or it has no value yet. Without columns in the recording, the newest binding among those of the line.
 */
export function variableOfOccurrence(
  trace: Trace,
  frame: FrameId,
  moment: Moment,
  at: { readonly source: SourceId; readonly line: number; readonly column: number; readonly name: string },
): BindingView | { readonly notRecorded: true } | null {
  if (!isFrame(trace, frame)) return null;
  const owner = trace.sites[trace.inside.frames.get(frame, column.site) - 1];
  const module = owner && trace.modules[owner.module];
  if (module === undefined) return null;
  const meant = new Set<number>();
  for (const [line, start, variable] of module.occurrences) {
    const name = module.variables[variable]?.[0];
    if (line !== at.line || name !== at.name) continue;
    if (start === 0 || at.column === 0 || (at.column >= start && at.column < start + name.length)) meant.add(variable);
  }
  if (meant.size === 0 || !isModuleIn(trace, owner!.module, at.source)) return null;
  const results: BindingView[] = [];
  forEachBinding(trace, frame, moment, (_, { variable, value, path }, bound) => {
    if (!meant.has(variable)) return true;
    const inCode = module.variables[variable]![1];
    results.push({ name: at.name, variable: inCode, moment: bound, value: referenceTo(bound, value, path) });
    return false;
  });
  if (results[0] !== undefined) return results[0];
  const recorded = recordedVariables(trace, owner!.module);
  for (const variable of meant) if (recorded.has(variable)) return null;
  return { notRecorded: true };
}

function referenceTo(moment: Moment, value: number, path: readonly PathStep[]): ValueReference {
  return { moment, value, path };
}

function isFrame(trace: Trace, frame: FrameId): boolean {
  return Number.isInteger(frame) && frame >= 0 && frame < trace.frameCount;
}

/** Visits visible bindings, newest first, until `visit` returns false. */
function forEachBinding(
  trace: Trace,
  frame: FrameId,
  moment: Moment,
  visit: (site: Site, binding: SiteBinding, bound: Moment) => boolean,
): void {
  const { tracks, facts } = trace.inside;
  let at = newestEventOf(trace, frame, moment);
  while (at !== -1) {
    const site = trace.sites[tracks.get(at, track.site) - 1];
    for (let index = (site?.binds.length ?? 0) - 1; index >= 0; index--) {
      if (!visit(site!, site!.binds[index]!, at as Moment)) return;
    }
    const back = facts.get(at, fact.previous);
    at = back === 0 ? -1 : at - back;
  }
}

/** The newest event of a frame at a site, at or before a moment; -1 when the frame is not on the stack then. */
function newestEventOf(trace: Trace, frame: FrameId, moment: Moment): number {
  if (!isFrame(trace, frame)) return -1;
  const { frames, tracks } = trace.inside;
  const process = tracks.get(frames.get(frame, column.call), track.process);
  let found = -1;
  walkStack(trace, process as ProcessId, moment, (_, entry) => {
    if (entry.frame === frame) found = entry.lastMoment;
    return found === -1;
  });
  return found;
}

function isModuleIn(trace: Trace, module: number, source: SourceId): boolean {
  const known = remembered(trace, 'sourcesOfModules', () => {
    const sources = new Map<number, Set<number>>();
    for (const site of trace.sites) {
      const own = sources.get(site.module);
      if (own === undefined) sources.set(site.module, new Set([site.source]));
      else own.add(site.source);
    }
    return sources;
  });
  return known.get(module)?.has(source) ?? false;
}

/** Variables that some site reports. */
function recordedVariables(trace: Trace, module: number): ReadonlySet<number> {
  const known = remembered(trace, 'recordedVariables', () => {
    const variables = new Map<number, Set<number>>();
    for (const site of trace.sites) {
      let own = variables.get(site.module);
      if (own === undefined) variables.set(site.module, (own = new Set()));
      for (const { variable } of site.binds) own.add(variable);
    }
    return variables;
  });
  return known.get(module) ?? new Set();
}

/** Computes something about the whole trace once. */
export function remembered<Value>(trace: Trace, name: string, compute: () => Value): Value {
  const { memory } = trace.inside;
  if (!memory.has(name)) memory.set(name, compute());
  return memory.get(name) as Value;
}
