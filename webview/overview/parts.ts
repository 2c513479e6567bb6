import type { FromOverview, TraceDescription } from '../../protocol/index.ts';
import { button, element, section } from '../element.ts';
import { bytes, count, counted, dayAndTime, duration, moduleName } from './texts.ts';

export type Say = (message: FromOverview) => void;

/** Title, what was recorded and where, and the buttons that replay. */
export function header(name: string, trace: TraceDescription, say: Say): HTMLElement {
  const facts = [
    duration(trace.duration),
    counted(trace.events, 'event'),
    counted(trace.processCount, 'process', 'processes'),
    bytes(trace.bytes),
    ...(trace.recordedAt === null ? [] : [dayAndTime(trace.recordedAt)]),
  ];
  const firstCrash = trace.crashes[0];
  return element(
    'header',
    'header',
    element(
      'div',
      'title',
      element('h1', '', name),
      element('p', 'facts', ...facts.map((fact) => element('span', '', fact))),
      ...trace.nodes.map(nodeLine),
    ),
    element(
      'div',
      'actions',
      button('primary', 'Replay', () => say({ kind: 'replay', startAt: 'start' })),
      button('secondary', 'Open the Film', () => say({ kind: 'film' })),
      firstCrash === undefined
        ? null
        : button('secondary', 'Replay from the first crash', () =>
            say({ kind: 'replay', startAt: { moment: firstCrash.moment } }),
          ),
    ),
  );
}

/** The name of a node that was given none. */
const NO_NODE_NAME = 'nonode@nohost';

function nodeLine(node: TraceDescription['nodes'][number]): HTMLElement {
  const versions = [`OTP ${node.otp}`, ...(node.elixir === null ? [] : [`Elixir ${node.elixir}`])].join(', ');
  const line = element(
    'p',
    'node',
    ...(node.command.length > 0 ? [element('code', '', node.command.join(' '))] : []),
    element('span', '', node.name === NO_NODE_NAME ? versions : `${versions}, node ${node.name}`),
  );
  line.title = node.directory;
  return line;
}

/** What a reader must know before trusting the page: gaps, damage, a recording that was cut off. Null when all is well. */
export function warnings(trace: TraceDescription): HTMLElement | null {
  const texts = [
    ...(trace.complete ? [] : ['The recording was cut off before its program ended. What was written is shown.']),
    ...(trace.dropped > 0
      ? [`${counted(trace.dropped, 'event')} could not be recorded in time. The replay shows each such place as a gap.`]
      : []),
    ...trace.damage,
  ];
  if (texts.length === 0) return null;
  const list = element('ul', 'warnings', ...texts.map((text) => element('li', '', text)));
  list.setAttribute('aria-label', 'Warnings');
  return list;
}

/** Crashes shown; after these a reader wants the replay. */
const CRASHES = 50;

/** The uncaught ends, earliest first, each with a button to begin there. */
export function crashes(trace: TraceDescription, say: Say): HTMLElement | null {
  if (trace.crashes.length === 0) return null;
  const items = trace.crashes.slice(0, CRASHES).map((crash) =>
    element(
      'li',
      'crash',
      element(
        'div',
        'crash-head',
        element('strong', '', crash.process),
        element('span', 'muted', `at ${duration(crash.time)}, moment ${count(crash.moment)}`),
        button('link', 'Replay from here', () => say({ kind: 'replay', startAt: { moment: crash.moment } })),
      ),
      element('pre', 'reason', crash.reason),
    ),
  );
  const others = trace.crashes.length - items.length;
  return section(
    'crashes',
    counted(trace.crashes.length, 'crash', 'crashes'),
    element('ul', 'plain', ...items),
    others > 0 ? element('p', 'muted', `${counted(others, 'later crash', 'later crashes')} not listed here`) : null,
  );
}

/** How many events of each kind, the most frequent first, as bars of a common scale. */
export function kinds(trace: TraceDescription): HTMLElement {
  const sorted = trace.eventsByKind.filter((kind) => kind.count > 0).sort((one, other) => other.count - one.count);
  const most = sorted[0]?.count ?? 1;
  const rows = sorted.map(({ kind, count: number }) => {
    const bar = element('meter', '');
    bar.min = 0;
    bar.max = most;
    bar.value = number;
    bar.setAttribute('aria-label', `${counted(number, 'event')} of kind ${kind}`);
    return element(
      'tr',
      '',
      element('th', '', kind),
      element('td', 'bar', bar),
      element('td', 'number', count(number)),
    );
  });
  return section('kinds', 'Events', element('table', '', element('tbody', '', ...rows)));
}

const LEVELS: Readonly<Record<string, string>> = {
  lines: 'lines and variables',
  calls: 'calls only',
  messages: 'messages only',
};

/** The recorded modules, grouped by how much of them was recorded, and those that could not be, with the reason. */
export function modules(trace: TraceDescription): HTMLElement {
  const levels = [...new Set(trace.modules.map(({ level }) => level))];
  const groups = levels.map((level) => {
    const inLevel = trace.modules.filter((module) => module.level === level);
    const items = inLevel.map((module) => {
      const item = element('li', '', element('code', '', moduleName(module.name)));
      if (module.reason !== null) item.append(element('span', 'muted', ` ${module.reason}`));
      return item;
    });
    return group(`${counted(inLevel.length, 'module')} by ${LEVELS[level] ?? level}`, items, levels[0] === level);
  });
  const skipped = trace.skipped.map(({ module, reason }) =>
    element('li', '', element('code', '', moduleName(module)), element('span', 'muted', ` ${reason}`)),
  );
  if (skipped.length > 0) groups.push(group(`${counted(skipped.length, 'module')} not recorded`, skipped, false));
  if (groups.length === 0) groups.push(element('p', 'muted', 'No module was recorded by lines or calls.'));
  return section('modules', 'Modules', ...groups);
}

const OPEN_AT_MOST = 30;

function group(title: string, items: readonly HTMLElement[], open: boolean): HTMLElement {
  const details = element('details', '', element('summary', '', title), element('ul', 'plain', ...items));
  details.open = open && items.length <= OPEN_AT_MOST;
  return details;
}
