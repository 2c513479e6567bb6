import assert from 'node:assert/strict';
import path from 'node:path';
import { EXAMPLES, EXTENSION, eventually, useWorkbench, VSIX, type Workbench } from './harness/index.ts';

/** `mix test` with one failing test, run with `--seed 0`; no launch.json is in its folder. */
const LEDGER = path.join(EXAMPLES, 'ledger');

const has = async (workbench: Workbench, name: string, value: string): Promise<void> => {
  await eventually(async () => {
    const variables = await workbench.debug.variables();
    assert.equal(variables.find((variable) => variable.name === name)?.value, value, JSON.stringify(variables));
  });
};

describe('a recording in a folder, replayed with F5', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: LEDGER });

  it('starts without a launch.json and stops at its beginning', async () => {
    const { editor, debug } = workbench();
    await editor.open('ledger.ex');
    await editor.toggleBreakpoint(9);
    await debug.start();
    await debug.untilStopped();
  });

  it('continues to a breakpoint and shows what the variables were', async () => {
    const { debug } = workbench();
    await debug.click('continue');
    const { text } = await debug.untilStoppedAt(9, 'ledger.ex');
    assert.match(text, /if available >= amount do/);
    await has(workbench(), 'available', '100');
    await has(workbench(), 'amount', '30');
  });

  it('shows the value under the mouse', async () => {
    const { editor } = workbench();
    assert.match(await editor.hover(9, 'available'), /100/);
  });

  it('steps over, and back to where it was', async () => {
    const { debug } = workbench();
    await debug.click('step-over');
    await debug.untilStoppedAt(10, 'ledger.ex');
    await debug.click('step-over');
    await debug.untilStoppedAt(11, 'ledger.ex');
    await debug.click('step-back');
    await debug.untilStoppedAt(10, 'ledger.ex');
    await workbench().page.keyboard.press('Shift+F10');
    await debug.untilStoppedAt(9, 'ledger.ex');
    await has(workbench(), 'available', '100');
  });

  it('goes on to another process, and back in time to the first', async () => {
    const { debug, editor } = workbench();
    const first = (await debug.callStack()).find(({ kind }) => kind === 'frame');
    assert.match(first?.label ?? '', /Ledger\.transfer\/3/);
    await debug.click('continue');
    await has(workbench(), 'available', '20');
    await has(workbench(), 'amount', '50');
    assert.match(await editor.hover(9, 'available'), /20/);
    await debug.click('reverse-continue');
    await debug.untilStoppedAt(9, 'ledger.ex');
    await has(workbench(), 'available', '100');
    await has(workbench(), 'amount', '30');
    assert.match(await editor.hover(9, 'available'), /100/);
  });

  it('says moment, time and process in the status bar, and goes to any other moment', async () => {
    const { page, statusBar } = workbench();
    const position = async (): Promise<number> => {
      const text = (await statusBar())
        .map((item) => /([\d,]+) · [\d.]+ (?:ns|µs|ms|s) · /.exec(item)?.[1])
        .find(Boolean);
      assert.ok(text !== undefined, JSON.stringify(await statusBar()));
      return Number(text.replaceAll(',', ''));
    };
    await eventually(position);
    const before = await position();
    await page.keyboard.press('Control+Alt+g');
    await page
      .locator('.quick-input-widget input')
      .first()
      .fill(`${before - 100}`);
    await page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await position(), before - 100));
  });

  it('has buttons for the ways back that VS Code has not, only in its sessions', async () => {
    const { debug, commandsLike } = workbench();
    const labels = (await debug.buttons()).map(({ label }) => label.replace(/ \(.*/, ''));
    for (const label of ['Step Back Into', 'Step Back Out', 'Go to Cause', 'Go to Effect', 'Go to Moment…']) {
      assert.ok(labels.includes(label), `${label} is not among ${labels.join(', ')}`);
    }
    await debug.stop();
    const commands = await commandsLike('Cinema: ');
    assert.ok(commands.includes('Cinema: Record a Program…'), commands.join());
    assert.ok(!commands.includes('Cinema: Step Back Into'), commands.join());
  });
});

describe('a recording opened as a file', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: LEDGER });

  const open = async (): Promise<void> => {
    const { page, command } = workbench();
    await command('View: Show Explorer');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'ledger.cinema' }).dblclick();
  };

  it('tells what is inside', async () => {
    await open();
    const page = workbench().webview(EXTENSION);
    await page.getByRole('button', { name: 'Replay', exact: true }).waitFor({ timeout: 20_000 });
    const text = await page.locator('main').innerText();
    for (const part of ['ledger.cinema', 'mix test', 'Ledger', 'Account', 'line', 'Elixir']) {
      assert.ok(text.includes(part), `${part} is not in:\n${text}`);
    }
    await workbench().screenshot('overview');
  });

  it('replays when its button is pressed', async () => {
    const { debug } = workbench();
    await workbench().webview(EXTENSION).getByRole('button', { name: 'Replay', exact: true }).click();
    await debug.untilStopped();
    await debug.stop();
  });

  it('replays with F5 while it is in front', async () => {
    const { debug } = workbench();
    await open();
    await workbench().page.locator('.tab.active', { hasText: 'ledger.cinema' }).waitFor();
    // A key that is pressed while the editor's page is still being loaded reaches no one.
    await workbench()
      .webview(EXTENSION)
      .getByRole('button', { name: 'Replay', exact: true })
      .waitFor({ timeout: 20_000 });
    await debug.start();
    await debug.untilStopped();
    await debug.stop();
    assert.deepEqual([...workbench().external], []);
  });
});

describe('two processes of a recording', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'shop') });

  /** The frames of the process that is opened first in CALL STACK. */
  const frames = async (): Promise<readonly string[]> =>
    (await workbench().debug.callStack()).filter(({ kind }) => kind === 'frame').map(({ label }) => label);

  it('have each its stack and its variables', async () => {
    const { debug, editor, page } = workbench();
    await editor.open('pricing.ex');
    await editor.toggleBreakpoint(26);
    await debug.start();
    await debug.untilStopped();
    await debug.click('continue');
    await debug.untilStoppedAt(26, 'pricing.ex');
    await has(workbench(), 'price', '1999');
    await has(workbench(), 'coupon', '"HALF"');
    await has(workbench(), 'percent', '50');
    assert.deepEqual((await frames())[0], 'Shop.Pricing.handle_call/3');

    // From the callback to the process that sent the message it is handling.
    await page.keyboard.press('Alt+ArrowLeft');
    await debug.untilStoppedAt(39, 'cart.ex');
    await eventually(async () => assert.ok((await frames()).includes('Shop.Cart.handle_call/3')));
    await has(workbench(), 'sku', '"poster"');
    await has(workbench(), 'coupon', '"HALF"');
  });

  it('show their values under the mouse', async () => {
    const { editor } = workbench();
    assert.match(await editor.hover(39, 'sku'), /poster/);
  });

  it('are found again from the other end of the message', async () => {
    const { debug, page } = workbench();
    await page.keyboard.press('Alt+ArrowRight');
    await debug.untilStoppedAt(23, 'pricing.ex');
    await eventually(async () => {
      const [focused] = await debug.callStack();
      assert.match(focused?.label ?? '', /^Shop\.Pricing/);
    });
    await has(workbench(), 'price', '1999');
    await debug.stop();
  });
});
