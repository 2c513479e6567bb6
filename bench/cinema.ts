/**
 * The cinema's page in headless Chromium on generated traces of up to 10,000 processes: time to the first picture, time a frame
 * while panning and zooming, and what travels for one window. Both renderers on each trace, in turns.
 *
 * "work a frame" is what the page itself takes to make and draw a frame; "between frames" is what a person sees, with everything the
 * browser does besides. There is no graphics card where this usually runs: WebGL then draws in software, and the canvas has
 * a browser that does without WebGL, as such a machine has by itself.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, type Page } from 'playwright-core';
import { build } from '../scripts/build.mjs';
import { launchBrowser } from '../test/cinema/harness/browser.ts';
import { generate } from '../trace/testing.ts';
import { atFraction, median } from './lib/numbers.ts';

export interface CinemaFigure {
  readonly bench: 'cinema';
  /** Events of the trace. */
  readonly events: number;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

const renderers = ['webgl', 'canvas'] as const;
type Browsers = Readonly<Record<(typeof renderers)[number], Browser>>;
const mostProcesses = 10_000;
/** Wheel turns in one direction, one a frame; so many of a zoom make it eight times nearer. */
const turnsEach = 12;
const zoomTurn = Math.log(8) / 0.004 / turnsEach;
/** Events of the window at which the zoom ends, about. */
const smallWindow = 2000;

/** A trace of about that many events and up to 10,000 short processes beside the long-lived ones; made once. */
function traceOf(events: number, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `cinema-${events}.cinema`);
  if (!existsSync(path)) {
    generate(`${path}.new`, {
      events,
      workers: Math.min(mostProcesses, Math.ceil(events / 100)),
      clients: 40,
      servers: 8,
    });
    renameSync(`${path}.new`, path);
  }
  return path;
}

/** The program as it is packed, on one trace. */
async function serve(trace: string): Promise<{ readonly address: string; readonly child: ChildProcess }> {
  const program = fileURLToPath(new URL('../dist/cinema.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, 'serve', trace, '--json'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += String(text);
    const line = output.split('\n').find((one) => one.includes('"port"'));
    if (line === undefined) continue;
    const { port, token } = JSON.parse(line) as { readonly port: number; readonly token: string };
    return { address: `http://127.0.0.1:${port}/?token=${token}`, child };
  }
  throw new Error(`no door for ${trace}: ${output}`);
}

interface Figures {
  /** Of the first page that a program just started shows, and of a page opened again. */
  readonly firstPicture: number;
  readonly again: number;
  readonly work: readonly number[];
  readonly between: readonly number[];
  readonly windows: readonly number[];
}

async function open(
  browser: Browser,
  address: string,
): Promise<{ readonly page: Page; readonly firstPicture: number }> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.addInitScript(noteAnswers);
  await page.goto(address);
  return { page, firstPicture: await page.evaluate<number>(untilFirstPicture) };
}

/** Runs something with the address of a program that was just started. */
async function served<Value>(trace: string, run: (address: string) => Promise<Value>): Promise<Value> {
  const { address, child } = await serve(trace);
  try {
    return await run(address);
  } finally {
    child.stdin?.end();
  }
}

async function measure(browser: Browser, address: string, events: number): Promise<Figures> {
  const { page: first, firstPicture } = await open(browser, address);
  await first.evaluate('window.cinema.idle()');
  await first.close();
  const { page, firstPicture: again } = await open(browser, address);
  await page.evaluate('window.cinema.idle()');
  await page.evaluate('window.cinema.stats.forget()');
  const between = await turnTheWheel(page, wheelTurns(events));
  const work = await page.evaluate<number[]>('window.cinema.stats.frames');
  const windows = await page.evaluate<number[]>(pictureBytes);
  await page.close();
  return { firstPicture, again, work, between, windows };
}

// The page notes by itself what is measured: a driver that looks on takes the time of a core, of which there may be two.

/** Keeps what the door answers. */
const noteAnswers = `{
  const answers = (window.benchAnswers = []);
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => answers.push(data));
    }
  };
}`;

/** Bytes of each answer with columns: pictures are by far the largest. */
const pictureBytes = `window.benchAnswers
  .filter((data) => new TextDecoder('latin1').decode(new Uint8Array(data, 0, Math.min(8000, data.byteLength))).includes('"density"'))
  .map((data) => data.byteLength)`;

const untilFirstPicture = `new Promise((resolve) =>
  new PerformanceObserver((list) => {
    for (const one of list.getEntriesByName('cinema.firstPicture')) resolve(one.startTime + one.duration);
  }).observe({ type: 'measure', buffered: true }),
)`;

