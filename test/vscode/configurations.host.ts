import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { debug, workspace, type DebugConfiguration, type DebugSession } from 'vscode';
import type { Position } from '../../protocol/index.ts';

const folder = workspace.workspaceFolders![0]!;

/** Starts a session and waits until it rests at its first stop. */
async function start(configuration: Partial<DebugConfiguration>, limit = 20_000): Promise<DebugSession> {
  const stopped = new Promise<DebugSession>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no stop within ${limit} ms`)), limit);
    const tracker = debug.registerDebugAdapterTrackerFactory('cinema', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { readonly type: string; readonly event?: string }) => {
          if (message.event !== 'stopped') return;
          clearTimeout(late);
          tracker.dispose();
          resolve(session);
        },
      }),
    });
  });
  const started = debug.startDebugging(folder, { type: 'cinema', request: 'launch', name: 'test', ...configuration });
  assert.equal(await started, true, 'the session did not start');
  return stopped;
}

async function stop(session: DebugSession): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const subscription = debug.onDidTerminateDebugSession((other) => {
      if (other.id !== session.id) return;
      subscription.dispose();
      resolve();
    });
  });
  await debug.stopDebugging(session);
  await ended;
}

const position = async (session: DebugSession): Promise<Position> =>
  (await session.customRequest('cinema/position', {})) as Position;

describe('a launch configuration', () => {
  it('gets absolute paths, the workspace as source folder, and a stop at its beginning', async () => {
    const session = await start({ trace: 'ledger.cinema' });
    try {
      assert.equal(session.configuration['trace'], path.join(folder.uri.fsPath, 'ledger.cinema'));
      assert.deepEqual(session.configuration['sourceFolders'], [folder.uri.fsPath]);
      assert.equal(session.configuration['stopOnEntry'], true);
    } finally {
      await stop(session);
    }
  });

  it('takes variables, and a function to begin at', async () => {
    const session = await start({ trace: '${workspaceFolder}/ledger.cinema', startAt: 'Ledger.transfer/3' });
    try {
      const { threads } = (await session.customRequest('threads')) as { threads: { id: number; name: string }[] };
      assert.notEqual(threads.length, 0);
      const { process } = await position(session);
      const { stackFrames } = (await session.customRequest('stackTrace', {
        threadId: debug.activeStackItem?.session.id === session.id ? debug.activeStackItem.threadId : threads[0]!.id,
        levels: 1,
      })) as { stackFrames: { name: string; line: number }[] };
      assert.match(stackFrames[0]!.name, /Ledger\.transfer\/3/, `in process ${process}`);
    } finally {
      await stop(session);
    }
  });

  it('that names no recording of the folder does not start', async () => {
    const started = debug.startDebugging(folder, {
      type: 'cinema',
      request: 'launch',
      name: 'test',
      trace: 'gone.cinema',
    });
    assert.equal(await started, false);
  });
});

describe('the custom requests', () => {
  it('seek by moment, time and share', async () => {
    const session = await start({ trace: 'ledger.cinema' });
    try {
      const middle = (await session.customRequest('cinema/seek', { fraction: 0.5 })) as Position;
      assert.ok(Math.abs(middle.time - middle.duration / 2) <= middle.duration / 2);
      const there = (await session.customRequest('cinema/seek', { moment: middle.moment })) as Position;
      assert.equal(there.moment, middle.moment);
      assert.deepEqual(await position(session), { ...(await position(session)), moment: middle.moment });
      const begin = (await session.customRequest('cinema/seek', { time: 0 })) as Position;
      assert.ok(begin.moment <= middle.moment);
    } finally {
      await stop(session);
    }
  });

  it('step back into, back out, to the cause and to the effect', async () => {
    const session = await start({ trace: 'ledger.cinema', startAt: 'Ledger.transfer/3' });
    try {
      const before = await position(session);
      const out = (await session.customRequest('cinema/step', { verb: 'stepBackOut' })) as Position;
      assert.ok(out.moment < before.moment, JSON.stringify({ before, out }));
      assert.equal(out.process, before.process);
      for (const verb of ['stepBackInto', 'toCause', 'toEffect']) {
        const answer = (await session.customRequest('cinema/step', { verb })) as Position;
        assert.ok(answer.moment >= 0 && answer.moment < answer.momentCount, verb);
      }
    } finally {
      await stop(session);
    }
  });
});

describe('a launch configuration that records', () => {
  it('runs mix test in a terminal and replays what it left', async function () {
    this.timeout(90_000);
    const session = await start({ record: 'mix test --seed 0', startAt: 'Ledger.transfer/3' }, 85_000);
    try {
      const trace = String(session.configuration['trace']);
      assert.match(path.relative(folder.uri.fsPath, trace), /^\.cinema[/\\]mix-test-\d[\w-]*\.cinema$/);
      assert.ok(existsSync(trace));
      assert.ok(existsSync(path.join(path.dirname(trace), '.gitignore')));
      assert.ok((await position(session)).momentCount > 100);
    } finally {
      await stop(session);
    }
  });
});
