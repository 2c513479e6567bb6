import type { FromOverview, ToOverview } from '../../protocol/index.ts';
import { button, element } from '../element.ts';
import './overview.css';
import { crashes, header, kinds, modules, warnings, type Say } from './parts.ts';
import { processes } from './processes.ts';
import { bytes } from './texts.ts';

/** What VS Code gives a webview page. */
interface Host {
  postMessage(message: FromOverview): void;
  getState(): unknown;
  setState(state: PageState): void;
}
declare function acquireVsCodeApi(): Host;

/** What survives when the tab is hidden and the page made anew. */
interface PageState {
  readonly filter: string;
  readonly scroll: number;
}

const host = acquireVsCodeApi();
const page = document.getElementById('page')!;
const say: Say = (message) => host.postMessage(message);
let state = readState(host.getState());

window.addEventListener('message', (event: MessageEvent<ToOverview>) => show(event.data));
window.addEventListener('scroll', () => remember({ ...state, scroll: window.scrollY }), { passive: true });
say({ kind: 'ready' });

function show(news: ToOverview): void {
  const { scroll } = state;
  page.setAttribute('aria-busy', String(news.kind === 'reading'));
  page.replaceChildren(...contents(news));
  window.scrollTo(0, scroll);
}

function contents(news: ToOverview): readonly Node[] {
  switch (news.kind) {
    case 'reading': {
      const bar = element('progress', '');
      bar.setAttribute('aria-label', 'Reading the recording');
      const size = news.bytes > 0 ? ` (${bytes(news.bytes)})` : '';
      return [
        element('header', 'header', element('div', 'title', element('h1', '', news.name))),
        element('p', 'muted', `Reading the recording${size}…`),
        bar,
      ];
    }
    case 'problem':
      return [
        element('header', 'header', element('div', 'title', element('h1', '', news.name))),
        element(
          'div',
          'problem',
          element('p', '', element('strong', '', 'This recording cannot be shown.')),
          element('p', '', news.message),
          news.hint === null ? null : element('p', 'muted', news.hint),
          element(
            'div',
            'actions',
            button('secondary', 'Try Again', () => say({ kind: 'again' })),
            button('secondary', 'Show Log', () => say({ kind: 'showLog' })),
          ),
        ),
      ];
    case 'described': {
      const { description, name } = news;
      const table = processes(description, state.filter, (filter) => remember({ ...state, filter }));
      const parts = [
        header(name, description, say),
        warnings(description),
        crashes(description, say),
        element('div', 'columns', table, element('div', 'side', kinds(description), modules(description))),
      ];
      return parts.filter((part) => part !== null);
    }
  }
}

function remember(next: PageState): void {
  state = next;
  host.setState(next);
}

function readState(kept: unknown): PageState {
  const given = typeof kept === 'object' && kept !== null ? kept : {};
  return {
    filter: 'filter' in given && typeof given.filter === 'string' ? given.filter : '',
    scroll: 'scroll' in given && typeof given.scroll === 'number' ? given.scroll : 0,
  };
}
