/** The frame of the overview: no inline script, no inline style, nothing loaded but our two files and VS Code's icons. */
export function overviewPage(parts: {
  readonly script: string;
  readonly style: string;
  /** What the webview may load files from. */
  readonly source: string;
  readonly nonce: string;
}): string {
  const policy = [
    "default-src 'none'",
    `style-src ${parts.source}`,
    `script-src 'nonce-${parts.nonce}'`,
    `font-src ${parts.source}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
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
