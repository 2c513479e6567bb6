import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { type SourceFile, type Trace } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { messages, steps, withSources } from './fixtures.ts';
import { connect, launch, move, start, story } from './stories.ts';
import { stackOf } from './view.ts';

const text = Array.from({ length: 40 }, (_, index) => `# line ${index + 1}\n`).join('');
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('sources', () => {
  let folder = '';
  const write = (path: string, content: string): string => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'cinema-sources-')))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The source of the first frame when the trace has that file and the client that folder. */
  async function shown(
    file: SourceFile,
    sourceFolders: readonly string[] = [folder],
    sourceMap: Readonly<Record<string, string>> = {},
  ): Promise<DebugProtocol.Source | undefined> {
    const client = connect(withSources(steps(), [file]));
    await start(client, { sourceFolders, sourceMap });
    const [frame] = await stackOf(client, 1);
    client.close();
    return frame!.source;
  }
  const recorded = (path: string, content: string | null = text, hash: string | null = sha256(text)): SourceFile => ({
    path,
    hash,
    text: content,
  });

  it('are those of the workspace where they are the recorded version, wherever it was recorded', async () => {
    const file = write('lib/cart.ex', text);
    assert.deepEqual(await shown(recorded(file)), { name: 'cart.ex', path: file });
    assert.deepEqual(await shown(recorded('/build/shop/lib/cart.ex')), { name: 'cart.ex', path: file });
    assert.deepEqual(await shown(recorded('C:\\build\\shop\\lib\\cart.ex')), { name: 'cart.ex', path: file });
  });

  it('are those of the trace where the workspace has another version or none', async () => {
    const changed = write('lib/cart.ex', `${text}# one more\n`);
    assert.deepEqual(await shown(recorded('/build/lib/cart.ex')), {
      name: 'cart.ex',
      path: '/build/lib/cart.ex',
      sourceReference: 1,
      origin: 'recorded; the file has changed since',
      adapterData: { changed },
    });
    assert.deepEqual(await shown(recorded('/build/lib/gone.ex')), {
      name: 'gone.ex',
      path: '/build/lib/gone.ex',
      sourceReference: 1,
      origin: 'recorded',
    });
  });

  it('without a recorded text are shown from a changed file with a warning, or not at all', async () => {
    const file = write('lib/cart.ex', 'changed');
    assert.deepEqual(await shown(recorded('/build/lib/cart.ex', null)), {
      name: 'cart.ex',
      path: file,
      origin: 'changed since it was recorded',
      presentationHint: 'deemphasize',
    });
    assert.equal((await shown(recorded('/build/lib/gone.ex', null)))?.origin, 'not recorded');
  });

  it('of another machine are found by the map of folders, the longest first, and never beside them', async () => {
    const file = write('here/src/cart.ex', text);
    const other = write('vendor/src/cart.ex', text);
    const map = { '/build': join(folder, 'vendor'), 'C:\\build\\shop': join(folder, 'here') };
    assert.equal((await shown(recorded('C:\\build\\shop\\src\\cart.ex'), [], map))?.path, file);
    const both = { '/build': join(folder, 'nowhere'), '/build/shop': join(folder, 'vendor') };
    assert.equal((await shown(recorded('/build/shop/src/cart.ex'), [], both))?.path, other);
    assert.equal((await shown(recorded('/build/shop/../here/src/cart.ex'), [], both))?.origin, 'recorded');
    assert.equal((await shown(recorded('/building/src/cart.ex'), [], map))?.origin, 'recorded');
  });

  it('of that very name are taken for the recorded one only by their content', async () => {
    const file = write('cart.ex', text);
    assert.equal((await shown(recorded('/build/cart.ex')))?.path, file);
    assert.equal((await shown(recorded('/build/cart.ex', text, null)))?.sourceReference, 1);
  });

  it('outside of the folders are never read, whatever a trace says', async () => {
    const outside = write('outside/lib/cart.ex', text);
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    symlinkSync(join(folder, 'outside'), join(inside, 'link'));
    for (const path of [
      outside,
      `${inside}/../outside/lib/cart.ex`,
      '../outside/lib/cart.ex',
      join(inside, 'link/lib/cart.ex'),
    ]) {
      assert.equal((await shown(recorded(path), [inside]))?.sourceReference, 1, path);
    }
    assert.equal((await shown(recorded(outside), []))?.sourceReference, 1);
  });

  it('follow a file that is edited while it is looked at', async () => {
    const file = write('lib/cart.ex', text);
    const client = connect(withSources(steps(), [recorded(file)]));
    await start(client, { sourceFolders: [folder] });
    assert.equal((await stackOf(client, 1))[0]!.source?.sourceReference, undefined);
    writeFileSync(file, `# new\n${text}`);
    assert.equal((await stackOf(client, 1))[0]!.source?.sourceReference, 1);
    client.close();
  });

  it('are listed and given out from the trace', () =>
    story('sources', steps(), async (client) => {
      await client.request('loadedSources');
      await client.request('source', {
        sourceReference: 1,
        source: { path: '/fixture/lib/fixture.ex', sourceReference: 1 },
      });
      await client.request('source', { sourceReference: 0, source: { path: '/fixture/lib/fixture.ex' } });
      await client.ask('source', { sourceReference: 0, source: { path: '/etc/passwd' } });
      await client.ask('source', { sourceReference: 7 });
    }));
});

