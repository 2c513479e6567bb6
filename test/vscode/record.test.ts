import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLES, eventually, useWorkbench, VSIX } from './harness/index.ts';

describe('the link above an ExUnit test', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'ledger') });

  it('records that test in a terminal and replays it', async () => {
    const { page, editor, debug, folder } = workbench();
    await editor.open('ledger_test.exs');
    const links = page.locator('.codelens-decoration a', { hasText: 'Record' });
    await eventually(async () => assert.equal(await links.count(), 3), 20_000);
    await links.nth(1).click();
    await debug.untilStopped(60_000);
    await workbench().screenshot('recorded');
    const recordings = readdirSync(path.join(folder, '.cinema')).filter((name) => name.endsWith('.cinema'));
    assert.equal(recordings.length, 1, recordings.join());
    assert.match(recordings[0] ?? '', /^mix-test-ledger_test-16-/);
    await debug.stop();
  });
});
