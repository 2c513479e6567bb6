import assert from 'node:assert/strict';
import { parseWords } from './words.ts';
import { messages, steps } from './fixtures.ts';
import { connect, start, story } from './stories.ts';

/** What the help says of someone's program, and what there is of it in the fixture. */
const examples = [
  ['1200', '3'],
  ['run back to 12', 'run back to 11'],
  ['cart.items', 'sum'],
  ['Shop.Cart.add/2', 'Fixture.loop/1'],
  ['cart.ex', 'fixture.ex'],
] as const;

describe('the debug console', () => {
  it('moves the replay by words', () =>
    story('console', messages(), async (client) => {
      for (const expression of [
        'next',
        'effect',
        'cause',
        'seek 40%',
        'seek 8',
        'seek 12us',
        'back',
        'out',
        'continue',
        'rcontinue',
      ]) {
        await client.request('evaluate', { expression, context: 'repl' });
        await client.event('cinema/position');
      }
    }));

  it('tells where the replay is, what the words are, and values', () =>
    story(
      'console-answers',
      steps(),
      async (client) => {
        for (const expression of ['where', 'help', 'y', 'y[1]', 'y +', 'seek', 'seek 99', 'seek x']) {
          await client.ask('evaluate', { expression, context: 'repl' });
        }
      },
      { launchWith: { startAt: { moment: 8 } } },
    ));

  it('knows every word that it explains', async () => {
    const client = connect(messages());
    await start(client);
    const { result } = await client.request('evaluate', { expression: 'help', context: 'repl' });
    const words = parseWords(result as string);
    assert.deepEqual(words.slice(0, 3), ['next', 'into', 'out']);
    for (const word of words) {
      const expression = examples.reduce((said, [example, here]) => said.replace(example, here), word);
      const response = await client.ask('evaluate', { expression, context: 'repl' });
      assert.ok(response.success, `${expression}: ${response.message ?? ''}`);
    }
    client.close();
  });
});
