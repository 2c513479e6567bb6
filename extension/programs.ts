import path from 'node:path';

/** Where the programs of the package are, and how to run them: always by the Node that runs this extension. */
export interface Programs {
  /** The Node of VS Code itself; on the desktop it is Electron, which `environment` turns into Node. */
  readonly node: string;
  readonly adapter: string;
  readonly cinema: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** @param extensionPath the folder the extension is installed in */
export function programsIn(extensionPath: string): Programs {
  return {
    node: process.execPath,
    adapter: path.join(extensionPath, 'dist', 'adapter.mjs'),
    cinema: path.join(extensionPath, 'dist', 'cinema.mjs'),
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  };
}
