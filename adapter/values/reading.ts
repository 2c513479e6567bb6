import {
  stackAt,
  type FrameView,
  type Moment,
  type ProcessId,
  type Trace,
  type ValueOptions,
} from '../../trace/index.ts';

/** Fields of records by name, as a module defines them. */
export type Records = ReadonlyMap<string, readonly string[]>;

/** How values are read and printed: as the language of the code that holds them does, with its records. */
export interface Reading {
  readonly language: 'elixir' | 'erlang';
  readonly records: Records;
  readonly options: ValueOptions;
}

/** What is the same for all values of a trace, and each module's reading once it was asked for. */
interface TraceReadings {
  readonly fallback: Reading;
  readonly modules: Map<string, Reading>;
}

const readings = new WeakMap<Trace, TraceReadings>();

/** A frame's values are read as its module is written. */
export function readingOfFrame(trace: Trace, frame: FrameView): Reading {
  return readingOfModule(trace, frame.function.module);
}

/** Values that belong to a process and no frame: as its innermost frame reads them, else as the recorded program does. */
export function readingOfProcess(trace: Trace, process: ProcessId, moment: Moment): Reading {
  const frame = stackAt(trace, process, moment, 0, 1).frames[0];
  return frame === undefined ? readingOfTrace(trace) : readingOfFrame(trace, frame);
}

/** Where no module is known: Elixir if an Elixir took part, else Erlang. */
export function readingOfTrace(trace: Trace): Reading {
  return readingsOf(trace).fallback;
}

/** Values that belong to a module, such as the state of a behaviour. */
export function readingOfModule(trace: Trace, name: string): Reading {
  const { fallback, modules } = readingsOf(trace);
  const known = modules.get(name);
  if (known !== undefined) return known;
  const module = trace.modules.find((candidate) => candidate.name === name);
  const records: Records = new Map(Object.entries(module?.records ?? {}));
  const language = module === undefined ? languageOfName(name) : module.language === 'elixir' ? 'elixir' : 'erlang';
  const reading = { language, records, options: { ...fallback.options, records } } as const;
  modules.set(name, reading);
  return reading;
}

/** Elixir's modules are atoms that begin so; nothing else is known of a module that was not recorded. */
function languageOfName(name: string): Reading['language'] {
  return name.startsWith('Elixir.') ? 'elixir' : 'erlang';
}

function readingsOf(trace: Trace): TraceReadings {
  let known = readings.get(trace);
  if (known === undefined) {
    known = { fallback: fallbackOf(trace), modules: new Map() };
    readings.set(trace, known);
  }
  return known;
}

function fallbackOf({ nodes }: Trace): Reading {
  const elixir = nodes.find((node) => node.elixir !== null)?.elixir ?? null;
  const release = Number.parseInt(nodes[0]?.otp ?? '', 10);
  const options: ValueOptions = {
    charlistSigils: elixir !== null && isAtLeast(elixir, 1, 15),
    ...(nodes.length === 1 && { localNode: nodes[0]!.name }),
    ...(Number.isInteger(release) && { release }),
  };
  return { language: elixir === null ? 'erlang' : 'elixir', records: new Map(), options };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return first > major || (first === major && second >= minor);
}
