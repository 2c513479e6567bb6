import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { EXTENSION } from './harness/extension.ts';

interface Manifest {
  readonly contributes: { readonly commands?: readonly { readonly command: string }[] };
}

describe('the packed extension', () => {
  it('is installed and activates', async () => {
    const extension = extensions.getExtension(EXTENSION);
    assert.ok(extension, `${EXTENSION} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command its manifest offers', async () => {
    const manifest = extensions.getExtension(EXTENSION)?.packageJSON as Manifest;
    const offered = (manifest.contributes.commands ?? []).map(({ command }) => command);
    const registered = new Set(await commands.getCommands(true));
    assert.notEqual(offered.length, 0);
    assert.deepEqual(
      offered.filter((command) => !registered.has(command)),
      [],
    );
  });
});
