import assert from 'node:assert/strict';
import { type DebugProtocol } from '@vscode/debugprotocol';
import { traceFromText, type Trace } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { messages, steps } from './fixtures.ts';
import { connect, move, start, story } from './stories.ts';
import { stackOf, variablesOf, view } from './view.ts';

const source = { path: '/fixture/lib/fixture.ex' };

async function topFrame(client: Client, threadId = 1): Promise<number> {
  return (await stackOf(client, threadId))[0]!.id;
}

async function scopesOf(client: Client, frameId: number): Promise<Record<string, number>> {
  const { scopes } = (await client.request('scopes', { frameId })) as { scopes: DebugProtocol.Scope[] };
  return Object.fromEntries(scopes.map(({ name, variablesReference }) => [name, variablesReference]));
}

/** Line 3 binds the first x and line 4 the second, which is made of the first. */
function rebinding(): Trace {
  const trace = traceFromText('a: call main()@1 | line@2 | line@3 x=1 | line@4 x=2 | line@5');
  const [module] = trace.modules;
  // x = 1 (2:3); x = x + 1 (3:3 binds, 3:7 reads); x (4:3); y is read at 4:7 and never recorded.
  const occurrences = [
    [2, 3, 0],
    [3, 3, 1],
    [3, 7, 0],
    [4, 3, 1],
    [4, 7, 2],
  ] as const;
  const variables = [...module!.variables, ['y', '_y@1'] as const];
  return { ...trace, modules: [{ ...module!, occurrences, variables }] };
}

async function hover(
  client: Client,
  expression: string,
  line: number,
  column: number,
  path = source.path,
): Promise<string> {
  const frameId = await topFrame(client);
  const response = await client.ask('evaluate', {
    expression,
    frameId,
    context: 'hover',
    source: { path },
    line,
    column,
  });
  return response.success ? (response.body as { result: string }).result : (response.message ?? '');
}

describe('hovering', () => {
  it('shows the binding that the occurrence under the pointer means', async () => {
    const client = connect(rebinding());
    await start(client, { startAt: 'end' });
    assert.equal(await hover(client, 'x', 2, 3), '1');
    assert.equal(await hover(client, 'x', 3, 3), '2');
    assert.equal(await hover(client, 'x', 3, 7), '1');
    assert.equal(await hover(client, 'x', 4, 3), '2');
    assert.equal(await hover(client, 'y', 4, 7), 'y was not recorded.');
    client.close();
  });

  it('knows the file by the URI that VS Code sends from a window on another machine', async () => {
    const client = connect(rebinding());
    await start(client, { startAt: 'end' });
    assert.equal(await hover(client, 'x', 3, 7, `vscode-remote://ssh-remote+host${source.path}`), '1');
    client.close();
  });

  it('says that a variable has no value yet', async () => {
    const client = connect(rebinding());
    await start(client);
    assert.equal(await hover(client, 'x', 2, 3), 'x has no value here at this moment.');
    client.close();
  });

  it('looks in the function that the line belongs to, wherever it is on the stack', async () => {
    const client = connect(steps());
    await start(client, { startAt: { function: 'double' } });
    assert.equal(await hover(client, 'x', 3, 1), 'x has no value here at this moment.');
    client.close();
  });

  it('never shows a variable of the same name of a function that is not running', async () => {
    const client = connect(steps());
    await start(client, { startAt: { function: 'Fixture.double/1' } });
    assert.equal(await hover(client, 'n', 11, 1), '1');
    assert.equal(await hover(client, 'x', 3, 1), '1');
    assert.equal(await hover(client, 'n', 21, 1), 'The function of this line is not running at this moment.');
    client.close();
  });

  it('never moves the replay', async () => {
    const client = connect(messages());
    await start(client, { startAt: { moment: 8 } });
    const before = await client.request('cinema/position');
    for (const expression of ['back', 'n', 'seek 0', 'continue', 'sum']) {
      for (const context of ['hover', 'watch', 'variables', 'clipboard', undefined]) {
        await client.ask('evaluate', { expression, context, source, line: 12, column: 1 });
      }
    }
    assert.deepEqual(await client.request('cinema/position'), before);
    assert.ok(!client.messages.some((message) => message.type === 'event' && message.event === 'continued'));
    client.close();
  });
});

