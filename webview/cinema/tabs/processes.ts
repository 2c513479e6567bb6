import type { ProcessRow, TableColumn } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import type { App, View } from '../app.ts';
import { isFiltering } from '../choose/summary.ts';
import { icon } from '../parts/icon.ts';
import { openMenu } from '../parts/menu.ts';
import { oneAtATime } from '../parts/one-at-a-time.ts';
import { counted, printCount, printTime } from '../parts/time-text.ts';
import { virtualList } from '../parts/virtual-list.ts';
import { firstArrangement } from '../state/arrangement.ts';
import { playheadOf, type FilmState } from '../state/film-state.ts';
import { chosenProcesses } from './chosen-processes.ts';
import { newestEventOf } from './newest-event.ts';
import { columns, sortedBy, statusIcons, type Column } from './processes-columns.ts';
import { createTablePages, pageSize } from './processes-pages.ts';
import './processes.css';

const rowHeight = 22;
/** Milliseconds between two tables while the playhead moves. */
const playingRest = 100;

/** A table of processes as of the playhead. The filter and the hidden lanes hold here too. */
export function createProcessesView(app: App): View {
  const { store, client, actions } = app;
  const pages = createTablePages();
  let order: { readonly sort: TableColumn; readonly descending: boolean } = { sort: 'events', descending: true };
  let isShown = false;
  /** The process whose row is marked: at once when chosen here, before its event has been found. */
  let marked = -1;
  /** A row that was chosen before it has come. */
  let awaited = -1;

  const headings = columns.map((column) => heading(column, () => sort(column)));
  const header = element('div', 'processes-row processes-header', ...headings.map(({ cell }) => cell));
  header.setAttribute('role', 'row');
  header.setAttribute('aria-rowindex', '1');
  const list = virtualList({
    label: 'Processes',
    role: 'grid',
    className: 'processes-table',
    rowHeight,
    header,
    make: emptyRow,
    fill: (row, index) => fillRow(row, pages.row(index)),
    moved: () => ask(),
    chosen: (index) => choose(index, false),
    opened: (index) => choose(index, true),
  });
  list.element.setAttribute('aria-colcount', String(columns.length));
  const counts = element('span', 'processes-counts');
  counts.setAttribute('role', 'status');
  const clear = button('link-button', 'Show all', () =>
    actions.arrange({ filter: firstArrangement.filter, hidden: firstArrangement.hidden }),
  );
  const made = element('section', 'processes', list.element, element('footer', 'processes-foot', counts, clear));
  made.setAttribute('aria-label', 'Processes');

  const ask = oneAtATime(async () => {
    for (;;) {
      const state = store.get();
      const { from, to } = list.shown();
      const start = isShown && state.opening !== null ? pages.wanted(from, to) : null;
      if (start === null) return;
      const processes = chosenProcesses(state);
      const { moment } = playheadOf(state);
      const { round } = pages;
      const asked = { moment, ...order, start, count: pageSize, ...(processes !== null && { processes }) };
      const answered = await client.askNewest('table', 'table', asked);
      if (!answered.ok) {
        if (!answered.cancelled) actions.complain(answered.problem);
        return;
      }
      // What has come may be old by now: it is shown all the same, and asked for again.
      pages.put(start, answered.value, round);
      draw();
      if (awaited >= 0 && pages.row(awaited) !== null) choose(awaited, false);
      // A film that plays shall not keep the door busy with tables.
      if (state.preview !== null) await new Promise((resolve) => setTimeout(resolve, playingRest));
    }
  });

  const draw = (): void => {
    const at = pages.indexOf(marked);
    if (at >= 0) list.setActive(at);
    list.setCount(pages.total);
    const state = store.get();
    const all = state.opening?.processes ?? 0;
    const isPart = pages.total < all;
    counts.textContent = `${isPart ? `${printCount(pages.total)} of ` : ''}${counted(all, 'process', 'processes')} at ${printTime(playheadOf(state).time)}`;
    clear.hidden = !isFiltering(state.arrangement.filter) && state.arrangement.hidden.length === 0;
  };
  const renew = (): void => {
    pages.renew();
    ask();
  };
  const sort = (column: Column): void => {
    order = sortedBy(order, column);
    for (const { put } of headings) put(order);
    list.element.scrollTop = 0;
    renew();
  };

  const choose = (index: number, isGoing: boolean): void => {
    const row = pages.row(index);
    awaited = row === null ? index : -1;
    marked = row?.process ?? -1;
    if (row === null) return;
    void newestEventOf(app, row.process).then((place) => {
      if (place === null || marked !== row.process) return;
      if (isGoing) void actions.goTo(place.moment, place.process);
      else actions.select(place);
    });
  };
  const menu = (index: number, at: Element | { readonly x: number; readonly y: number }): void => {
    const row = pages.row(index);
    if (row !== null) openRowMenu(app, row, at, () => choose(index, true));
  };
  list.element.addEventListener('mouseover', ({ target }) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('.virtual-list-row > .processes-cell') : null;
    if (cell === null) return;
    const row = cell.parentElement!;
    const content = pages.row(Number(row.dataset['index']));
    cell.title = content === null ? '' : columns[[...row.children].indexOf(cell)]!.hint(content);
  });
  list.element.addEventListener('contextmenu', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('.virtual-list-row');
    event.preventDefault();
    if (row !== null) return menu(Number(row.dataset['index']), { x: event.clientX, y: event.clientY });
    // From the keyboard (Shift+F10, the menu key), the event is the list's own.
    const active = list.element.querySelector('.virtual-list-row.active');
    if (active !== null) menu(list.active(), active);
  });

  store.listen((now, before) => {
    if (now.selection !== before.selection) marked = now.selection?.process ?? -1;
    if (!isShown) return;
    if (isOther(now, before)) renew();
    else if (now.selection !== before.selection || now.directory !== before.directory) draw();
  });
  for (const { put } of headings) put(order);

  return {
    name: 'processes',
    title: 'Processes',
    element: made,
    show: () => {
      isShown = true;
      marked = store.get().selection?.process ?? -1;
      draw();
      renew();
    },
    hide: () => {
      isShown = false;
    },
    picture: null,
  };
}

