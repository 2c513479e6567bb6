import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  causeOf,
  childCount,
  children,
  closeTrace,
  decodeTerm,
  describeTrace,
  effectOf,
  eventAt,
  mailboxAt,
  openTrace,
  printingOf,
  printTerm,
  processAt,
  processesAliveAt,
  readValue,
  stackAt,
  stateAt,
  step,
  stopLines,
  stopsOnLine,
  variablesAt,
  type Moment,
  type ProcessId,
  type SourceId,
  type StepCommand,
  type Trace,
} from '../../trace/index.ts';
import { damageRecording, generate } from '../../trace/testing.ts';
import { type Client } from './client.ts';
import { connectTo } from './stories.ts';
import { randomNumbers } from './streams.ts';

/** How many damaged recordings; `FUZZ=100000 npx mocha test/dap/damaged-recordings.test.ts` tries more. */
const rounds = Number(process.env['FUZZ'] ?? 1000);
/** One in so many is replayed by a client as well. */
const replayedEvery = 5;
/** No question about recordings this small may take longer, milliseconds; a machine at work has its say in it. */
const patience = 10_000;

const steps: readonly StepCommand[] = ['next', 'stepIn', 'stepOut', 'stepBack', 'stepBackInto', 'stepBackOut'];

describe('damaged recordings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cinema-damaged-'));
  const file = join(folder, 'damaged.cinema');
  const cacheFolder = join(folder, 'cache');
  after(() => rmSync(folder, { recursive: true }));

  it(`open and answer every question, or are refused with the file and what to do: ${rounds} of them`, async function () {
    this.timeout(60_000 + rounds * 100);
    const originals = (['none', 'zlib'] as const).flatMap((codec) =>
      [40, 400].map((events) => {
        const writer = { codec, chunkBytes: 1500 };
        generate(file, { events, seed: events, servers: 2, clients: 2, gapEvery: 150, deepest: 20, writer });
        return readFileSync(file);
      }),
    );
    let opened = 0;
    let refused = 0;
    let questions = 0;
    for (let round = 1; round <= rounds; round++) {
      const random = randomNumbers(round);
      const below = (limit: number) => Math.floor(random() * limit);
      writeFileSync(file, damageRecording(originals[below(originals.length)]!, round));
      const begun = performance.now();
      try {
        const result = await openTrace(file, { cacheFolder });
        if (!result.ok) {
          refused++;
          assert.equal(result.error.file, file);
          assert.ok(result.error.message.length > 10 && (result.error.hint ?? '').length > 10, result.error.message);
        } else {
          opened++;
          try {
            questions += ask(result.value, below);
          } finally {
            closeTrace(result.value);
          }
          const described = await describeTrace(file, { cacheFolder });
          assert.ok(described.ok);
        }
        if (round % replayedEvery === 0) await replay(file, cacheFolder, result.ok, random);
        assert.ok(performance.now() - begun < patience, 'it takes too long');
      } catch (error) {
        throw new Error(`seed ${round}: ${(error as Error).stack ?? ''}`);
      }
      rmSync(cacheFolder, { recursive: true, force: true });
    }
    assert.ok(opened > rounds / 2 && refused > 0, `${opened} were opened, ${refused} refused`);
    assert.ok(questions > rounds * 20, `only ${questions} questions were asked`);
  });
});

/** Asks about a few moments; how many values and steps were looked at. */
function ask(trace: Trace, below: (limit: number) => number): number {
  let asked = 0;
  if (trace.eventCount === 0) return asked;
  const printing = printingOf(trace);
  const show = (bytes: Uint8Array | null) => {
    if (bytes === null) return;
    asked++;
    const term = decodeTerm(bytes);
    assert.notEqual(printTerm(term, printing.language, { ...printing.options, maximumCharacters: 2000 }), '');
    const count = childCount(term, printing.language);
    assert.ok(children(term, printing.language, 0, 20, printing.options).length <= count);
  };
  for (let times = 0; times < 4; times++) {
    const moment = below(trace.eventCount) as Moment;
    const event = eventAt(trace, moment);
    for (const answer of [causeOf(trace, moment), effectOf(trace, moment)])
      assert.ok(answer >= -1 && answer < trace.eventCount);
    const alive = processesAliveAt(trace, moment);
    for (const process of [event.process, alive[below(alive.length)] ?? event.process]) {
      assert.notEqual(processAt(trace, process, moment).label, '');
      for (const frame of stackAt(trace, process, moment, 0, 10).frames)
        for (const { value } of variablesAt(trace, frame.frame, moment).slice(0, 5)) show(readValue(trace, value));
      mailboxAt(trace, process, moment);
      stateAt(trace, process, moment);
      walk(trace, process, moment, below);
      asked += 2;
    }
  }
  const source = below(trace.sources.length) as SourceId;
  const line = stopLines(trace, source)[0]?.line;
  if (line !== undefined) assert.ok(stopsOnLine(trace, source, line).count >= 0);
  return asked;
}

/** Steps in both directions: never out of the recording, forwards never back. */
function walk(trace: Trace, process: ProcessId, start: Moment, below: (limit: number) => number): void {
  let moment = start;
  for (let times = 0; times < 6; times++) {
    const command = steps[below(steps.length)]!;
    const next = step(trace, { process, moment }, command).moment;
    assert.ok(next >= 0 && next < trace.eventCount, `${command} from ${moment} led to ${next}`);
    assert.ok(steps.indexOf(command) < 3 ? next >= moment : next <= moment, `${command} from ${moment} led to ${next}`);
    moment = next;
  }
}

/** The same through the debug adapter. Whatever is in the file, it answers; only what is asked wrongly is refused. */
async function replay(trace: string, cacheFolder: string, opens: boolean, random: () => number): Promise<void> {
  const client = connectTo(openTrace, Math.floor(random() * 1000));
  try {
    await client.request('initialize', { adapterID: 'cinema' });
    const launched = await client.ask('launch', { trace, cacheFolder });
    if (!launched.success) {
      const message = launched.message ?? '';
      assert.ok(!message.includes('The adapter failed') && message.length > 20, message);
      assert.ok(opens || message.includes(trace), message);
      return;
    }
    assert.ok(opens);
    await client.event('initialized');
    await client.request('configurationDone');
    for (let times = 0; times < 3; times++) {
      await answers(client, 'cinema/seek', { fraction: random() });
      await look(client);
      for (const verb of ['next', 'stepBack', 'stepIn', 'stepOut', 'continue', 'reverseContinue'])
        if (random() < 0.4) await answers(client, verb, { threadId: await focus(client) });
    }
    await answers(client, 'exceptionInfo', { threadId: await focus(client) });
    await answers(client, 'loadedSources');
  } finally {
    client.close();
  }
}

async function focus(client: Client): Promise<number> {
  return ((await client.request('cinema/position'))['process'] as number) + 1;
}

async function look(client: Client): Promise<void> {
  await client.request('threads');
  const { stackFrames } = await client.request('stackTrace', { threadId: await focus(client) });
  for (const { id } of (stackFrames as { readonly id: number }[]).slice(0, 2)) {
    const { scopes } = await client.request('scopes', { frameId: id });
    for (const { variablesReference } of scopes as { readonly variablesReference: number }[])
      await client.request('variables', { variablesReference });
  }
}

/** The request is answered, and not because the adapter broke. */
async function answers(client: Client, command: string, given?: object): Promise<void> {
  const { message } = await client.ask(command, given);
  assert.ok(message?.includes('The adapter failed') !== true, message);
}
