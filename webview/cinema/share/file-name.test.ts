import assert from 'node:assert/strict';
import { fileName } from './file-name.ts';

describe('names of shared files', () => {
  for (const [recording, expected] of [
    ['shop.cinema', 'shop-lanes.svg'],
    ['my run (2).cinema', 'my-run-2-lanes.svg'],
    ['../../etc/passwd', 'etc-passwd-lanes.svg'],
    ['', 'film-lanes.svg'],
    ['***', 'film-lanes.svg'],
    ['Größe 1.2.cinema', 'Größe-1.2-lanes.svg'],
  ] as const)
    it(JSON.stringify(recording), () => {
      assert.equal(fileName(recording, 'lanes', 'svg'), expected);
    });
});
