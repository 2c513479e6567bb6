import assert from 'node:assert/strict';
import { traceFromText } from '../../trace/index.ts';
import { steps } from './fixtures.ts';
import { connect, move, start, story } from './stories.ts';
import { stackOf } from './view.ts';

/** Line 2 calls double twice and leaves by a tail call of land. */
const calls = () =>
  traceFromText(`
    a: call main()@1 | line@2 | call double(n=1)@10 | line@11 | return 2@11 | value 2@2 | call double(n=2)@10 | line@11 | call deep()@20 | line@21 | return 0@21 | return 4@11 | value 4@2 | tail land(4)@2 | call land(n=4)@30 | line@31 | return :done @31 | exit :normal
  `);

describe('a frame', () => {
  it('is restarted where it was called', () =>
    story(
      'restart-frame',
      steps(),
      async (client) => {
        const [inner, outer] = await stackOf(client, 1);
        await client.ask('restartFrame', { frameId: inner!.id });
        await client.event('cinema/position');
        await client.ask('restartFrame', { frameId: outer!.id });
      },
      { launchWith: { startAt: { moment: 6 } } },
    ));

  it('offers the calls of its line to step into', () =>
    story(
      'step-in-targets',
      calls(),
      async (client) => {
        const [frame] = await stackOf(client, 1);
        const { targets } = (await client.request('stepInTargets', { frameId: frame!.id })) as {
          targets: { id: number }[];
        };
        await client.request('stepIn', { threadId: 1, targetId: targets[1]!.id });
        await client.event('cinema/position');
        const [, caller] = await stackOf(client, 1);
        await client.request('stepInTargets', { frameId: caller!.id });
      },
      { launchWith: { startAt: { moment: 1 } } },
    ));
});

describe('the granularity of a step', () => {
  const trace = () => traceFromText('a: call main()@1 | line@2:1 | bind@2 x=1 | line@2:5 | line@3 | line@4');

  for (const [granularity, there, back] of [
    [undefined, 3, 1],
    ['statement', 3, 1],
    ['line', 4, 1],
    ['instruction', 2, 1],
  ] as const) {
    it(granularity ?? 'is a statement when none is asked for', async () => {
      const client = connect(trace());
      await start(client, { startAt: { moment: 1 } });
      const moment = async () => (await client.request('cinema/position'))['moment'];
      await move(client, 'next', { threadId: 1, granularity });
      assert.equal(await moment(), there);
      await move(client, 'stepBack', { threadId: 1, granularity });
      assert.equal(await moment(), back);
      client.close();
    });
  }
});