const bigMap = `%{${Array.from({ length: 203 }, (_, key) => `${key} => ${key * key}`).join(', ')}}`;
const longList = `[${Array.from({ length: 1000 }, (_, index) => index).join(', ')}]`;

describe('values', () => {
  it('unfold by name, by index, and in stretches', () =>
    story(
      'unfolding',
      traceFromText(
        `a: call main(cart={:cart, [%{name: "tea", price: 3}, %{name: "salt", price: 1}], [a: 1, b: [2]]})@1 | line@2 | line@3 big=${bigMap} | line@4`,
      ),
      async (client) => {
        const frameId = await topFrame(client);
        const scopes = await scopesOf(client, frameId);
        const [cart] = await variablesOf(client, scopes['Arguments']!);
        const [, items, options] = await variablesOf(client, cart!.variablesReference);
        const [tea] = await variablesOf(client, items!.variablesReference);
        await variablesOf(client, tea!.variablesReference);
        await variablesOf(client, options!.variablesReference);
        const big = (await variablesOf(client, scopes['Locals']!)).find(({ name }) => name === 'big');
        const stretches = await variablesOf(client, big!.variablesReference);
        const last = await variablesOf(client, stretches[2]!.variablesReference);
        assert.equal(last.length, 3);
      },
      { launchWith: { startAt: 'end' } },
    ));

  it('come in pages', async () => {
    const client = connect(traceFromText(`a: call main()@1 | line@2 | line@3 list=${longList} | line@4`));
    await start(client, { startAt: 'end' });
    const [list] = await variablesOf(client, (await scopesOf(client, await topFrame(client)))['Locals']!);
    assert.equal(list!.indexedVariables, 1000);
    const page = await variablesOf(client, list!.variablesReference, { filter: 'indexed', start: 990, count: 100 });
    assert.deepEqual(
      page.map(({ name, value, evaluateName }) => `${name} ${value} ${evaluateName ?? ''}`),
      Array.from({ length: 10 }, (_, index) => `${990 + index} ${990 + index} list[${990 + index}]`),
    );
    assert.deepEqual(await variablesOf(client, list!.variablesReference, { filter: 'named' }), []);
    client.close();
  });

  it('have an expression each that leads to them', async () => {
    const value = '%{name: "tea", "a key" => [1, {:x, [deep: true]}], 7 => :seven}';
    const client = connect(traceFromText(`a: call main(value=${value})@1 | line@2`));
    await start(client);
    const frameId = await topFrame(client);
    const visit = async (reference: number): Promise<number> => {
      let count = 0;
      for (const child of await variablesOf(client, reference)) {
        const expression = child.evaluateName;
        assert.ok(expression, `${child.name} has no expression`);
        const found = await client.request('evaluate', { expression, frameId, context: 'watch' });
        assert.equal(found['result'], child.value, expression);
        count += 1 + (child.variablesReference > 0 ? await visit(child.variablesReference) : 0);
      }
      return count;
    };
    assert.equal(await visit((await scopesOf(client, frameId))['Arguments']!), 9);
    client.close();
  });

  it('are copied in full', async () => {
    const client = connect(traceFromText(`a: call main()@1 | line@2 | line@3 list=${longList} | line@4`));
    await start(client, { startAt: 'end' });
    const frameId = await topFrame(client);
    const copied = await client.request('evaluate', { expression: 'list', frameId, context: 'clipboard' });
    assert.equal((copied['result'] as string).replaceAll(/\s/g, '').length, longList.replaceAll(/\s/g, '').length);
    const watched = await client.request('evaluate', { expression: 'list', frameId, context: 'watch' });
    assert.ok((watched['result'] as string).length < 300);
    client.close();
  });

  it('of earlier stops answer empty', async () => {
    const client = connect(steps());
    await start(client, { startAt: { moment: 8 } });
    const frameId = await topFrame(client);
    const scopes = await scopesOf(client, frameId);
    const locals = await variablesOf(client, scopes['Locals']!);
    assert.equal(locals.length, 2);
    await move(client, 'next', { threadId: 1 });
    assert.deepEqual(await client.request('scopes', { frameId }), { scopes: [] });
    assert.deepEqual(await variablesOf(client, scopes['Locals']!), []);
    assert.deepEqual(await client.request('evaluate', { expression: 'x', frameId, context: 'watch' }), {
      result: '',
      variablesReference: 0,
    });
    const again = await scopesOf(client, await topFrame(client));
    const used = new Set([frameId, ...Object.values(scopes)]);
    assert.ok(!Object.values(again).some((number) => used.has(number)), 'numbers are not used again');
    client.close();
  });

  it('that were left out when recording say so', async () => {
    const client = connect(traceFromText('a: call main()@1 | line@2 | line@3 pair={1, ...} | line@4'));
    await start(client, { startAt: 'end' });
    const { variables } = await view(client, { depth: 2 });
    assert.deepEqual(variables, ['Locals:', '  pair = {1, …}', '    0 = 1', '    1 = …']);
    client.close();
  });
});

