import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  closeTrace,
  IndexDamaged,
  openTrace,
  stackAt,
  step,
  stopLines,
  stopsOnLine,
  summarize,
  type Moment,
  type ProcessId,
  type SourceId,
  type Trace,
} from '../../trace/index.ts';
import { generate } from '../../trace/testing.ts';
import { type Client } from './client.ts';
import { connectTo } from './stories.ts';
import { randomNumbers } from './streams.ts';
import { view } from './view.ts';

const rounds = Number(process.env['FUZZ'] ?? 100);

describe('a damaged index', function () {
  this.timeout(60_000 + rounds * 200);
  const folder = mkdtempSync(join(tmpdir(), 'cinema-index-'));
  const trace = join(folder, 'shop.cinema');
  const cacheFolder = join(folder, 'cache');
  let index = '';
  let whole: Buffer = Buffer.alloc(0);
  let expected: unknown;

  before(async () => {
    generate(trace, { events: 20_000, servers: 2, clients: 4 });
    expected = await asked();
    index = join(cacheFolder, readdirSync(cacheFolder)[0]!);
    whole = readFileSync(index);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Answers that depend on all parts of the index. */
  async function asked(): Promise<unknown> {
    const opened = await openTrace(trace, { cacheFolder });
    assert.ok(opened.ok);
    try {
      return answers(opened.value);
    } finally {
      closeTrace(opened.value);
    }
  }

  it('is never believed: the answers are right, or the damage is told and the next opening makes it anew', async () => {
    let told = 0;
    for (let round = 1; round <= rounds; round++) {
      const random = randomNumbers(round);
      writeFileSync(index, damaged(whole, random));
      try {
        try {
          assert.deepEqual(await asked(), expected);
        } catch (error) {
          if (!(error instanceof IndexDamaged)) throw error;
          told++;
          assert.ok(!existsSync(index), 'a damaged index stays');
          assert.deepEqual(await asked(), expected);
        }
      } catch (error) {
        throw new Error(`seed ${round}: ${(error as Error).stack ?? ''}`);
      }
    }
    assert.ok(told > rounds / 20, `only ${told} were damaged behind the footer`);
  });

  for (const [what, damage] of [
    ['overwritten', () => writeFileSync(index, Buffer.alloc(whole.length, 0x55))],
    ['cut off', () => truncateSync(index, 10)],
  ] as const)
    it(`is made anew while the replay goes on: one that is ${what} behind its back`, async () => {
      writeFileSync(index, whole);
      const story = async (client: Client, spoil: () => void): Promise<unknown> => {
        await client.request('initialize', { adapterID: 'cinema' });
        await client.request('launch', { trace, cacheFolder });
        await client.event('initialized');
        await client.request('configurationDone');
        await client.event('cinema/position');
        spoil();
        // Sent without waiting for one another, as a client does that restores its views.
        const moves = ['cinema/seek', 'stepIn', 'next', 'stepBack', 'stepOut'];
        const given = { fraction: 0.7, threadId: 1 };
        const replies = await Promise.all(moves.map((verb) => client.ask(verb, given)));
        const all = replies.map(({ command, success, body }) => ({ command, success, body: body as unknown }));
        return [all, await client.request('cinema/position'), await view(client, { depth: 2 })];
      };
      const undisturbed = connectTo(openTrace);
      let opened = 0;
      const disturbed = connectTo((...wanted) => {
        opened++;
        return openTrace(...wanted);
      });
      const right = await story(undisturbed, () => {});
      assert.deepEqual(await story(disturbed, damage), right);
      assert.equal(opened, 2);
      assert.deepEqual(await asked(), expected);
      undisturbed.close();
      disturbed.close();
    });

  it('is refused with what to do where the recording is gone as well', async () => {
    writeFileSync(index, whole);
    const bytes = readFileSync(trace);
    const client = connectTo(openTrace);
    await client.request('initialize', { adapterID: 'cinema' });
    await client.request('launch', { trace, cacheFolder });
    writeFileSync(index, Buffer.alloc(whole.length, 0x55));
    rmSync(trace);
    const refused = await client.ask('cinema/seek', { fraction: 0.9 });
    assert.equal(refused.success, false);
    assert.match(
      refused.message ?? '',
      /^The index of the recording is damaged\..*shop\.cinema: There is no such file/,
    );
    writeFileSync(trace, bytes);
    const answered = await client.ask('cinema/seek', { fraction: 0.9 });
    assert.ok(answered.success, answered.message);
    client.close();
  });
});

function answers(trace: Trace): unknown {
  const moments = [10, 900, 9500, 19_900].filter((moment) => moment < trace.eventCount) as Moment[];
  const processes = Array.from({ length: Math.min(8, trace.processCount) }, (_, process) => process as ProcessId);
  const lines = trace.sources.flatMap((_, source) =>
    stopLines(trace, source as SourceId).map(({ line }) => stopsOnLine(trace, source as SourceId, line).count),
  );
  const stacks = moments.flatMap((moment) =>
    processes.map((process) => [
      stackAt(trace, process, moment),
      step(trace, { process, moment }, 'stepOut'),
      step(trace, { process, moment }, 'stepBack'),
    ]),
  );
  return [summarize(trace), lines, stacks];
}

function damaged(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const kind = random();
  if (kind < 0.1) return bytes.subarray(0, at);
  if (kind < 0.2) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
  const copy = Buffer.from(bytes);
  if (kind < 0.3) copy.fill(0, at, at + 512);
  else copy[at]! ^= 1 << Math.floor(random() * 8);
  return copy;
}
