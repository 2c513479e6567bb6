import {
  decodeTerm,
  exitText,
  partnersOf,
  printingOf,
  processAt,
  processColumns,
  processesAliveAt,
  processesOfModule,
  valuesAt,
  type Moment,
  type ProcessId,
  type Trace,
} from '../../trace/index.ts';
import { type Handler } from './film.ts';
import { modulesTitled } from './modules.ts';
import { pace } from './pace.ts';

/** What a process can be found by, in small letters; by process, filled as it is asked for. */
const searchTexts = new WeakMap<Trace, (string | undefined)[]>();

/** Characters of an exit reason that are searched. */
const reasonLength = 500;

export const find: Handler<'find'> = async (film, asked, asking) => {
  const { trace } = film;
  // The cheap conditions first: texts are read from the file.
  const conditions: ((process: number) => boolean)[] = [];
  if (asked.aliveAt !== undefined) conditions.push(among(processesAliveAt(trace, asked.aliveAt as Moment)));
  if (asked.talksTo !== undefined) conditions.push(among(partnersOf(trace, asked.talksTo as ProcessId)));
  if (asked.under !== undefined) conditions.push(among(descendants(trace, asked.under)));
  if (asked.module !== undefined) {
    const modules = modulesTitled(trace, asked.module);
    conditions.push(among(modules.flatMap((module) => [...processesOfModule(trace, module)])));
  }
  const text = asked.text?.trim().toLowerCase() ?? '';
  if (text !== '') conditions.push((process) => searchText(trace, process).includes(text));
  const pause = pace(asking);
  const found: number[] = [];
  for (let process = 0; process < trace.processCount; process++) {
    await pause(process / trace.processCount, 'Looking for processes');
    if (conditions.every((holds) => holds(process))) found.push(process);
  }
  return { processes: Int32Array.from(found) };
};

function among(processes: Iterable<number>): (process: number) => boolean {
  const set = new Set(processes);
  return (process) => set.has(process);
}

/** The process itself and all it spawned, and they spawned. */
function descendants(trace: Trace, root: number): ReadonlySet<number> {
  const { parent } = processColumns(trace);
  const children = new Map<number, number[]>();
  parent.forEach((above, process) => {
    const known = children.get(above);
    if (known === undefined) children.set(above, [process]);
    else known.push(process);
  });
  const found = new Set([root]);
  // A set grows while it is walked over: each is looked at once, also in a trace that claims a circle.
  for (const process of found) for (const child of children.get(process) ?? []) found.add(child);
  return found;
}

function searchText(trace: Trace, process: number): string {
  const texts = searchTexts.get(trace) ?? [];
  searchTexts.set(trace, texts);
  return (texts[process] ??= [...textsOf(trace, process as ProcessId)].join('\n').toLowerCase());
}

function* textsOf(trace: Trace, process: ProcessId): Iterable<string> {
  const { label, names, initialCall, exit } = processAt(trace, process);
  yield label;
  yield* names;
  if (initialCall !== null) yield initialCall;
  const reason = exit === null ? undefined : valuesAt(trace, exit.moment)[0];
  if (reason === undefined) return;
  const { language, options } = printingOf(trace);
  const { type, message } = exitText(decodeTerm(reason), language, { ...options, maximumCharacters: reasonLength });
  yield `${type} ${message}`.slice(0, reasonLength);
}
