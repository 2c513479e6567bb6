import assert from 'node:assert/strict';
import path from 'node:path';
import { EXAMPLES, runInExtensionHost, VSIX } from './harness/index.ts';

describe('launch configurations, inside the extension host', () => {
  it('resolve, answer the custom requests, and record', async () => {
    const results = await runInExtensionHost({
      vsix: [VSIX],
      workspace: path.join(EXAMPLES, 'ledger'),
      tests: [path.join(import.meta.dirname, 'configurations.host.ts')],
      limit: 150_000,
    });
    assert.deepEqual(
      results.filter(({ error }) => error !== undefined),
      [],
    );
    assert.equal(results.length, 6);
  }).timeout(180_000);
});
