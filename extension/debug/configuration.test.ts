import assert from 'node:assert/strict';
import path from 'node:path';
import {
  completeConfiguration,
  nameConfiguration,
  type Choice,
  type RecordingRequest,
  type Surroundings,
  type TraceFile,
} from './configuration.ts';

const SHOP = path.resolve('/work/shop');
const traceFile = (name: string, modified = 0): TraceFile => ({ path: path.join(SHOP, name), modified, bytes: 1 });

interface World {
  readonly surroundings: Surroundings;
  readonly recorded: RecordingRequest[];
  readonly asked: (readonly TraceFile[])[];
}

function world(options: {
  active?: string;
  traces?: readonly TraceFile[];
  answer?: Choice;
  trusted?: boolean;
  folders?: readonly string[];
  exists?: readonly string[];
  recordingFails?: string;
}): World {
  const recorded: RecordingRequest[] = [];
  const asked: (readonly TraceFile[])[] = [];
  const folders = options.folders ?? [SHOP];
  return {
    recorded,
    asked,
    surroundings: {
      trusted: options.trusted ?? true,
      folders,
      now: new Date(2026, 10, 21, 10, 11, 49),
      activeTrace: () => options.active,
      findTraces: () => Promise.resolve(options.traces ?? []),
      choose: (traces) => {
        asked.push(traces);
        return Promise.resolve(options.answer);
      },
      kindOf: (file) =>
        Promise.resolve(folders.includes(file) ? 'folder' : options.exists?.includes(file) ? 'file' : 'nothing'),
      record: (request) => {
        recorded.push(request);
        return Promise.resolve(
          options.recordingFails === undefined
            ? { ok: true, value: null }
            : { ok: false, error: { message: options.recordingFails, nextSteps: [] } },
        );
      },
    },
  };
}

async function named(options: Parameters<typeof world>[0], written = {}): Promise<unknown> {
  const { surroundings } = world(options);
  const result = await nameConfiguration(written, surroundings);
  return result.ok ? result.value : result.error.message;
}

async function completed(options: Parameters<typeof world>[0], written: Record<string, unknown>): Promise<unknown> {
  const { surroundings } = world(options);
  const result = await completeConfiguration(
    { type: 'cinema', request: 'launch', name: 'Replay', ...written },
    surroundings,
  );
  return result.ok ? result.value : result.error.message;
}

describe('F5 without a launch.json', () => {
  it('replays the trace in view', async () => {
    const active = path.join(SHOP, 'today.cinema');
    assert.deepEqual(await named({ active, traces: [traceFile('a.cinema'), traceFile('b.cinema')] }), {
      type: 'cinema',
      request: 'launch',
      name: 'Replay today.cinema',
      trace: active,
    });
  });

  it('replays the only trace of the workspace', async () => {
    const { surroundings, asked } = world({ traces: [traceFile('a.cinema')] });
    const result = await nameConfiguration({}, surroundings);
    assert.equal(result.ok && result.value?.['trace'], path.join(SHOP, 'a.cinema'));
    assert.deepEqual(asked, []);
  });

  it('asks which of several', async () => {
    const traces = [traceFile('new.cinema', 2), traceFile('old.cinema', 1)];
    const { surroundings, asked } = world({ traces, answer: { kind: 'trace', trace: traces[1]!.path } });
    const result = await nameConfiguration({}, surroundings);
    assert.equal(result.ok && result.value?.name, 'Replay old.cinema');
    assert.deepEqual(asked, [traces]);
  });

  it('offers to record where there is none', async () => {
    assert.deepEqual(await named({ answer: { kind: 'record', command: 'mix test' } }), {
      type: 'cinema',
      request: 'launch',
      name: 'Record mix test',
      record: 'mix test',
    });
  });

  it('does nothing when the person gives up', async () => {
    assert.equal(await named({ traces: [] }), undefined);
  });

  it('leaves a written configuration alone', async () => {
    const written = { type: 'cinema', request: 'launch', name: 'Mine', trace: '${file}', startAt: 'end' };
    assert.deepEqual(await named({ active: '/elsewhere.cinema' }, written), written);
  });
});

