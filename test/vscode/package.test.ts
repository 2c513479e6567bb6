import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually, EXAMPLES, runInExtensionHost, useWorkbench, VSIX } from './harness/index.ts';

describe('the packed extension in a real VS Code', () => {
  it('installs, activates and registers what its manifest offers', async () => {
    const tests = [path.join(import.meta.dirname, 'package.host.ts')];
    const results = await runInExtensionHost({ vsix: [VSIX], workspace: EXAMPLES, tests });
    assert.deepEqual(
      results.filter(({ error }) => error !== undefined),
      [],
    );
    assert.equal(results.length, 2);
  });

  describe('in a folder nobody has trusted', () => {
    const workbench = useWorkbench({ vsix: [VSIX], workspace: EXAMPLES, trust: false });

    it('opens the examples, and no request leaves the machine', async () => {
      const { editor, statusBar, external } = workbench();
      await eventually(async () => {
        assert.ok((await statusBar()).some((text) => text.includes('Restricted Mode')));
      });
      await editor.open('launch.json');
      assert.ok((await editor.lines()).some(({ text }) => text.includes('"type": "cinema"')));
      assert.deepEqual([...external], []);
    });
  });
});
