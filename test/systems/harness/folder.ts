import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Makes a folder with these files for the tests of a `describe`, and removes it after them. */
export function folderWith(files: Readonly<Record<string, string>>, name = 'cinema-systems-'): { path: string } {
  const folder = { path: '' };
  before(() => {
    folder.path = realpathSync(mkdtempSync(join(tmpdir(), name)));
    write(folder.path, files);
  });
  after(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
