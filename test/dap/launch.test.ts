import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrace, traceFromText, type TraceError } from '../../trace/index.ts';
import { type OpenTrace } from '../../adapter/index.ts';
import { messages, steps } from './fixtures.ts';
import { matchGolden } from './golden.ts';
import { connect, connectTo, launch, start } from './stories.ts';
import { transcriptOf } from './transcript.ts';
import { stackOf } from './view.ts';

describe('a launch', () => {
  it('of what is no recording is refused with the file, the reason and what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cinema-launch-'));
    const file = (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const header = Buffer.alloc(64);
    header.write('\x89CINEMA\n', 'latin1');
    header.writeUInt16LE(99, 8);
    header.writeUInt16LE(64, 10);
    const client = connectTo(openTrace);
    await client.request('initialize', {});
    for (const trace of [
      join(folder, 'gone.cinema'),
      file('notes.cinema', 'milk, eggs'),
      file('empty.cinema', ''),
      file('newer.cinema', header),
      folder,
      'relative.cinema',
      undefined,
    ]) {
      const refused = await client.ask('launch', { trace });
      assert.equal(refused.success, false);
      assert.equal((refused.body as { error: { showUser: boolean } }).error.showUser, true);
    }
    await client.ask('launch', { trace: join(folder, 'gone.cinema'), startAt: {} });
    client.close();
    rmSync(folder, { recursive: true });
    matchGolden(
      'refused-launches',
      transcriptOf(client.messages, (text) => text.replaceAll(folder, '/folder')),
    );
  });

  it('of an empty recording says that nothing ran', async () => {
    const client = connect(traceFromText(''));
    await client.request('initialize', {});
    const refused = await client.ask('launch', { trace: '/empty.cinema' });
    assert.match(refused.message ?? '', /^The recording is empty/);
    client.close();
  });

  it('begins where it is told to', async () => {
    const begins = async (startAt: unknown): Promise<string> => {
      const client = connect(messages());
      await start(client, { startAt });
      const { moment } = (await client.request('cinema/position')) as { moment: number };
      const told = client.messages.flatMap((message) =>
        message.type === 'event' && message.event === 'output'
          ? [(message.body as { output: string }).output.trim()]
          : [],
      );
      client.close();
      return [moment, ...told.slice(1)].join(' ');
    };
    assert.equal(await begins(undefined), '1');
    assert.equal(await begins('start'), '1');
    assert.equal(await begins('end'), '17');
    assert.equal(await begins('firstException'), '17');
    assert.equal(await begins({ moment: 12 }), '12');
    assert.equal(await begins(12), '12');
    assert.equal(await begins({ function: 'Fixture.loop/1' }), '7');
    assert.equal(await begins('Fixture.loop'), '7');
  });

  it('at a place that the recording has not begins at the start and says why', async () => {
    const why = async (startAt: unknown, trace = steps()): Promise<string | undefined> => {
      const client = connect(trace);
      await start(client, { startAt });
      assert.equal((await client.request('cinema/position'))['moment'], 1);
      const told = client.messages.flatMap((message) =>
        message.type === 'event' && message.event === 'output' ? [(message.body as { output: string }).output] : [],
      );
      client.close();
      return told[1];
    };
    assert.equal(await why('firstException'), 'Nothing crashed in this recording. The replay begins at the start.\n');
    assert.equal(
      await why({ moment: 99 }),
      'Moment 99 is outside of the recording: it has moments 0 to 18. The replay begins at the start.\n',
    );
    assert.equal(
      await why('Shop.Cart.add/2'),
      'Shop.Cart.add/2 is not a recorded function. The replay begins at the start.\n',
    );
  });

  it('tells what is damaged or was not recorded, a few lines of it', async () => {
    const skipped = Array.from({ length: 9 }, (_, index) => ({ module: `m${index}`, reason: 'no debug info' }));
    const client = connect({ ...steps(), damage: ['chunk 3 is damaged'], skipped });
    await launch(client);
    await client.request('threads');
    const told = client.messages.flatMap((message) =>
      message.type === 'event' && message.event === 'output' ? [(message.body as { output: string }).output] : [],
    );
    assert.deepEqual(told.slice(1), [
      'chunk 3 is damaged\n',
      ...[0, 1, 2, 3].map((index) => `m${index} was not recorded by lines: no debug info\n`),
      '… and 5 more notes: see `cinema info`.\n',
    ]);
    client.close();
  });
});

