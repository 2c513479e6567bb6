import assert from 'node:assert/strict';
import fc from 'fast-check';
import { messages } from './fixtures.ts';
import { randomRequest } from './random-requests.ts';
import { connect, start } from './stories.ts';

describe('any requests in any order', function () {
  this.timeout(60_000);

  it('get exactly one response each, in order, and break nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomRequest, { maxLength: 30 }),
        fc.boolean(),
        fc.nat(),
        async (requests, isStarted, seed) => {
          const client = connect(messages(), seed);
          try {
            if (isStarted) await start(client);
            const answers = await Promise.all(requests.map(({ command, given }) => client.ask(command, given)));
            for (const [index, { command, success, message }] of answers.entries()) {
              assert.equal(command, requests[index]!.command);
              if (!success) assert.ok(!message?.startsWith('The adapter failed'), message);
            }
            await client.request('threads');
          } finally {
            client.close();
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leave the replay where it was when they only ask', async () => {
    const asking = randomRequest.filter(
      ({ command, given }) =>
        [
          'threads',
          'stackTrace',
          'scopes',
          'variables',
          'source',
          'evaluate',
          'gotoTargets',
          'breakpointLocations',
          'exceptionInfo',
        ].includes(command) && (given as { context?: string } | null)?.context !== 'repl',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { maxLength: 20 }), fc.nat({ max: 17 }), async (requests, moment) => {
        const client = connect(messages());
        await start(client, { startAt: { moment } });
        const before = await client.request('cinema/position');
        for (const { command, given } of requests) await client.ask(command, given);
        assert.deepEqual(await client.request('cinema/position'), before);
        client.close();
      }),
      { numRuns: 40 },
    );
  });
});
