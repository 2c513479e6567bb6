import assert from 'node:assert/strict';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { traceFromText, type Trace } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { connect, start, story } from './stories.ts';
import { stackOf, view } from './view.ts';

/** A server that a client casts to twice; the second cast comes while the first is being handled. */
const server = (): Trace =>
  traceFromText(`
    a: call main()@1 | line@2 | spawn b | link b | line@3 |                                    | send b {:"$gen_cast", {:add, "tea"}} |
    b:               |        |         |        |        | state Fixture %{n: 0, items: %{}}  |                                      | monitor a | arrive a {:"$gen_cast", {:add, "tea"}} | call handle_cast(msg={:add, "tea"}, state=%{n: 0, items: %{}})@5 | line@6 n=1 | line@7 n=2 item="tea" | return {:noreply, 1}@8 | state Fixture %{n: 2, items: %{"tea" => 1}} | call handle_cast(msg=:boom, state=1)@5 | line@6 | exit :boom
    ---
    a: line@4 | send b :late | line@4
  `);

/** The same, with a second message that arrives within the callback. */
const busy = (): Trace =>
  traceFromText(`
    a: call main()@1 | line@2 | spawn b | line@3 |                     | send b {:"$gen_cast", :one} |                           |                                       | send b {:"$gen_cast", :two} |                             |
    b:               |        |         |        | state Fixture :idle |                             | arrive a {:"$gen_cast", :one} | call handle_cast(msg=:one, state=:idle)@5 |                             | arrive a {:"$gen_cast", :two} | line@6 | send a {:done, "bytes"} | line@7
  `);

async function scopesOf(client: Client, threadId: number): Promise<Record<string, number>> {
  const [frame] = await stackOf(client, threadId);
  const { scopes } = (await client.request('scopes', { frameId: frame!.id })) as { scopes: DebugProtocol.Scope[] };
  return Object.fromEntries(scopes.map(({ name, variablesReference }) => [name, variablesReference]));
}

async function unfold(client: Client, variablesReference: number): Promise<readonly DebugProtocol.Variable[]> {
  const { variables } = (await client.request('variables', { variablesReference })) as {
    variables: DebugProtocol.Variable[];
  };
  return variables;
}

/** `name: value` of a scope as of a moment, what unfolds indented. */
async function scopeText(
  trace: Trace,
  moment: number,
  name: string,
  threadId = 2,
  depth = 2,
): Promise<readonly string[]> {
  const client = connect(trace);
  await start(client, { startAt: { moment } });
  const { variables } = await view(client, { threadId, scopes: [name], depth });
  client.close();
  return variables;
}

describe('the variables view', () => {
  it('tells the state before and after the callback, the message, what changed, and the process', () =>
    story(
      'variables-view',
      busy(),
      async (client) => {
        const scopes = await scopesOf(client, 2);
        for (const name of ['Changes', 'State', 'Message', 'Process']) {
          for (const { variablesReference } of await unfold(client, scopes[name]!)) {
            if (variablesReference === 0) continue;
            for (const part of await unfold(client, variablesReference)) {
              if (part.variablesReference !== 0) await unfold(client, part.variablesReference);
            }
          }
        }
      },
      { launchWith: { startAt: { moment: 12 } } },
    ));

  it('tells the state that a running callback ends with, and the difference', async () => {
    assert.deepEqual(await scopeText(server(), 10, 'State', 2, 1), [
      'State:',
      '  state = %{n: 0, items: %{}}',
      '  after the callback = %{n: 2, items: %{"tea" => 1}}',
      '  changes = 2',
    ]);
  });

  it('tells the state that the last callback began with, at rest', async () => {
    const text = await scopeText(server(), 13, 'State', 2, 2);
    assert.deepEqual(
      text.filter((line) => /^ {2}\w/.test(line)),
      ['  state = %{n: 2, items: %{"tea" => 1}}', '  before the callback = %{n: 0, items: %{}}', '  changes = 2'],
    );
    assert.deepEqual(text.slice(-2), ['    .n = 0 → 2', '    .items["tea"] = new: 1']);
  });

  it('says that a callback which crashed left no state', async () => {
    const text = await scopeText(server(), 15, 'State', 2, 1);
    assert.equal(text.at(-1), '  after the callback = not recorded: the callback did not end with a state');
  });

  it('tells what changed since the stop before', async () => {
    assert.deepEqual(await scopeText(server(), 11, 'Changes'), [
      'Changes:',
      '  since = the stop before, @10',
      '  n = 1 → 2',
      '    before = 1',
      '    now = 2',
      '  item = "tea"',
    ]);
    assert.deepEqual(await scopeText(server(), 1, 'Changes', 1), [
      'Changes:',
      '  since = this is the first stop of the process',
    ]);
  });

  it('tells links, monitors and ancestors', async () => {
    const text = await scopeText(server(), 11, 'Process', 2, 1);
    const label = 'Fixture.main/0 <0.100.0>';
    for (const line of [
      `  ancestors = ${label}`,
      `  links = ${label}`,
      `  monitors = ${label} (that one was taken back is not recorded)`,
    ]) {
      assert.ok(text.includes(line), `${line} in\n${text.join('\n')}`);
    }
  });

  it('pages a long mailbox', async () => {
    const sends = Array.from({ length: 250 }, (_, n) => `arrive a {:job, ${n}}`).join(' | ');
    const trace = traceFromText(`
      a: call main()@1 | line@2
      b: call loop()@10 | line@11 | ${sends} | line@12 | recv a {:job, 0} @13 | line@14
    `);
    const client = connect(trace);
    await start(client, { startAt: { moment: trace.eventCount - 1 } });
    const process = await unfold(client, (await scopesOf(client, 2))['Process']!);
    const mailbox = process.find(({ name }) => name === 'mailbox')!;
    assert.equal(mailbox.value, '249 not taken by recorded code');
    assert.equal(mailbox.indexedVariables, 249);
    const { variables } = (await client.request('variables', {
      variablesReference: mailbox.variablesReference,
      filter: 'indexed',
      start: 100,
      count: 2,
    })) as { variables: DebugProtocol.Variable[] };
    assert.deepEqual(
      variables.map(({ name, value }) => `${name} ${value}`),
      [
        '100 {:job, 101}, from Fixture.main/0 <0.100.0>, 151 µs ago',
        '101 {:job, 102}, from Fixture.main/0 <0.100.0>, 150 µs ago',
      ],
    );
    client.close();
  });
});

describe('the bytes of a binary', () => {
  const trace = traceFromText('a: call f(data="bytes é")@1 | line@2 | line@3');

  it('are read for a hex editor, also after the replay went on', () =>
    story('memory', trace, async (client) => {
      const scopes = await scopesOf(client, 1);
      const [data] = await unfold(client, scopes['Locals']!);
      const { memoryReference } = data!;
      await client.request('readMemory', { memoryReference, count: 4 });
      await client.request('next', { threadId: 1 });
      await client.event('cinema/position');
      await client.request('readMemory', { memoryReference, offset: 4, count: 100 });
      await client.request('readMemory', { memoryReference, offset: 100, count: 8 });
      await client.request('readMemory', { memoryReference: 'nonsense', count: 8 });
    }));
});
