import type { PanelCommand } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App, View } from '../app.ts';
import { createChooser } from '../choose/index.ts';
import { createInspector } from '../inspector/index.ts';
import { createMinimap, lanesKeys } from '../lanes/index.ts';
import { createShareMenu, share } from '../share/index.ts';
import type { FilmState } from '../state/film-state.ts';
import { createHelp } from './help.ts';
import { keyBindings, listenForKeys } from './keys.ts';
import { createNotices, createWaiting } from './notices.ts';
import { createSourcePane } from './source-pane.ts';
import { createSplitter } from './splitter.ts';
import { createStatus } from './status.ts';
import { createToolbar } from './toolbar.ts';
import { createViews } from './views.ts';

/**
 * The page. All of it is made at once, while the door is still being asked, so that the first picture is on screen as soon as there is
 * something to draw; until then it lies under what tells that it waits, or why there is nothing.
 *
 * @returns what carries out commands of the host
 */
export function createPage(app: App, root: HTMLElement): { readonly command: (command: PanelCommand) => void } {
  const { store } = app;
  const film = createFilm(app);
  const waiting = createWaiting(app);
  root.classList.add('page');
  root.append(...film.parts, waiting);
  film.start();
  const draw = (): void => {
    const isThere = store.get().opening !== null;
    waiting.hidden = isThere;
    for (const part of film.parts) part.inert = !isThere;
  };
  draw();
  store.listen((now, before) => {
    if ((now.opening === null) !== (before.opening === null)) draw();
  });
  return { command: (command) => (store.get().opening === null ? undefined : film.command(command)) };
}

function createFilm(app: App) {
  const { store, host, actions } = app;
  const viewOf = createViews(app);
  const view = (): View => viewOf(store.get().tab);
  const help = createHelp(() => [...bindings, ...lanesKeys]);
  const toolbar = createToolbar(app, createShareMenu(app, view), help.toggle);
  const bindings = keyBindings(app, {
    focusFilter: () => openFilter(app),
    editPlace: toolbar.editPlace,
    toggleHelp: help.toggle,
  });
  listenForKeys(bindings, () => store.get().opening !== null);

  // Made when first opened: its many controls would keep the first picture waiting.
  let choosing: HTMLElement | null = null;
  const chooser = element('aside', 'page-chooser');
  const inspector = element('div', 'page-inspector', createInspector(app));
  const source = host.kind === 'vscode' ? null : createSourcePane(app);
  const sourcePane = source === null ? null : element('div', 'page-source', source);
  const place = element('section', 'page-view');
  place.id = 'view';
  place.setAttribute('role', 'tabpanel');
  const resized = (name: keyof FilmState['sizes']) => ({
    size: () => store.get().sizes[name],
    set: (size: number) => store.set({ sizes: { ...store.get().sizes, [name]: size } }),
  });
  const columns = element('div', 'page-columns');
  const wide = (part: number) => (): number => columns.clientWidth * part;
  const chooserBar = createSplitter({
    label: 'Width of the filter',
    between: 'columns',
    grows: 1,
    smallest: 160,
    largest: wide(0.5),
    ...resized('chooser'),
  });
  const sideBar = createSplitter({
    label: 'Width of the inspector',
    between: 'columns',
    grows: -1,
    smallest: 180,
    largest: wide(0.6),
    ...resized('side'),
  });
  const sourceBar = createSplitter({
    label: 'Height of the source',
    between: 'rows',
    grows: 1,
    smallest: 80,
    largest: () => columns.clientHeight - 80,
    ...resized('source'),
  });
  const side = element('aside', 'page-side', sourcePane, sourceBar, inspector);
  columns.append(chooser, chooserBar, place, sideBar, side);

  let shown: View | null = null;
  const draw = (now: FilmState, before: FilmState | null): void => {
    const { chooserOpen, inspectorOpen, sizes } = now;
    const sourceOpen = now.sourceOpen && sourcePane !== null;
    chooser.hidden = chooserBar.hidden = !chooserOpen;
    if (chooserOpen && choosing === null) chooser.append((choosing = createChooser(app)));
    // Opened by hand: typing can begin. Not when the page itself is made anew with it open.
    if (chooserOpen && before?.chooserOpen === false && before.opening === now.opening)
      requestAnimationFrame(focusFilter);
    side.hidden = sideBar.hidden = !inspectorOpen && !sourceOpen;
    inspector.hidden = !inspectorOpen;
    if (sourcePane !== null) sourcePane.hidden = !sourceOpen;
    sourceBar.hidden = !(inspectorOpen && sourceOpen);
    if (sizes !== before?.sizes) {
      chooser.style.width = `${sizes.chooser}px`;
      side.style.width = `${sizes.side}px`;
      if (sourcePane !== null) sourcePane.style.height = `${sizes.source}px`;
    }
    // Alone, the source has the whole column.
    side.classList.toggle('page-side-one', !(inspectorOpen && sourceOpen));
    const next = viewOf(now.tab);
    if (next === shown) return;
    shown?.hide();
    shown = next;
    place.replaceChildren(next.element);
    place.setAttribute('aria-labelledby', `tab-${next.name}`);
    next.show();
  };
  /** Once it is part of the page: a view that is shown measures itself. */
  const start = (): void => {
    draw(store.get(), null);
    store.listen(draw);
  };

  const command = (asked: PanelCommand): void => {
    switch (asked) {
      case 'play':
        return actions.play({ running: !store.get().play.running, direction: 1 });
      case 'fit':
        return actions.fit();
      case 'fitSelection':
        return actions.fitSelection();
      case 'zoomIn':
        return actions.zoom(1.5);
      case 'zoomOut':
        return actions.zoom(1 / 1.5);
      case 'nextEvent':
        return void actions.nextEvent(true);
      case 'previousEvent':
        return void actions.nextEvent(false);
      case 'filter':
        return openFilter(app);
      case 'exportSvg':
        return void share(app, view(), 'svg');
      case 'exportPng':
        return void share(app, view(), 'png');
      case 'exportMermaid':
        return void share(app, view(), 'mermaid');
      case 'exportHtml':
        return void share(app, view(), 'html');
    }
  };
  return {
    parts: [toolbar.element, createMinimap(app), createNotices(app), columns, createStatus(app), help.element],
    command,
    start,
  };
}

/** Opens the chooser and puts the caret into its filter. */
function openFilter({ store }: App): void {
  store.set({ chooserOpen: true });
  store.flush();
  focusFilter();
}

function focusFilter(): void {
  document.querySelector<HTMLElement>('.page-chooser input, .page-chooser vscode-textfield')?.focus();
}