describe('breakpoints', () => {
  const source = { path: '/fixture/lib/fixture.ex' };

  /** Functions with lines between those that stop, as source files have them. */
  function spacious(): Trace {
    const trace = messages();
    const functions = trace.functions.map((one) => (one.name === 'loop' ? { ...one, line: 10, lastLine: 19 } : one));
    return { ...trace, functions: [...functions, { ...functions[0]!, name: 'unused', line: 30, lastLine: 35 }] };
  }

  const told = async (client: Client, ...lines: number[]) => {
    const breakpoints = lines.map((line) => ({ line }));
    const answer = (await client.request('setBreakpoints', { source, breakpoints })) as {
      breakpoints: DebugProtocol.Breakpoint[];
    };
    return answer.breakpoints;
  };

  it('are hit forwards and backwards, the same ones in opposite order', () =>
    story('breakpoints', messages(), async (client) => {
      await client.request('setBreakpoints', { source, breakpoints: [{ line: 12 }, { line: 5 }, { line: 13 }] });
      for (let times = 0; times < 4; times++) await move(client, 'continue', { threadId: 1 });
      for (let times = 0; times < 4; times++) await move(client, 'reverseContinue', { threadId: 1 });
    }));

  it('on a line without code move to the nearest line of the function that ran', async () => {
    const client = connect(spacious());
    await launch(client);
    const [moved, nowhere, unused] = await told(client, 18, 25, 33);
    assert.deepEqual([moved!.verified, moved!.line, moved!.message], [true, 13, 'Moved to the nearest line that ran.']);
    assert.equal(nowhere!.verified, false);
    assert.equal(nowhere!.message, 'No recorded code here: the line belongs to no function of the recording.');
    assert.equal(unused!.verified, false);
    assert.equal(unused!.message, 'Fixture.unused/0 did not run in this recording.');
    client.close();
  });

  it('on a line that could run and did not stay there, unverified: another branch is another question', async () => {
    const trace = spacious();
    const sites = [...trace.sites, { ...trace.sites.find(({ line }) => line === 12)!, line: 15 }];
    const client = connect({ ...trace, sites });
    await launch(client);
    const [never] = await told(client, 15);
    assert.deepEqual(
      [never!.verified, never!.line, never!.message],
      [false, 15, 'This line did not run in this recording; the nearest that did is 13.'],
    );
    await client.request('configurationDone');
    await client.event('cinema/position');
    assert.equal((await move(client, 'continue', { threadId: 1 }))['description'], 'End of the recording');
    client.close();
  });

  it('of a file that is not in the recording say so', async () => {
    const client = connect(messages());
    await launch(client);
    const breakpoints = [{ line: 1 }];
    const answer = (await client.request('setBreakpoints', { source: { path: '/elsewhere.ex' }, breakpoints })) as {
      breakpoints: DebugProtocol.Breakpoint[];
    };
    assert.equal(answer.breakpoints[0]!.message, 'This file is not in the recording.');
    client.close();
  });

  it('are replaced by those set later in the same file, and their places are known before', async () => {
    const client = connect(messages());
    await launch(client, { stopOnEntry: false });
    await told(client, 12);
    await told(client, 5);
    assert.deepEqual(await client.request('breakpointLocations', { source, line: 1, endLine: 12 }), {
      breakpoints: [2, 3, 4, 5, 11, 12].map((line) => ({ line })),
    });
    await client.request('configurationDone');
    const stopped = await client.event('stopped');
    assert.deepEqual([stopped['reason'], stopped['hitBreakpointIds'], stopped['threadId']], ['breakpoint', [2], 1]);
    client.close();
  });

  it('can be set in the recorded text itself', async () => {
    const client = connect(messages());
    await start(client);
    const given = {
      source: { name: 'fixture.ex', path: 'fixture.ex', sourceReference: 1 },
      breakpoints: [{ line: 12 }],
    };
    await client.request('setBreakpoints', given);
    assert.equal((await move(client, 'continue', { threadId: 1 }))['threadId'], 2);
    client.close();
  });

  it('count lines as the client counts', async () => {
    const client = connect(messages());
    await client.request('initialize', { linesStartAt1: false, columnsStartAt1: false, pathFormat: 'uri' });
    await client.request('launch', { trace: '/x.cinema' });
    await client.event('output');
    const given = { source: { path: 'file:///fixture/lib/fixture.ex' }, breakpoints: [{ line: 11 }] };
    const answer = (await client.request('setBreakpoints', given)) as { breakpoints: DebugProtocol.Breakpoint[] };
    assert.deepEqual([answer.breakpoints[0]!.verified, answer.breakpoints[0]!.line], [true, 11]);
    await client.request('configurationDone');
    await client.event('cinema/position');
    await move(client, 'continue', { threadId: 1 });
    const [frame] = await stackOf(client, 2);
    assert.deepEqual([frame!.line, frame!.column], [11, 0]);
    client.close();
  });

  it('give the targets of a jump: the next and the last time of a line', () =>
    story(
      'goto',
      messages(),
      async (client) => {
        const { targets } = (await client.request('gotoTargets', { source, line: 11 })) as {
          targets: { id: number }[];
        };
        await move(client, 'goto', { threadId: 1, targetId: targets[0]!.id });
        await client.ask('goto', { threadId: 1, targetId: targets[1]!.id });
      },
      { launchWith: { startAt: { moment: 9 } } },
    ));
});
