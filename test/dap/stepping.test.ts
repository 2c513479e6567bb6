import assert from 'node:assert/strict';
import { brief, steps } from './fixtures.ts';
import { matchGolden } from './golden.ts';
import { connect, move, start, story } from './stories.ts';
import { transcriptOf } from './transcript.ts';
import { frameText, stackOf, view } from './view.ts';

describe('stepping through a recording', () => {
  it('tells the client everything from the first word to the first stop', async () => {
    const client = connect(steps());
    await start(client);
    await client.request('threads');
    await client.request('stackTrace', { threadId: 1, startFrame: 0, levels: 1 });
    client.close();
    matchGolden('first-stop', transcriptOf(client.messages));
  });

  it('steps over, into and out, and the same way back', () =>
    story('steps', steps(), async (client) => {
      for (const command of ['next', 'stepIn', 'next', 'stepOut', 'stepBack', 'stepBack']) {
        await move(client, command, { threadId: 1 });
      }
    }));

  it('shows the line, the variables and what came back', async () => {
    const client = connect(steps());
    await start(client);
    const seen: string[] = [];
    for (const command of ['next', 'next', 'next', 'stepOut', 'stepBack']) {
      await move(client, command, { threadId: 1 });
      const { stack, variables } = await view(client);
      seen.push(`${command}: ${stack.join(' < ')}`, ...variables);
    }
    client.close();
    assert.deepEqual(seen, [
      'next: Fixture.main/0 fixture.ex:3',
      'Locals:',
      '  x = 1',
      'next: Fixture.main/0 fixture.ex:4',
      'Locals:',
      '  x = 2',
      '  y = {:ok, 2}',
      'Returned:',
      '  value = 2',
      'next: Fixture.main/0 fixture.ex:5',
      'Locals:',
      '  x = 2',
      '  y = {:ok, 2}',
      '  z = :landed',
      'Returned:',
      '  value = :landed',
      'stepOut: (exited) (subtle)',
      'stepBack: Fixture.main/0 fixture.ex:5',
      'Locals:',
      '  x = 2',
      '  y = {:ok, 2}',
      '  z = :landed',
      'Returned:',
      '  value = :landed',
    ]);
  });

  it('shows who made a tail call, dimmed, and steps past him', async () => {
    const client = connect(steps());
    await start(client, { startAt: { function: 'Fixture.land/1' } });
    const stack = (await stackOf(client, 1)).map(frameText);
    assert.deepEqual(stack, [
      'Fixture.land/1 fixture.ex:31',
      'left by a tail call: Fixture.hop/1 fixture.ex:21 (subtle)',
      'Fixture.main/0 fixture.ex:4',
    ]);
    await move(client, 'stepOut', { threadId: 1 });
    assert.deepEqual((await stackOf(client, 1)).map(frameText), ['Fixture.main/0 fixture.ex:5']);
    client.close();
  });

  it('stops at both ends and goes on living', () =>
    story('ends', brief(), async (client) => {
      for (const command of ['stepBack', 'reverseContinue', 'next', 'next', 'continue', 'stepOut', 'stepBack']) {
        await move(client, command, { threadId: 1 });
      }
    }));

  it('answers a held key: every step has its response and its stop, in order', async () => {
    const client = connect(steps());
    await start(client);
    const before = client.messages.length;
    const held = Array.from({ length: 40 }, () => client.request('stepIn', { threadId: 1 }));
    await Promise.all(held);
    await client.request('cinema/position');
    const stops = client.messages
      .slice(before)
      .filter((message) => message.type === 'event' && message.event === 'stopped');
    assert.equal(stops.length, 40);
    assert.equal((await view(client)).stack[0], '(exited) (subtle)');
    client.close();
  });
});