describe('a launch configuration to replay', () => {
  const trace = path.join(SHOP, 'shop.cinema');

  it('gets absolute paths and what was left out', async () => {
    assert.deepEqual(await completed({ exists: [trace] }, { trace: 'shop.cinema' }), {
      type: 'cinema',
      request: 'launch',
      name: 'Replay',
      trace,
      stopOnEntry: true,
      startAt: 'start',
      sourceFolders: [SHOP],
    });
  });

  it('takes startAt as people write it', async () => {
    const startAt = async (written: unknown): Promise<unknown> => {
      const value = await completed({ exists: [trace] }, { trace, startAt: written });
      return typeof value === 'string' ? value : (value as { startAt: unknown }).startAt;
    };
    assert.deepEqual(await startAt(1234), { moment: 1234 });
    assert.deepEqual(await startAt('1234'), { moment: 1234 });
    assert.deepEqual(await startAt('Shop.Cart.add/2'), { function: 'Shop.Cart.add/2' });
    assert.deepEqual(await startAt({ function: 'ring:loop/2' }), { function: 'ring:loop/2' });
    assert.equal(await startAt('firstException'), 'firstException');
    assert.match(String(await startAt({ somewhere: 1 })), /^"startAt" must be/);
    assert.match(String(await startAt(-1)), /a moment is a whole number from 0, not -1/);
  });

  it('says what is missing or wrong', async () => {
    assert.equal(
      await completed({}, { trace: 'gone.cinema' }),
      `There is no recording ${path.join(SHOP, 'gone.cinema')}.`,
    );
    assert.match(String(await completed({}, { trace: SHOP })), /is a folder/);
    assert.match(String(await completed({}, { trace: 5 })), /^"trace" must be the path/);
    assert.match(String(await completed({}, { request: 'attach', trace })), /"request": "attach" is not known/);
    assert.match(String(await completed({}, { trace, sourceFolders: 'lib' })), /^"sourceFolders" must be a list/);
    assert.match(String(await completed({}, { trace, sourceMap: ['lib'] })), /^"sourceMap" must be an object/);
    assert.match(String(await completed({}, { trace, sourceMap: { '/build': 1 } })), /\/build must lead to a folder/);
  });
});

describe('a launch configuration to record', () => {
  it('records in the folder and replays what was left', async () => {
    const { surroundings, recorded } = world({});
    const result = await completeConfiguration(
      {
        type: 'cinema',
        request: 'launch',
        name: 'Record',
        record: 'mix test "test/a b.exs"',
        recordOptions: ['--lines', 'Shop.*'],
        env: { MIX_ENV: 'test', N: 3 },
      },
      surroundings,
    );
    const trace = path.join(SHOP, '.cinema', 'mix-test-a-b-20261121-101149.cinema');
    assert.deepEqual(recorded, [
      {
        command: ['mix', 'test', 'test/a b.exs'],
        options: ['--lines', 'Shop.*'],
        cwd: SHOP,
        env: { MIX_ENV: 'test', N: '3' },
        trace,
      },
    ]);
    assert.equal(result.ok && result.value?.trace, trace);
  });

  it('writes where "trace" says, and takes words as well as a line', async () => {
    const { surroundings, recorded } = world({});
    await completeConfiguration(
      { type: 'cinema', request: 'launch', name: 'R', record: ['mix', 'run', '-e', 'a b'], trace: 'out/my.cinema' },
      surroundings,
    );
    assert.equal(recorded[0]?.trace, path.join(SHOP, 'out', 'my.cinema'));
    assert.deepEqual(recorded[0].command, ['mix', 'run', '-e', 'a b']);
  });

  it('starts nothing in a workspace that is not trusted', async () => {
    const { surroundings, recorded } = world({ trusted: false });
    const result = await completeConfiguration(
      { type: 'cinema', request: 'launch', name: 'R', record: 'mix test' },
      surroundings,
    );
    assert.ok(!result.ok);
    assert.match(result.error.message, /must be trusted first/);
    assert.deepEqual(
      result.error.nextSteps.map((step) => step.command),
      ['workbench.trust.manage'],
    );
    assert.deepEqual(recorded, []);
  });

  it('passes on why there is no recording', async () => {
    assert.equal(
      await completed({ recordingFails: 'mix is not installed' }, { record: 'mix test' }),
      'mix is not installed',
    );
  });

  it('says what is wrong with the command, its folder and its environment', async () => {
    assert.match(String(await completed({}, { record: 'mix "test' })), /a quote that is never closed/);
    assert.match(String(await completed({}, { record: [1] })), /a list of its words/);
    assert.match(String(await completed({}, { record: 'mix test', env: { A: [] } })), /"env": A must be a text/);
    assert.match(String(await completed({}, { record: 'mix test', cwd: 'gone' })), /There is no folder/);
    assert.match(String(await completed({ folders: [] }, { record: 'mix test' })), /no folder is open/);
  });
});
