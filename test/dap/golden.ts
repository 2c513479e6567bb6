import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compares with the file of that name under golden/. UPDATE_GOLDEN=1 writes it; without that a missing file fails, so
 * that no conversation passes unread.
 */
export function matchGolden(name: string, actual: string): void {
  const file = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.ok(
    existsSync(file),
    `golden/${name}.txt is missing: run UPDATE_GOLDEN=1 npx mocha on this file, read it, commit it`,
  );
  assert.equal(actual, readFileSync(file, 'utf8'), `the conversation is not the one in golden/${name}.txt`);
}
