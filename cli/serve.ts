import path from 'node:path';
import { serveFilm } from '../adapter/index.ts';
import { type Command, refuse } from './command.ts';
import { parsed } from './open.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'open the door of a trace for another program',
  help: `
cinema serve FILE[#MOMENT] [--moment N] [--port N] --json

For programs that show a trace, such as an editor. Prints one line on standard output when the door is open:
{"port": N, "token": "…"}; before it, lines {"progress": 0.5, "what": "Indexing"} while the trace is indexed.
The door is ws://127.0.0.1:PORT/door?token=TOKEN, the page itself http://127.0.0.1:PORT/?token=TOKEN.
Ends when standard input ends.
`,
  async run(words, terminal) {
    const asked = parsed(words.filter((word) => word !== '--json'));
    if (typeof asked === 'string') return refuse(terminal, 'serve', asked);
    if (!words.includes('--json')) return refuse(terminal, 'serve', 'say --json; for people there is: cinema open');
    const controller = new AbortController();
    const gone = new Promise<void>((resolve) => {
      process.stdin
        .once('end', resolve)
        .once('close', resolve)
        .once('error', () => resolve());
      process.stdin.resume();
    });
    void gone.then(() => controller.abort());
    const say = (line: object): void => terminal.out(`${JSON.stringify(line)}\n`);
    const served = await serveFilm(path.resolve(terminal.directory, asked.file), {
      ...(asked.moment !== undefined && { moment: asked.moment }),
      ...(asked.port !== undefined && { port: asked.port }),
      progress: throttled((progress, what) => say({ progress, what })),
      signal: controller.signal,
    });
    if (!served.ok) {
      terminal.error(`cinema: ${served.error}\n`);
      return 1;
    }
    say({ port: served.value.port, token: served.value.token });
    await gone;
    served.value.close();
    return 0;
  },
};

/** At most ten a second: more would only keep the reader busy. */
function throttled(report: (fraction: number, what: string) => void): (fraction: number, what: string) => void {
  let reported = 0;
  return (fraction, what) => {
    const now = Date.now();
    if (now - reported < 100) return;
    reported = now;
    report(Math.round(fraction * 1000) / 1000, what);
  };
}
