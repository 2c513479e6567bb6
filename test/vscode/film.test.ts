import assert from 'node:assert/strict';
import path from 'node:path';
import { EXAMPLES, EXTENSION, eventually, filmIn, useWorkbench, VSIX, type FilmEvent } from './harness/index.ts';

/** Bits of event kinds, by their codes in the trace (protocol: `kinds` masks). */
const RECEIVE = 1 << 9;
const relay = path.join(EXAMPLES, 'relay');

describe('the film of a replay, in the panel', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: relay });
  const film = () => filmIn(workbench().webview(EXTENSION));

  it('opens when a replay starts, and the source keeps the focus', async () => {
    const { debug, editor } = workbench();
    await editor.open('relay.erl');
    await debug.start();
    await debug.untilStopped();
    await film().untilOpen(true);
    assert.equal((await film().facts()).name, 'relay.cinema');
    await workbench().screenshot('film');
  });

  it('moves the debugger to the receiving line when the receive end of a message is clicked', async () => {
    const { debug } = workbench();
    const start = await film().facts();
    const received = await film().ask<FilmEvent>('neighbour', { moment: start.moment, forward: true, kinds: RECEIVE });
    const event = await film().ask<FilmEvent & { readonly place: { readonly line: number } | null }>('event', {
      moment: received.moment,
    });
    assert.ok(event.place !== null, 'the example takes messages in recorded code');
    await film().clickEvent({ ...event, ...received });
    await debug.untilStoppedAt(event.place.line, 'relay.erl');
    await eventually(async () => {
      assert.equal((await film().facts()).process, received.process);
      assert.ok((await debug.variables()).length > 0);
    });
  });

  it('follows the debugger: a step back moves the playhead', async () => {
    const { debug } = workbench();
    const before = (await film().facts()).moment;
    await debug.click('step-back');
    await eventually(async () => assert.ok((await film().facts()).moment < before));
    await debug.click('step-over');
    await eventually(async () => assert.equal((await film().facts()).moment, before));
  });

  it('goes from a click to the stopped debugger in less than a tenth of a second', async () => {
    const { moment: last } = await film().facts();
    const times: number[] = [];
    for (let moment = last; moment > last - 10 && moment > 0; moment--) {
      const begun = performance.now();
      await film().ask('seek', { moment });
      times.push(performance.now() - begun);
      // VS Code asks for threads, stacks and variables after each stop.
      await film().idle();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    // The best of ten: whatever else the machine does is in all others.
    assert.ok(Math.min(...times) < 100, `${times.map(Math.round).join(', ')} ms`);
  });

  it('says so when the replay has ended, and can still be looked at', async () => {
    const { debug } = workbench();
    await debug.stop();
    await film().frame.locator('.notices vscode-button, .notices button').first().click();
    await film().untilOpen(false);
    assert.deepEqual([...workbench().external], []);
  });
});

describe('the film of a recording, as an editor', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'ledger') });

  it('opens from the overview before any debugging', async () => {
    const { page, command, webview } = workbench();
    await command('View: Show Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'ledger.cinema' }).dblclick();
    await webview(EXTENSION).getByRole('button', { name: 'Open the Film' }).click();
    // The overview's tab is hidden by now: the film's page is the only one.
    await eventually(async () => {
      const film = filmIn(webview(EXTENSION));
      const { connected, attached, name } = await film.facts();
      assert.deepEqual({ connected, attached, name }, { connected: true, attached: false, name: 'ledger.cinema' });
    }, 30_000);
    await workbench().screenshot('film-editor');
  });

  it('opens the source of the event it shows, in the workspace', async () => {
    const { page, webview } = workbench();
    await filmIn(webview(EXTENSION)).frame.locator('.inspector-place').click();
    await page.locator('.tab.active', { hasText: /\.exs?$/ }).waitFor();
    assert.deepEqual([...workbench().external], []);
  });
});
