import assert from 'node:assert/strict';
import path from 'node:path';
import { EXAMPLES, EXTENSION, eventually, useWorkbench, VSIX } from './harness/index.ts';

describe('a recording in a folder nobody has trusted', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'ledger'), trust: false });

  it('can be looked into', async () => {
    const { page, statusBar, commandsLike, webview } = workbench();
    await eventually(async () => {
      assert.ok((await statusBar()).some((text) => text.includes('Restricted Mode')));
    });
    // Until the manifest was read, VS Code knows no editor for the file.
    await eventually(async () => assert.ok((await commandsLike('Cinema: ')).includes('Cinema: Replay a Recording…')));
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'ledger.cinema' }).dblclick();
    await webview(EXTENSION).getByRole('button', { name: 'Replay', exact: true }).waitFor({ timeout: 20_000 });
  });

  it('is replayed once VS Code was told to trust the folder, as before every debug session', async () => {
    const { debug, dialog, answerDialog, webview } = workbench();
    await webview(EXTENSION).getByRole('button', { name: 'Replay', exact: true }).click();
    const asked = await eventually(async () => {
      const found = await dialog();
      assert.ok(found);
      return found;
    });
    const trust = asked.buttons.find((button) => /trust/i.test(button));
    assert.ok(trust, asked.buttons.join());
    await answerDialog(trust);
    await debug.untilStopped(30_000);
    await debug.stop();
  });
});
