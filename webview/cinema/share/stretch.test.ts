import assert from 'node:assert/strict';
import { createTasks } from '../actions/tasks.ts';
import { settled, testPlace, testStage, type Answers } from '../actions/testing.ts';
import type { App } from '../app.ts';
import { firstArrangement } from '../state/arrangement.ts';
import type { FilmState } from '../state/film-state.ts';
import { windowAsMermaid, windowAsPage } from './stretch.ts';

const appOf = (answers: Answers, state: Partial<FilmState> = {}) => {
  const stage = testStage({ nearest: ({ at }) => testPlace(Math.round(at / 1e6)), ...answers }, state);
  const { client, store } = stage;
  return { app: { client, store, actions: createTasks(stage) } as unknown as App, ...stage };
};
const window = { axis: 'time', from: 100e6, to: 200e6 } as const;

describe('the window as a page', () => {
  it('asks for its moments and the arrangement, and names the file after them', async () => {
    const html = Uint8Array.of(1, 2);
    const { app, asked } = appOf({ share: () => ({ html, events: 101 }) }, { window });
    const made = await windowAsPage(app);
    assert.deepEqual(made, { value: { name: 'test-moments-100-200.html', bytes: html } });
    assert.deepEqual(asked.at(-1), ['share', { from: 100, to: 200, state: firstArrangement }]);
  });

  it('says how many events there are while it takes long, and can be cancelled', async () => {
    const { app, store } = appOf({ share: () => null }, { window });
    const made = windowAsPage(app);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [task] = store.get().tasks;
    assert.equal(task?.what, 'Writing a page with 101 events');
    task.cancel!();
    assert.deepEqual(await made, { problem: null });
    assert.deepEqual(store.get().tasks, []);
  });

  it('tells why there is none', async () => {
    const { app } = appOf(
      { share: () => new Error('This range has 400,000 events. Choose a shorter one.') },
      { window },
    );
    assert.deepEqual(await windowAsPage(app), { problem: 'This range has 400,000 events. Choose a shorter one.' });
  });

  it('is nothing where the window shows nothing', async () => {
    const { app } = appOf({ nearest: () => null }, { window });
    assert.deepEqual(await windowAsPage(app), { problem: 'There is nothing in this window.' });
  });
});

describe('the window as Mermaid', () => {
  const labels = ['Shop', 'Cart'].map((name) => ({ name, pid: '<0.1.0>', isMachinery: false }));

  it('has the processes of the sequence diagram', async () => {
    const step = { moment: 150, time: 0, received: 151, receivedTime: 0, from: 2, to: 1, text: ':hi' };
    const { app, asked } = appOf(
      { sequence: () => ({ steps: [{ kind: 'message', ...step }], labels, leftOut: 0 }) },
      { window, arrangement: { ...firstArrangement, columns: [2, 1] } },
    );
    const made = await windowAsMermaid(app);
    assert.ok('value' in made);
    assert.match(made.value, /^sequenceDiagram\n {2}participant p1 as Shop/);
    assert.match(made.value, /: :hi\n$/);
    const [, given] = asked.at(-1) as [string, { processes: Int32Array; from: number; to: number }];
    assert.deepEqual([[...given.processes], given.from, given.to], [[1, 2], 100, 200]);
    await settled();
  });

  it('tells why there is none', async () => {
    const { app } = appOf({}, { window });
    assert.deepEqual(await windowAsMermaid(app), {
      problem: 'No shown process sends or takes a message in this window.',
    });
  });
});