/** Sideways, downwards, and whether it zooms. */
type Turn = readonly [x: number, y: number, zooms: boolean];

/**
 * From the whole trace to a window of some thousand events by factors of eight, panning there and back after each; then the lanes
 * scrolled, and out again.
 */
function wheelTurns(events: number): readonly Turn[] {
  const turns: Turn[] = [];
  const repeat = (count: number, turn: Turn): void => {
    for (let index = 0; index < count; index++) turns.push(turn);
  };
  const steps = Math.max(1, Math.ceil(Math.log(events / smallWindow) / Math.log(8)));
  for (let step = 0; step <= steps; step++) {
    repeat(turnsEach, [60, 0, false]);
    repeat(turnsEach, [-60, 0, false]);
    if (step < steps) repeat(turnsEach, [0, -zoomTurn, true]);
  }
  repeat(turnsEach, [0, 60, false]);
  repeat(steps * turnsEach, [0, zoomTurn, true]);
  return turns;
}

/**
 * Turns the wheel once a frame, as a hand does, and notes the times between the frames. The page makes the turns itself: those that a
 * driver sends arrive late, several at once.
 */
function turnTheWheel(page: Page, turns: readonly Turn[]): Promise<readonly number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const turns = ${JSON.stringify(turns)};
    const film = document.querySelector('.lanes-film');
    const { left, top, width, height } = film.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    const times = [];
    let next = 0, last = 0;
    const frame = (now) => {
      if (next > 0) times.push(now - last);
      last = now;
      if (next === turns.length) return resolve(times);
      const [deltaX, deltaY, ctrlKey] = turns[next++];
      film.dispatchEvent(new WheelEvent('wheel', { ...place, deltaX, deltaY, ctrlKey }));
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
}

async function benchCinema(
  browsers: Browsers,
  events: number,
  folder: string,
  rounds: number,
): Promise<readonly CinemaFigure[]> {
  const trace = traceOf(events, folder);
  const all = new Map<string, Figures[]>(renderers.map((renderer) => [renderer, []]));
  // No figures: this makes the index where there is none, and a browser's first page is slower than any other.
  for (const renderer of renderers)
    await served(trace, async (address) => (await open(browsers[renderer], address)).page.close());
  for (let round = 0; round < rounds; round++) {
    for (const renderer of renderers) {
      const page = (address: string) => measure(browsers[renderer], `${address}&renderer=${renderer}`, events);
      all.get(renderer)!.push(await served(trace, page));
    }
  }
  return renderers.flatMap((renderer) => {
    const of = all.get(renderer)!;
    const middle = (read: (figures: Figures) => number): number => Number(median(of.map(read)).toPrecision(3));
    const figure = (what: string, unit: string, value: number): CinemaFigure => ({
      bench: 'cinema',
      events,
      what: `${what}, ${renderer}`,
      value,
      unit,
    });
    return [
      figure(
        'from the address to the first picture',
        'ms',
        middle(({ firstPicture }) => firstPicture),
      ),
      figure(
        'the same, opened again',
        'ms',
        middle(({ again }) => again),
      ),
      figure(
        'work a frame, median',
        'ms',
        middle(({ work }) => median(work)),
      ),
      figure(
        'work a frame, 95th percentile',
        'ms',
        middle(({ work }) => atFraction(work, 0.95)),
      ),
      figure(
        'between frames, median',
        'ms',
        middle(({ between }) => median(between)),
      ),
      figure(
        'between frames, 95th percentile',
        'ms',
        middle(({ between }) => atFraction(between, 0.95)),
      ),
      figure(
        'bytes a window, median',
        'bytes',
        middle(({ windows }) => median(windows)),
      ),
      figure(
        'bytes a window, most',
        'bytes',
        middle(({ windows }) => Math.max(...windows)),
      ),
    ];
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '100000,1000000,10000000' },
      folder: { type: 'string', default: join(tmpdir(), 'execution-cinema-bench') },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  await build();
  const browsers: Browsers = { webgl: await launchBrowser('webgl'), canvas: await launchBrowser('plain') };
  const figures: CinemaFigure[] = [];
  for (const events of values.events.split(',')) {
    figures.push(...(await benchCinema(browsers, Number(events), values.folder, Number(values.rounds))));
  }
  for (const renderer of renderers) await browsers[renderer].close();
  if (values.json) console.log(JSON.stringify(figures));
  else console.table(figures.map(({ events, what, value, unit }) => ({ events, what, value, unit })));
}

await main();