describe('a watch', () => {
  it('names the position of what it cannot read, and never runs code', async () => {
    const client = connect(steps());
    await start(client, { startAt: { moment: 8 } });
    const frameId = await topFrame(client);
    const answer = async (expression: string) => {
      const response = await client.ask('evaluate', { expression, frameId, context: 'watch' });
      return response.success ? (response.body as { result: string }).result : response.message;
    };
    assert.equal(await answer('y'), '{:ok, 2}');
    assert.equal(await answer('y[1]'), '2');
    assert.equal(await answer('y[-1]'), '2');
    assert.match((await answer('x + 1')) ?? '', /at column 3, found "\+"\.$/);
    assert.match((await answer('System.halt()')) ?? '', /no value here|at column/);
    assert.equal(
      await answer('y[2]'),
      'There is nothing at that key at column 2: the value before it is a tuple of 2 elements.',
    );
    assert.equal(await answer('gone'), 'gone has no value here at this moment.');
    client.close();
  });

  it('reads records of Erlang by their fields', async () => {
    const trace = traceFromText('a: call shop:main(Cart={:cart, 3, [:tea]})@1 | line@2');
    const [module] = trace.modules;
    const client = connect({ ...trace, modules: [{ ...module!, records: { cart: ['count', 'items'] } }] });
    await start(client);
    const frameId = await topFrame(client);
    for (const [expression, result] of [
      ['Cart#cart.count', '3'],
      ['Cart#cart.items', '[tea]'],
      ['Cart#cart.items[1]', 'tea'],
      ['Cart[1]', 'cart'],
    ]) {
      const found = await client.request('evaluate', { expression, frameId, context: 'watch' });
      assert.equal(found['result'], result, expression);
    }
    const [cart] = await variablesOf(client, (await scopesOf(client, frameId))['Arguments']!);
    assert.equal(cart!.type, '#cart{}');
    const fields = await variablesOf(client, cart!.variablesReference);
    assert.deepEqual(
      fields.map(({ name, evaluateName }) => [name, evaluateName]),
      [
        ['count', 'Cart#cart.count'],
        ['items', 'Cart#cart.items'],
      ],
    );
    client.close();
  });
});

describe('a process', () => {
  it('shows what is known of it, its mailbox and its state', () =>
    story(
      'process',
      traceFromText(`
        a: call main()@1 | line@2 | spawn b | send b :one | send b :two |              |              |                     |           | line@3
        b:               |        |         |             |             | arrive a :one | arrive a :two | state {:count, 5} | call f()@7 | line@8
      `),
      async (client) => {
        const frameId = await topFrame(client, 2);
        const scopes = await scopesOf(client, frameId);
        await variablesOf(client, scopes['State']!);
        await variablesOf(client, scopes['Process']!);
      },
      { launchWith: { startAt: { moment: 10 } } },
    ));
});