/** Opens when it is told to, unless it is aborted before. */
function slowly(): { open: OpenTrace; report: (fraction: number) => void; finish: () => void } {
  let report = (_fraction: number): void => {};
  let finish = (): void => {};
  const open: OpenTrace = (_path, { progress, signal }) =>
    new Promise((resolve) => {
      report = (fraction) => progress?.(fraction, 'Indexing');
      finish = () => resolve({ ok: true, value: steps() });
      signal?.addEventListener('abort', () => {
        const error: TraceError = { code: 'cancelled', message: 'Opening was cancelled.' };
        resolve({ ok: false, error });
      });
    });
  return { open, report: (fraction) => report(fraction), finish: () => finish() };
}

describe('opening a big recording', () => {
  it('shows its progress and answers meanwhile', async () => {
    const { open, report, finish } = slowly();
    const client = connectTo(open);
    await client.request('initialize', { supportsProgressReporting: true });
    const launched = client.request('launch', { trace: '/big.cinema' });
    await client.event('progressStart');
    report(0.25);
    await client.event('progressUpdate');
    await client.request('threads');
    await client.ask('next', { threadId: 1 });
    finish();
    await launched;
    await client.event('output');
    client.close();
    matchGolden('progress', transcriptOf(client.messages.slice(2)));
  });

  for (const [what, given] of [
    ['its request', { requestId: 2 }],
    ['its progress', { progressId: 'open-2' }],
  ] as const) {
    it(`can be cancelled by ${what}`, async () => {
      const { open } = slowly();
      const client = connectTo(open);
      await client.request('initialize', { supportsProgressReporting: true });
      const launched = client.ask('launch', { trace: '/big.cinema' });
      await client.event('progressStart');
      await client.request('cancel', given);
      const response = await launched;
      assert.equal(response.success, false);
      assert.match(response.message ?? '', /cancelled/);
      assert.equal((response.body as { error: { showUser: boolean } }).error.showUser, false);
      assert.deepEqual(await client.event('progressEnd'), { progressId: 'open-2' });
      client.close();
    });
  }

  it('is given up when the client leaves', async () => {
    const { open } = slowly();
    const client = connectTo(open);
    await client.request('initialize', {});
    const launched = client.ask('launch', { trace: '/big.cinema' });
    await client.request('disconnect');
    assert.equal((await launched).success, false);
    client.close();
  });
});

describe('a session', () => {
  it('restarts at the start, ends on request, and answers empty afterwards', async () => {
    const client = connect(messages());
    await start(client, { startAt: 'end' });
    const told = client.messages.length;
    await client.request('restart');
    await client.event('cinema/position');
    await client.request('pause', { threadId: 1 });
    await client.event('cinema/position');
    await client.request('terminate');
    await client.event('terminated');
    await client.request('threads');
    assert.deepEqual(await stackOf(client, 1), []);
    await client.ask('next', { threadId: 1 });
    await client.request('disconnect');
    client.close();
    matchGolden('goodbye', transcriptOf(client.messages.slice(told)));
  });

  it('has one recording', async () => {
    const client = connect(steps());
    await start(client);
    const again = await client.ask('launch', { trace: '/other.cinema' });
    assert.match(again.message ?? '', /has a recording already/);
    client.close();
  });

  it('outlives bytes that are no message', async () => {
    const client = connect(steps());
    await start(client);
    client.raw('Content-Length: 4\r\n\r\n{{{{');
    client.raw('Content-Length: 4\r\n\r\nnull');
    client.raw('Nonsense: 1\r\n\r\n');
    assert.equal((await client.request('cinema/position'))['moment'], 1);
    client.close();
  });
});
