import assert from 'node:assert/strict';
import fc from 'fast-check';
import { traceFromText } from '../../trace/index.ts';
import { drawings } from '../../trace/testing.ts';
import { connect, move, start } from './stories.ts';
import { type Client } from './client.ts';
import { focusedThread, view } from './view.ts';

/** Runs that could have happened: calls, tail calls, exceptions, messages, gaps. */
const anyRun = drawings({ length: 80, gaps: true }).filter((run) => traceFromText(run).eventCount > 0);

const scopes = ['Returned', 'Arguments', 'Locals', 'Changes', 'State', 'Message', 'Process'];

/** Everything a person sees: every thread's stack, the focused one's variables. */
async function picture(client: Client): Promise<unknown> {
  const { threads } = (await client.request('threads')) as { threads: { id: number; name: string }[] };
  const views: unknown[] = [];
  for (const { id, name } of [...threads].sort((left, right) => left.id - right.id))
    views.push([name, await view(client, { threadId: id, depth: 2, scopes })]);
  return views;
}

async function momentOf(client: Client): Promise<number> {
  return (await client.request('cinema/position'))['moment'] as number;
}

describe('the laws of a replay', function () {
  this.timeout(60_000);

  it('n steps into and n back into end where they began, showing the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, fc.integer({ min: 1, max: 6 }), async (run, count) => {
        const client = connect(traceFromText(run));
        await start(client);
        const begun = [await momentOf(client), await picture(client)];
        const threadId = await focusedThread(client);
        let moved = 0;
        for (let times = 0; times < count; times++) {
          const stopped = await move(client, 'stepIn', { threadId });
          if (!String(stopped['description']).startsWith('End of the recording')) moved++;
        }
        for (let times = 0; times < moved; times++) {
          await client.request('cinema/step', { verb: 'stepBackInto', threadId });
          await client.event('cinema/position');
        }
        assert.deepEqual([await momentOf(client), await picture(client)], begun);
        client.close();
      }),
      { numRuns: 40 },
    );
  });

  it('seeking to a moment shows what stepping to it shows', async () => {
    const command = fc.constantFrom('next', 'stepIn', 'stepOut', 'stepBack', 'continue', 'reverseContinue');
    await fc.assert(
      fc.asyncProperty(anyRun, fc.array(command, { minLength: 1, maxLength: 6 }), async (run, commands) => {
        const client = connect(traceFromText(run));
        await start(client);
        const position = () => client.request('cinema/position');
        for (const each of commands)
          await move(client, each, { threadId: ((await position())['process'] as number) + 1 });
        const stepped = await picture(client);
        const { moment, process } = await position();
        await client.request('cinema/seek', { moment: 0 });
        await client.request('cinema/seek', { moment, process });
        assert.deepEqual(await picture(client), stepped);
        client.close();
      }),
      { numRuns: 40 },
    );
  });

  it('continue and reverseContinue visit the same hits in opposite order', async () => {
    const lines = fc.uniqueArray(fc.integer({ min: 10, max: 90 }), { minLength: 5, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(anyRun, lines, async (run, wanted) => {
        const client = connect(traceFromText(run));
        await start(client, { startAt: { moment: 0 } });
        const source = { path: '/fixture/lib/fixture.ex' };
        await client.request('setBreakpoints', { source, breakpoints: wanted.map((line) => ({ line })) });
        const visit = async (direction: string): Promise<number[]> => {
          const visited: number[] = [];
          for (;;) {
            const stopped = await move(client, direction, { threadId: 1 });
            if (stopped['reason'] !== 'breakpoint') return visited;
            visited.push(await momentOf(client));
          }
        };
        const there = await visit('continue');
        const back = await visit('reverseContinue');
        assert.deepEqual(back, [...there].reverse());
        client.close();
      }),
      { numRuns: 40 },
    );
  });
});
