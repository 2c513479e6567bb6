import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** Where the page's files are. */
export const resourcesIn = (extension: Uri): Uri => Uri.joinPath(extension, 'dist', 'webview');

/** Readies a webview for the cinema's page: scripts on, files from the package alone, and the frame of the page. */
export function fillWebview(webview: Webview, extension: Uri): void {
  const resources = resourcesIn(extension);
  webview.options = { enableScripts: true, localResourceRoots: [resources] };
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(resources, name)).toString();
  webview.html = filmPage({
    script: address('cinema.js'),
    style: address('cinema.css'),
    icons: address('codicon.css'),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** The frame: no inline script, no inline style, no connection; pictures only those that the page makes itself. */
function filmPage(parts: {
  readonly script: string;
  readonly style: string;
  readonly icons: string;
  readonly source: string;
  readonly nonce: string;
}): string {
  const policy = [
    "default-src 'none'",
    `style-src ${parts.source}`,
    `script-src 'nonce-${parts.nonce}'`,
    `font-src ${parts.source}`,
    'img-src blob: data:',
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${parts.icons}" id="vscode-codicon-stylesheet" />
    <link rel="stylesheet" href="${parts.style}" />
    <title>Execution Cinema</title>
  </head>
  <body>
    <main id="page"></main>
    <script type="module" nonce="${parts.nonce}" src="${parts.script}"></script>
  </body>
</html>
`;
}
