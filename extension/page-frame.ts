import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** A page of the package: `NAME.js` and `NAME.css` in dist/webview. */
export interface PageParts {
  readonly name: 'overview' | 'cinema';
  /** It shows VS Code's icons. */
  readonly icons: boolean;
  /** It makes pictures of its own (`blob:` and `data:`). */
  readonly pictures: boolean;
}

/**
 * Readies a webview for a page: scripts on, files from the package alone, and the frame of the page with no inline script, no inline
 * style and no connection.
 */
export function fillWebview(webview: Webview, extension: Uri, { name, icons, pictures }: PageParts): void {
  const resources = Uri.joinPath(extension, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [resources] };
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(resources, file)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    ...(pictures ? ['img-src blob: data:'] : []),
  ].join('; ');
  // The components look for the icons' style sheet by its id.
  const sheet = icons
    ? `<link rel="stylesheet" href="${address('codicon.css')}" id="vscode-codicon-stylesheet" />\n    `
    : '';
  webview.html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${sheet}<link rel="stylesheet" href="${address(`${name}.css`)}" />
    <title>Execution Cinema</title>
  </head>
  <body>
    <main id="page"></main>
    <script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script>
  </body>
</html>
`;
}
