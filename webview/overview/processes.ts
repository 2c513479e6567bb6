import type { TraceDescription } from '../../protocol/index.ts';
import { button, element, section } from '../element.ts';
import { count, counted } from './texts.ts';

type Process = TraceDescription['processes'][number];

/** Rows made at once; a table of ten thousand would make the page slow to open. */
const ROWS = 100;
const MORE_ROWS = 1_000;

/** Those with recorded code first, crashed ones first among them, OTP's own last, else by their number of events. */
export function inOrder(processes: readonly Process[]): readonly Process[] {
  const rank = ({ crashed, hasRecordedCode, isMachinery }: Process): number =>
    (hasRecordedCode ? 0 : isMachinery ? 4 : 2) + (crashed ? 0 : 1);
  return [...processes].sort(
    (one, other) => rank(one) - rank(other) || other.events - one.events || one.process - other.process,
  );
}

/** Whether a process is meant by what was written into the filter box. */
export function matches(process: Process, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return [process.label, process.pid, process.exit ?? ''].some((text) => text.toLowerCase().includes(wanted));
}

/** How a process ended, in words. */
export function ending(process: Process): string {
  if (process.exit === null) return 'alive at the end';
  return process.crashed ? `crashed: ${process.exit}` : `ended: ${process.exit}`;
}

/**
 * The table of processes with a filter box.
 *
 * @param filter what the box held when the page was last shown
 * @param remember told whenever the filter changes
 */
export function processes(trace: TraceDescription, filter: string, remember: (filter: string) => void): HTMLElement {
  const ordered = inOrder(trace.processes);
  const body = element('tbody', '');
  const note = element('p', 'muted');
  const more = button('link', 'Show more', () => show(shown + MORE_ROWS));
  let wanted = filter;
  let shown = ROWS;

  const show = (rows: number): void => {
    shown = rows;
    const found = ordered.filter((process) => matches(process, wanted));
    body.replaceChildren(...found.slice(0, shown).map(row));
    more.hidden = found.length <= shown;
    const unlisted = trace.processCount - trace.processes.length;
    note.textContent = [
      found.length === ordered.length
        ? ''
        : `${count(found.length)} of ${counted(ordered.length, 'process', 'processes')}`,
      unlisted > 0 ? `${counted(unlisted, 'more process', 'more processes')} with fewer events not listed here` : '',
    ]
      .filter((text) => text !== '')
      .join('; ');
  };

  const box = element('input', 'filter');
  box.type = 'search';
  box.placeholder = 'Filter by name, pid or reason';
  box.setAttribute('aria-label', 'Filter processes');
  box.value = filter;
  box.addEventListener('input', () => {
    wanted = box.value;
    remember(wanted);
    show(ROWS);
  });

  show(ROWS);
  const head = ['Process', 'Pid', 'Events', 'End'].map((title) => {
    const cell = element('th', title === 'Events' ? 'number' : '', title);
    cell.scope = 'col';
    return cell;
  });
  return section(
    'processes',
    counted(trace.processCount, 'process', 'processes'),
    ordered.length > 10 ? box : null,
    element('div', 'table', element('table', '', element('thead', '', element('tr', '', ...head)), body)),
    more,
    note,
  );
}

/** The label without the pid at its end, which has a column of its own. */
export function nameOf({ label, pid }: Process): string {
  return label !== pid && label.endsWith(` ${pid}`) ? label.slice(0, -pid.length - 1) : label;
}

function row(process: Process): HTMLElement {
  const label = element('th', 'label', nameOf(process));
  label.scope = 'row';
  const end = element('div', 'end', ending(process));
  end.title = process.exit ?? '';
  const className = process.crashed ? 'crashed' : process.hasRecordedCode ? '' : 'no-code';
  return element(
    'tr',
    className,
    label,
    element('td', 'pid', process.pid),
    element('td', 'number', count(process.events)),
    element('td', '', end),
  );
}
