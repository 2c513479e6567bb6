import assert from 'node:assert/strict';
import type { Opening, ProcessColumns } from '../../../protocol/index.ts';
import { settled, testDoor, testOpening, testPlace, type Answers } from '../actions/testing.ts';
import type { Host } from '../host/index.ts';
import { firstArrangement } from '../state/arrangement.ts';
import { firstState } from '../state/first-state.ts';
import { createStore } from '../state/store.ts';
import { createConnection } from './connect.ts';

const columns: ProcessColumns = {
  count: 1,
  leftOut: 0,
  parent: Int32Array.of(-1),
  birth: new Int32Array(1),
  birthTime: new Float64Array(1),
  death: Int32Array.of(-1),
  deathTime: new Float64Array(1),
  last: new Int32Array(1),
  events: new Int32Array(1),
  flags: new Uint16Array(1),
  node: new Uint16Array(1),
  nodes: ['nonode@nohost'],
};

/** A page over a door that opens this trace; the workspace has kept `kept`. */
function page(given: { opening?: Opening | Error; session?: unknown; kept?: unknown } = {}) {
  let opening: Opening | Error = given.opening ?? testOpening;
  const answers: Answers = { opening: () => opening, processes: () => columns };
  const { client, asked } = testDoor(answers);
  const store = createStore(firstState, (run) => void setTimeout(run));
  const arrived: number[] = [];
  const dropped: string[] = [];
  const host: Host = {
    kind: 'vscode',
    start: () => {},
    send: () => {},
    open: () => {},
    session: given.session,
    keepSession: () => {},
    recall: (fingerprint) => queueMicrotask(() => listeners.recalled(fingerprint, given.kept ?? null)),
    keep: () => {},
    openSource: () => true,
    copy: () => {},
    save: () => {},
    replay: null,
  };
  const { listeners, news } = createConnection({
    host,
    client,
    end: { receive: () => {}, drop: (why) => dropped.push(why) },
    store,
    arrived: ({ moment }) => arrived.push(moment),
    command: () => {},
  });
  const connect = async (): Promise<void> => {
    listeners.connected();
    await settled();
  };
  return { listeners, news, store, asked, arrived, dropped, connect, reopenAs: (next: Opening) => (opening = next) };
}

describe('the connection with the door', () => {
  it('asks what there is and begins with all of the trace', async () => {
    const { connect, store, asked } = page();
    await connect();
    assert.deepEqual(
      asked.map(([question]) => question),
      ['opening', 'processes'],
    );
    const state = store.get();
    assert.equal(state.connection.kind, 'open');
    assert.equal(state.directory?.count, 1);
    assert(state.window.from < 0 && state.window.to > testOpening.duration);
  });

  it('arranges as the workspace kept it and looks where the page was', async () => {
    const window = { axis: 'order', from: 10, to: 90 };
    const { connect, store } = page({
      kept: { ...firstArrangement, grouping: 'flat' },
      session: { version: 1, fingerprint: testOpening.fingerprint, window, selection: testPlace(30) },
    });
    await connect();
    assert.equal(store.get().arrangement.grouping, 'flat');
    assert.deepEqual(store.get().window, window);
    assert.deepEqual(store.get().selection, testPlace(30));
  });

  it('goes on where it was when the door is back with the same trace', async () => {
    const { connect, store, listeners, dropped } = page();
    await connect();
    store.set({ window: { axis: 'time', from: 5, to: 500 } });
    listeners.disconnected('The debug session has ended.', true);
    assert.deepEqual(store.get().connection, { kind: 'closed', why: 'The debug session has ended.', canOpen: true });
    assert.deepEqual(dropped, ['The debug session has ended.']);
    await connect();
    assert.equal(store.get().connection.kind, 'open');
    assert.deepEqual(store.get().window, { axis: 'time', from: 5, to: 500 });
  });

  it('begins anew when the door comes back with another trace', async () => {
    const { connect, store, reopenAs } = page();
    await connect();
    store.set({ window: { axis: 'time', from: 5, to: 500 }, selection: testPlace(7), tab: 'tree' });
    reopenAs({ ...testOpening, fingerprint: 'other' });
    await connect();
    assert.equal(store.get().selection, null);
    assert(store.get().window.to > testOpening.duration);
    assert.equal(store.get().tab, 'tree', 'the page itself stays as it is');
  });

  it('says why there is nothing to see', async () => {
    const broken = page({ opening: new Error('cart.cinema is not a recording.') });
    await broken.connect();
    assert.deepEqual(broken.store.get().connection, {
      kind: 'closed',
      why: 'cart.cinema is not a recording.',
      canOpen: true,
    });
    const older = page({ opening: { ...testOpening, version: 99 } });
    await older.connect();
    const { connection } = older.store.get();
    assert(connection.kind === 'closed' && /version 99/.test(connection.why) && !connection.canOpen);
  });

  it('passes on where the debugger goes, and when it leaves', async () => {
    const { connect, news, arrived, store } = page({ opening: { ...testOpening, attached: true } });
    const position = { ...testOpening.cursor, moment: 12 };
    news({ kind: 'position', position });
    assert.deepEqual(arrived, [], 'not before there is a trace');
    await connect();
    news({ kind: 'position', position });
    assert.deepEqual(arrived, [12]);
    news({ kind: 'ended', open: true, reason: 'The debug session has ended.' });
    assert.equal(store.get().opening?.attached, false);
    assert.equal(store.get().connection.kind, 'open', 'the film can still be looked at');
    news({ kind: 'ended', open: false, reason: 'The recording was deleted.' });
    assert.deepEqual(store.get().connection, { kind: 'closed', why: 'The recording was deleted.', canOpen: false });
  });
});
