import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Client } from '../dap/client.ts';
import { launch, move } from '../dap/stories.ts';
import { view } from '../dap/view.ts';
import { info, record } from './harness/cinema.ts';
import { folderWith } from './harness/folder.ts';
import { run } from './harness/program.ts';
import { project, stages } from './harness/project.ts';
import { replayOf, unpairedArrivals, withTrace } from './harness/reading.ts';

describe('mix test of a project of many modules', function () {
  this.timeout(120_000);
  const folder = folderWith(project());
  let trace = '';

  before('its tests are run, recorded and not', async () => {
    const directory = folder.path;
    const command = ['mix', 'test', '--seed', '0'];
    const recorded = await record(command, { directory });
    const plain = await run(command, { directory });
    const told = (text: string): string =>
      text
        .replace(/Compiling[^]*?app\n/, '')
        .replace(/[\d.]+ seconds.*/, '')
        .replace(/#PID<[^>]*>/g, '');
    assert.match(plain.stdout, /4 tests, 1 failure/);
    assert.equal(told(recorded.stdout), told(plain.stdout));
    assert.equal(recorded.status, plain.status);
    trace = recorded.trace;
  });

  const at = async (client: Client): Promise<string> => (await view(client)).stack[0] ?? '';
  const breakpoint = async (client: Client, file: string, ...lines: readonly number[]): Promise<void> => {
    const source = { path: join(folder.path, file) };
    const given = { source, breakpoints: lines.map((line) => ({ line })) };
    const { breakpoints } = (await client.request('setBreakpoints', given)) as {
      breakpoints: readonly { readonly verified: boolean; readonly line: number; readonly message?: string }[];
    };
    assert.deepEqual(
      breakpoints.map(({ verified, line: where, message }) => ({ verified, where, message })),
      lines.map((line) => ({ verified: true, where: line, message: undefined })),
      file,
    );
  };
  const begin = async (): Promise<Client> => {
    const client = await replayOf(trace);
    await launch(client, { sourceFolders: [folder.path], stopOnEntry: true });
    return client;
  };
  const configured = async (client: Client): Promise<void> => {
    await client.request('configurationDone');
    await client.event('cinema/position');
  };
  const threadId = async (client: Client): Promise<number> =>
    Number((await client.request('cinema/position'))['process']) + 1;

  it('records every module of it by lines', async () => {
    const about = await info(trace);
    const byLines = new Set(about.modules.filter(({ level }) => level === 'lines').map(({ name }) => name));
    for (let number = 1; number <= stages; number++) assert.ok(byLines.has(`Elixir.Mill.Stage${number}`));
    for (const name of ['Mill', 'Mill.Query', 'Mill.Application', 'Mill.Printable.Mill.Receipt1', 'MillTest'])
      assert.ok(byLines.has(`Elixir.${name}`), `${name} of ${[...byLines].join(' ')}`);
    assert.ok(byLines.size >= 15, `${byLines.size} modules`);
    assert.deepEqual(about.skipped, []);
    assert.equal(about.dropped, 0);
    await withTrace(trace, (opened) => assert.deepEqual(unpairedArrivals(opened), []));
  });

  it('stops at breakpoints of several modules, the same ones forwards and backwards', async () => {
    const client = await begin();
    await breakpoint(client, 'lib/stage3.ex', 7);
    await breakpoint(client, 'lib/stage5.ex', 8);
    await breakpoint(client, 'lib/mill.ex', 15, 16);
    await configured(client);
    const forwards: string[] = [];
    for (let hit = 0; hit < 9; hit++) {
      await move(client, 'continue', { threadId: await threadId(client) });
      forwards.push(await at(client));
    }
    const each = [/Mill\.Stage3\.apply_step\/2 stage3\.ex:7/, /Mill\.Stage5\.apply_step\/2 stage5\.ex:8/];
    forwards.forEach((place, index) => assert.match(place, each[index % 3] ?? /Mill\.check\/1 mill\.ex:1[56]/));
    const backwards: string[] = [await at(client)];
    for (let hit = 0; hit < 8; hit++) {
      await move(client, 'reverseContinue', { threadId: await threadId(client) });
      backwards.push(await at(client));
    }
    assert.deepEqual(backwards.reverse(), forwards);
    client.close();
  });

  it('shows rebound variables as they were, stepping both ways', async () => {
    const client = await begin();
    await breakpoint(client, 'lib/stage1.ex', 6);
    await configured(client);
    await move(client, 'continue', { threadId: await threadId(client) });
    const thread = { threadId: await threadId(client) };
    const amount = async (): Promise<string | undefined> =>
      (await view(client)).variables.find((text) => text.startsWith('  amount ='))?.trim();
    assert.match(await at(client), /stage1\.ex:6/);
    assert.equal(await amount(), undefined);
    const first = await view(client);
    await move(client, 'next', thread);
    const [, number = ''] = /amount = (\d+)/.exec((await amount()) ?? '') ?? [];
    await move(client, 'next', thread);
    assert.equal(await amount(), `amount = ${Number(number) * 2}`);
    await move(client, 'stepBack', thread);
    assert.equal(await amount(), `amount = ${number}`);
    await move(client, 'stepBack', thread);
    assert.deepEqual(await view(client), first);
    client.close();
  });
});
