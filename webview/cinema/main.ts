import { createActions } from './actions/index.ts';
import type { App } from './app.ts';
import { createClient } from './client.ts';
import { findHost } from './host/index.ts';
import { createConnection } from './shell/connect.ts';
import { firstPictureFirst } from './shell/first-picture.ts';
import { keepState } from './shell/keep.ts';
import { createPage } from './shell/page.ts';
import { panesOf } from './shell/session.ts';
import { exposeForTests } from './shell/stats.ts';
import { whileOpen } from './shell/while-open.ts';
import { arrangeRows } from './state/arrange-rows.ts';
import { firstState } from './state/first-state.ts';
import { createStore } from './state/store.ts';
import { createTheme } from './theme/index.ts';
import './cinema.css';

/** Milliseconds without a way to the door after which the page is made nevertheless, to tell that it waits. */
const mostWaited = 100;

const host = findHost();
const panes = panesOf(host.session, { sourceOpen: host.kind !== 'vscode' });
const store = createStore({ ...firstState, ...panes }, (run) => void requestAnimationFrame(run));
const theme = createTheme();
const { client: asking, end } = createClient(
  (frame) => host.send(frame),
  (news) => connection.news(news),
);
const { client, firstPicture, pictured } = firstPictureFirst(whileOpen(asking, store));
const { actions, arrived, isAtRest } = createActions({ client, store, theme, arrangeRows });
const app: App = { host, client, store, actions, theme, pictured };
const connection = createConnection({ host, client, end, store, arrived, command: (asked) => page?.command(asked) });

let page: ReturnType<typeof createPage> | null = null;
const make = (): void => {
  if (page !== null) return;
  page = createPage(app, document.getElementById('page')!);
  keepState(host, store);
  exposeForTests(app, isAtRest, firstPicture);
};
// The door is asked first and answers while the page is made, which takes as long.
host.start({
  ...connection.listeners,
  connected: () => {
    connection.listeners.connected();
    setTimeout(make);
  },
});
setTimeout(make, mostWaited);
