import { type PagePart } from '../film.ts';
import { filmElement } from './shared.ts';

/**
 * One HTML file with everything in it. Its scripts may run because the policy names their hashes; nothing may be loaded or sent.
 * `film` is a SharedFilm as shared.ts says.
 */
export async function htmlOf(
  title: string,
  film: Uint8Array,
  parts: Readonly<Record<PagePart, Uint8Array>>,
): Promise<Uint8Array> {
  const text = (name: PagePart): string => new TextDecoder().decode(parts[name]).replaceAll('\r', '');
  const scripts = [script(text('shared-film.js')), script(text('cinema.js'))];
  const style = text('cinema.css').replaceAll('</', '<\\/');
  const font = `url("data:font/ttf;base64,${base64(parts['codicon.ttf'])}")`;
  const icons = text('codicon.css').replace(/url\([^)]*\)/, () => font);
  const hashes = await Promise.all(scripts.map(hashOf));
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    `style-src ${await hashOf(style)} data:`,
    'font-src data:',
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link id="vscode-codicon-stylesheet" rel="stylesheet" href="data:text/css;base64,${base64(new TextEncoder().encode(icons))}">
<style>${style}</style>
</head>
<body>
<main id="page"></main>
<script id="${filmElement}" type="application/octet-stream">${base64(film)}</script>
${scripts.map((one) => `<script type="module">${one}</script>`).join('\n')}
</body>
</html>
`;
  return new TextEncoder().encode(html);
}

/** Inside of a script element these characters would end it, or begin a comment. In the texts of a program they mean the same. */
function script(code: string): string {
  return code.replace(/<(?=\/?script|!--)/gi, '\\x3C');
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `'sha256-${base64(new Uint8Array(digest))}'`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
