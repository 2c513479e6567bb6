import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Film, type PagePart } from './film.ts';

/** What a browser may load, and as what. */
const types: Readonly<Record<string, string>> = {
  'cinema.js': 'text/javascript; charset=utf-8',
  'cinema.css': 'text/css; charset=utf-8',
  'codicon.css': 'text/css; charset=utf-8',
  'codicon.ttf': 'font/ttf',
};

/** Scripts and styles of this server only, no frames, and no connection but the door of the same address. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  // The address has the token in it.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** The page for a browser: `/` for those who know the token, and its script, styles and font. Nothing of the trace is in them. */
export function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  film: Film,
  isToken: (given: string | null) => boolean,
): void {
  const answer = (status: number, type: string, body: string | Uint8Array): void => {
    response.writeHead(status, { ...headers, 'Content-Type': type });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const say = (status: number, text: string): void => answer(status, 'text/plain; charset=utf-8', `${text}\n`);
  const url = addressOf(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'This server only shows a recording.');
  if (url?.pathname === '/') {
    if (!isToken(url.searchParams.get('token')))
      return say(401, 'Open the address that `cinema open` printed, token and all.');
    return answer(200, 'text/html; charset=utf-8', shell);
  }
  const name = url?.pathname.slice(1) ?? '';
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) return say(404, 'There is nothing here.');
  const part = film.pagePart(name as PagePart);
  return part === null ? say(404, `${name} is not built: npm run build makes it.`) : answer(200, type, part);
}

const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Execution Cinema</title>
<link rel="icon" href="data:,">
<link id="vscode-codicon-stylesheet" rel="stylesheet" href="codicon.css">
<link rel="stylesheet" href="cinema.css">
</head>
<body>
<main id="page"></main>
<script type="module" src="cinema.js"></script>
</body>
</html>
`;

/** The address of a request; null when it is none. */
export function addressOf({ url }: IncomingMessage): URL | null {
  try {
    return new URL(url ?? '', 'http://127.0.0.1');
  } catch {
    return null;
  }
}