/** Whether the table shows something else in one state than in another. */
function isOther(now: FilmState, before: FilmState): boolean {
  return (
    playheadOf(now).moment !== playheadOf(before).moment ||
    now.found !== before.found ||
    now.arrangement.hidden !== before.arrangement.hidden ||
    now.opening !== before.opening
  );
}

function heading(
  column: Column,
  click: () => void,
): {
  readonly cell: HTMLElement;
  readonly put: (order: { readonly sort: TableColumn; readonly descending: boolean }) => void;
} {
  const sign = icon('blank', 'processes-order');
  const inner =
    column.name === 'line'
      ? element('span', 'processes-heading', column.title)
      : button('processes-heading', column.title, click);
  inner.append(sign);
  inner.title = column.name === 'line' ? column.tooltip : `${column.tooltip}\nClick to sort`;
  const cell = element('div', `processes-cell processes-${column.name}`, inner);
  cell.classList.toggle('processes-number', column.isNumber);
  cell.setAttribute('role', 'columnheader');
  return {
    cell,
    put: ({ sort, descending }) => {
      if (column.name === 'line') return;
      const direction = sort !== column.name ? 'none' : descending ? 'descending' : 'ascending';
      cell.setAttribute('aria-sort', direction);
      sign.className = `codicon processes-order codicon-${direction === 'none' ? 'blank' : descending ? 'arrow-down' : 'arrow-up'}`;
    },
  };
}

/** A row whose cells have one text each, which `fillRow` sets: rows are filled by the hundred while one scrolls. */
function emptyRow(): HTMLElement {
  const cells = columns.map((column) => {
    const cell = element(
      'div',
      `processes-cell processes-${column.name}${column.isNumber ? ' processes-number' : ''}`,
      column.name === 'status' ? icon('blank') : null,
      document.createTextNode(''),
    );
    cell.setAttribute('role', 'gridcell');
    return cell;
  });
  const row = element('div', 'processes-row', ...cells);
  row.setAttribute('role', 'row');
  return row;
}

function fillRow(row: HTMLElement, content: ProcessRow | null): void {
  const status = content?.status ?? '';
  if (row.dataset['status'] !== status) {
    row.dataset['status'] = status;
    const sign = row.querySelector('.codicon')!;
    sign.className = `codicon codicon-${content === null ? 'blank' : statusIcons[content.status]}`;
  }
  row.classList.toggle('processes-machinery', content?.label.isMachinery === true);
  columns.forEach((column, index) => {
    const text = row.children[index]!.lastChild as Text;
    const now = content === null ? '' : column.text(content);
    if (text.data !== now) text.data = now;
  });
}

function openRowMenu(
  { store, actions, host }: App,
  { process, label, place }: ProcessRow,
  at: Element | { readonly x: number; readonly y: number },
  goTo: () => void,
): void {
  const { arrangement } = store.get();
  const { pinned, hidden, filter } = arrangement;
  const isPinned = pinned.includes(process);
  openMenu(at, label.name === '' ? label.pid : label.name, [
    { label: 'Go to Its Newest Event', icon: 'debug-start', keys: 'Enter', run: goTo },
    {
      label: 'Open Source',
      icon: 'go-to-file',
      disabled: place === null,
      run: () => {
        if (place !== null && !host.openSource(place)) goTo();
      },
    },
    null,
    isPinned
      ? { label: 'Unpin', icon: 'pin', run: () => actions.arrange({ pinned: pinned.filter((one) => one !== process) }) }
      : { label: 'Pin on Top', icon: 'pinned', run: () => actions.arrange({ pinned: [...pinned, process] }) },
    { label: 'Hide', icon: 'eye-closed', run: () => actions.arrange({ hidden: [...hidden, process] }) },
    {
      label: 'Only This and Its Descendants',
      icon: 'filter',
      run: () => actions.arrange({ filter: { ...filter, under: process } }),
    },
    {
      label: 'Only Who Talks to This',
      icon: 'comment-discussion',
      run: () => actions.arrange({ filter: { ...filter, talksTo: process } }),
    },
    null,
    { label: 'Copy Pid', icon: 'copy', run: () => host.copy(label.pid) },
  ]);
}
