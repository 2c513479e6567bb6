import type { ValueView } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { virtualList } from '../parts/virtual-list.ts';
import { inlineValues } from './inline-values.ts';
import { followSource, type Source, type SourcePlace } from './source-follow.ts';
import './source-pane.css';

const rowHeight = 19;
/** Tabs of files, at most. */
const mostFiles = 6;

interface ShownFile {
  readonly source: number;
  readonly text: Source;
  readonly lines: readonly string[];
  readonly hits: ReadonlyMap<number, number>;
}

/** The recorded source beside the film: where there is no editor, the page shows itself what ran. */
export function createSourcePane(app: App): HTMLElement {
  const { store } = app;
  const tabs = element('div', 'source-tabs');
  tabs.setAttribute('role', 'tablist');
  tabs.setAttribute('aria-label', 'Files');
  const note = element('p', 'source-note');
  const files: ShownFile[] = [];
  let shown: ShownFile | null = null;
  let place: SourcePlace | null = null;
  let values: ReadonlyMap<number, readonly ValueView[]> = new Map();

  const list = virtualList({
    label: 'Source',
    role: 'listbox',
    className: 'source-lines',
    rowHeight,
    make: () => {
      const made = element(
        'div',
        'source-line',
        element('span', 'source-number'),
        element('span', 'source-hits'),
        element('code', 'source-code'),
        element('span', 'source-values'),
      );
      made.setAttribute('role', 'option');
      return made;
    },
    fill: (row, index) => fillLine(row, index + 1, shown, currentLine(), values.get(index + 1) ?? []),
  });
  const currentLine = (): number => (place !== null && shown?.source === place.place.source ? place.place.line : 0);

  const open = (file: ShownFile): void => {
    const isOther = file !== shown;
    shown = file;
    const line = currentLine();
    values =
      line > 0 && place !== null
        ? inlineValues(file.lines, line, place.event.variables, file.text.language)
        : new Map();
    list.element.hidden = file.text.text === null;
    note.hidden = file.text.text !== null;
    note.textContent = file.text.text === null ? `${file.text.path} is not in the recording.` : '';
    list.element.setAttribute('aria-label', file.text.path);
    if (isOther) list.setCount(file.lines.length);
    list.setActive(line - 1);
    list.refresh();
    if (line > 0) bring(line - 1);
    drawTabs();
  };
  /** Into the middle where it was far away, so that what is around it can be read. */
  const bring = (index: number): void => {
    const { from, to } = list.shown();
    const room = list.element.clientHeight;
    if (room === 0) return;
    if (index <= from + 7 || index >= to - 8) list.element.scrollTop = index * rowHeight - room / 2 + rowHeight / 2;
    list.reveal(index);
  };
  const drawTabs = (): void => {
    tabs.replaceChildren(
      ...files.map((file) => {
        const { path } = file.text;
        const one = element('button', 'source-tab', path.slice(path.lastIndexOf('/') + 1));
        one.type = 'button';
        one.title = path;
        one.setAttribute('role', 'tab');
        one.setAttribute('aria-selected', String(file === shown));
        one.addEventListener('click', () => open(file));
        return one;
      }),
    );
  };
  const fileOf = (source: number, text: Source): ShownFile => {
    const found = files.find((file) => file.source === source && file.text === text);
    if (found !== undefined) return found;
    const hits = new Map(Array.from(text.lines, (line, index) => [line, text.hits[index] ?? 0]));
    const file: ShownFile = { source, text, lines: (text.text ?? '').split(/\r?\n/), hits };
    files.unshift(file);
    files.splice(mostFiles);
    return file;
  };

  const follow = followSource(app, (next) => {
    place = next;
    if (next !== null) return open(fileOf(next.place.source, next.source));
    if (shown !== null) return open(shown);
    note.hidden = false;
    list.element.hidden = true;
    note.textContent = 'No source was recorded for this event.';
  });
  store.listen((now, before) => {
    if (now.sourceOpen && !before.sourceOpen) follow.update();
  });
  // Made visible or resized, it shows the current line again.
  new ResizeObserver(() => {
    if (currentLine() > 0) bring(currentLine() - 1);
  }).observe(list.element);
  follow.update();
  note.textContent = 'The source of the event that you look at appears here.';
  list.element.hidden = true;
  return element(
    'section',
    'source',
    element(
      'div',
      'source-head',
      tabs,
      iconButton('close', 'Close the source (U)', () => store.set({ sourceOpen: false })),
    ),
    note,
    list.element,
  );
}

function fillLine(
  row: HTMLElement,
  line: number,
  file: ShownFile | null,
  current: number,
  values: readonly ValueView[],
): void {
  const [number, hits, code, beside] = row.children as unknown as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
  const count = file?.hits.get(line) ?? 0;
  row.classList.toggle('source-current', line === current);
  row.classList.toggle('source-ran', count > 0);
  if (line === current) row.setAttribute('aria-current', 'location');
  else row.removeAttribute('aria-current');
  number.textContent = String(line);
  hits.textContent = count > 0 ? `${printCount(count)}×` : '';
  hits.title = count > 0 ? `Reached ${counted(count, 'time')}` : '';
  code.textContent = file?.lines[line - 1] ?? '';
  beside.replaceChildren(
    ...values.map(({ name, text, type }) => {
      const one = element('span', 'source-value', element('span', 'source-name', `${name} = `), text);
      one.title = `${name} = ${text}\n${type}`;
      return one;
    }),
  );
}
