import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frameAt, traceFromText, type FrameId } from '../../../trace/index.ts';
import { drawings } from '../../../trace/testing.ts';
import { type SpanRow, type SpanView, type Waterfall } from '../../../protocol/index.ts';
import { type Film } from '../film.ts';
import { span } from './span.ts';
import { waterfall } from './waterfall.ts';
import { asking, drawn, filmOf, openExample } from './testing.ts';

interface Asked {
  readonly process?: number;
  readonly limit?: number;
  readonly open?: readonly number[];
  readonly from?: number;
  readonly to?: number;
}

async function rowsOf(
  film: Film,
  { process = -1, limit = 1_000, open = [], from = 0, to }: Asked = {},
): Promise<Waterfall> {
  const end = to ?? film.trace.eventCount - 1;
  return waterfall(film, { process, from, to: end, open: Int32Array.from(open), limit }, asking);
}

/** A line a row: `  main/0 call return 2`, the number being calls under it that have no row. */
const lines = ({ rows }: Waterfall) => rows.map((row) => '  '.repeat(row.indent) + line(row));

function line({ title, via, ended, children, opened }: SpanRow): string {
  return `${title.replace('Fixture.', '')} ${via} ${ended}${children > 0 && !opened ? ` ${children}` : ''}`;
}

describe('the waterfall of calls', () => {
  const nested = drawn(`
    a: call main()@1 | call sum([1])@5 | call add(1)@8 | return 1 @8 | return 1 @5 | value 1 @2 | call stop()@9 | return :ok @9 | return :ok @2
  `);

  it('has the calls of a process, each below its caller', async () => {
    const found = await rowsOf(nested, { process: 0 });
    assert.deepEqual(lines(found), [
      'main/0 root return',
      '  sum/1 call return',
      '    add/1 call return',
      '  stop/0 call return',
    ]);
    assert.equal(found.leftOut, 0);
    const [main] = found.rows;
    assert.deepEqual([main?.from, main?.to, main?.call, main?.children], [0, 8_000, 0, 2]);
  });

  it('shows the whole before its details where there is little room', async () => {
    const found = await rowsOf(nested, { process: 0, limit: 3 });
    assert.deepEqual(lines(found), ['main/0 root return', '  sum/1 call return 1', '  stop/0 call return']);
    assert.equal(found.leftOut, 1);
  });

  it('unfolds first what was asked for', async () => {
    const film = drawn(`
      a: call one()@1 | call x()@2 | return 1 @2 | return 1 @1 | call two()@3 | call y()@4 | return 1 @4 | return 1 @3
    `);
    assert.deepEqual(lines(await rowsOf(film, { process: 0, limit: 3 })), [
      'one/0 root return',
      '  x/0 call return',
      'two/0 root return 1',
    ]);
    assert.deepEqual(lines(await rowsOf(film, { process: 0, limit: 3, open: [2] })), [
      'one/0 root return 1',
      'two/0 root return',
      '  y/0 call return',
    ]);
    assert.deepEqual(lines(await rowsOf(film, { process: 0, from: 4 })), ['two/0 root return', '  y/0 call return']);
  });

  it('goes on in the processes that were sent to or spawned', async () => {
    const film = drawn(`
      a: call main()@1 | spawn w |                | send b {:"$gen_cast", {:add, 2}} |                                    |                                              |              |               | return :ok @2
      w:               |         | call work()@20 |                                  |                                    |                                              | return 1 @20 |               |
      b:               |         |                |                                  | arrive a {:"$gen_cast", {:add, 2}} | call handle_cast({:add, 2}, state=%{n: 0})@5 |              | return :ok @6 |
    `);
    const expected = ['main/0 root return', '  work/0 spawn return', '  handle_cast/2 message return'];
    assert.deepEqual(lines(await rowsOf(film, { process: 0 })), expected);
    // Of all processes they are not told twice; by themselves they are.
    assert.deepEqual(lines(await rowsOf(film)), expected);
    assert.deepEqual(lines(await rowsOf(film, { process: 2 })), ['handle_cast/2 root return']);
    // What began before the part that is asked for, and is not over, is told with all that it caused.
    assert.deepEqual(lines(await rowsOf(film, { from: 5 })), expected);
  });

  it('follows tail calls in what was caused', async () => {
    const film = drawn(`
      a: call main()@1 | spawn w |                 |                |                |              | return :ok @2
      w:               |         | call begin()@20 | tail loop()@21 | call loop()@30 | return 1 @31 |
    `);
    assert.deepEqual(lines(await rowsOf(film)), [
      'main/0 root return',
      '  begin/0 spawn tail',
      '  loop/0 spawn return',
    ]);
  });

  it('of any run has each call once, below one that began before it', async () => {
    await fc.assert(
      fc.asyncProperty(drawings({ length: 80 }), fc.integer({ min: 1, max: 30 }), async (text, limit) => {
        const film = filmOf(traceFromText(text));
        const all = await rowsOf(film);
        assert.equal(new Set(all.rows.map(({ frame }) => frame)).size, all.rows.length);
        const above: SpanRow[] = [];
        for (const row of all.rows) {
          above.length = row.indent;
          const parent = above.at(-1);
          assert.equal(parent === undefined, row.via === 'root');
          if (parent !== undefined) assert.ok(parent.call < row.call);
          if (row.via === 'call') assert.equal(frameAt(film.trace, row.frame as FrameId)?.parent, parent?.frame);
          above.push(row);
        }
        const some = await rowsOf(film, { limit });
        assert.ok(some.rows.length <= limit);
        assert.equal(some.leftOut > 0, some.rows.length < all.rows.length);
      }),
      { numRuns: 60 },
    );
  });

  it('of the shop leads from the customer through the cart to what crashed', async () => {
    const { film, close } = await openExample('shop');
    try {
      const { rows } = await rowsOf(film, { process: 86, limit: 2_000 });
      const crashed = rows.findIndex(
        ({ title, ended }) => title === 'Shop.Payment.handle_call/3' && ended === 'exception',
      );
      assert.notEqual(crashed, -1);
      const path: string[] = [];
      for (let index = crashed, indent = Infinity; index >= 0; index--) {
        if (rows[index]!.indent >= indent) continue;
        indent = rows[index]!.indent;
        path.unshift(rows[index]!.title);
      }
      assert.deepEqual(path, [
        'Shop.Demo.pay/1',
        'Shop.Cart.checkout/1',
        'Shop.Cart.handle_call/3',
        'Shop.Payment.charge/2',
        'Shop.Payment.handle_call/3',
      ]);
    } finally {
      close();
    }
  });
});

describe('a span of a language model', () => {
  const show = (film: Film, frame: number) => span(film, { frame }, asking) as SpanView;

  /** An agent that asks a model, which calls a tool. */
  const agent = drawn(`
    a: call run(%{"openinference.span.kind" => "AGENT", "input.value" => "Weather in Paris?", "llm.token_count.total" => 74, "llm.cost.total" => 0.5})@1 | call ask(:model, %{"openinference.span.kind" => "LLM", "llm.model_name" => "gpt-4o", "llm.input_messages.0.message.role" => "system", "llm.input_messages.0.message.content" => "You know the weather.", "llm.input_messages.1.message.role" => "user", "llm.input_messages.1.message.content" => "Weather in Paris?", "llm.tools.0.tool.json_schema" => "{\\"type\\":\\"function\\",\\"function\\":{\\"name\\":\\"get_weather\\"}}"})@2 | return {:ok, %{"llm.output_messages.0.message.role" => "assistant", "llm.output_messages.0.message.tool_calls.0.tool_call.function.name" => "get_weather", "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments" => "{\\"city\\":\\"Paris\\"}", "llm.token_count.prompt" => 57, "llm.token_count.completion" => 17, "llm.token_count.total" => 74, "llm.cost.total" => 0.25}} @2 | call tool([{"openinference.span.kind", "TOOL"}, {"tool.name", "get_weather"}, {"input.value", "Paris"}])@3 | return [{"gen_ai.tool.call.result", "fog"}, {"output.value", "fog"}] @3 | return :done @1
  `);

  it('is known in the waterfall by its kind, its tokens and its cost, each told once', async () => {
    const { rows, tokens, cost } = await rowsOf(agent);
    assert.deepEqual(
      rows.map(({ kind, tokens: own, cost: costs }) => [kind, own, costs]),
      [
        ['AGENT', 74, 0.5],
        ['LLM', 74, 0.25],
        ['TOOL', null, null],
      ],
    );
    assert.deepEqual([tokens, cost], [74, 0.25]);
    const folded = await rowsOf(agent, { limit: 1 });
    assert.deepEqual([folded.tokens, folded.cost], [74, 0.5]);
  });

  it('is told as the conversation it was', () => {
    const { row, chat, arguments: given, result } = show(agent, 1);
    assert.equal(row.title, 'Fixture.ask/2');
    assert.equal(given.length, 2);
    assert.match(result!.text, /^\{:ok, %\{/);
    assert.deepEqual(chat, {
      model: 'gpt-4o',
      messages: [
        { direction: 'input', role: 'system', text: 'You know the weather.', toolCalls: [], answers: null },
        { direction: 'input', role: 'user', text: 'Weather in Paris?', toolCalls: [], answers: null },
        {
          direction: 'output',
          role: 'assistant',
          text: '',
          toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }],
          answers: null,
        },
      ],
      tools: ['get_weather'],
      tokens: { prompt: 57, completion: 17, total: 74 },
      cost: 0.25,
    });
  });

  it('without messages is told by what went in and what came out', () => {
    const { chat } = show(agent, 2);
    assert.deepEqual(chat?.tools, ['get_weather']);
    assert.deepEqual(
      chat.messages.map(({ role, text }) => `${role}: ${text}`),
      ['input: Paris', 'output: fog'],
    );
  });

  const spoken: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'OpenTelemetry’s numbered attributes',
      `%{"gen_ai.prompt.0.role" => "user", "gen_ai.prompt.0.content" => "hi", "gen_ai.completion.0.role" => "assistant", "gen_ai.completion.0.content" => "ho"}`,
      ['input user hi', 'output assistant ho'],
    ],
    [
      'OpenTelemetry’s messages as JSON, with a tool’s answer',
      `%{"gen_ai.input.messages" => "[{\\"role\\":\\"tool\\",\\"parts\\":[{\\"type\\":\\"tool_call_response\\",\\"id\\":\\"c1\\",\\"response\\":\\"fog\\"}]}]", "gen_ai.output.messages" => "[{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Fog.\\"},{\\"type\\":\\"tool_call\\",\\"name\\":\\"f\\",\\"arguments\\":{\\"x\\":1}}]}]"}`,
      ['input tool fog <- c1', 'output assistant Fog. f({"x":1})'],
    ],
    [
      'maps and lists nested in each other, under atoms',
      `%{llm: %{model_name: "m", input_messages: [%{message: %{role: "user", content: "hi"}}], output_messages: [%{message: %{role: "assistant", tool_calls: [%{tool_call: %{function: %{name: "f", arguments: %{x: 1}}}}]}}]}}`,
      ['input user hi', 'output assistant  f({"x":1})'],
    ],
    [
      'contents in several parts',
      `%{"llm.input_messages.0.message.contents.0.message_content.text" => "one", "llm.input_messages.0.message.contents.1.message_content.text" => "two"}`,
      ['input user one\ntwo'],
    ],
    [
      'attributes inside of something else',
      `{:span, [%{attributes: %{"llm.prompts" => "p", "input.value" => "in"}}]}`,
      ['input input in'],
    ],
    ['JSON that is none', `%{"gen_ai.input.messages" => "[oh"}`, ['input user [oh']],
  ];
  for (const [name, attributes, expected] of spoken) {
    it(`understands ${name}`, () => {
      const { chat } = show(drawn(`a: call ask(${attributes})@1`), 0);
      assert.deepEqual(
        chat?.messages.map(({ direction, role, text, toolCalls, answers }) =>
          [
            `${direction} ${role} ${text}`,
            ...toolCalls.map((call) => `${call.name}(${call.arguments})`),
            ...(answers === null ? [] : [`<- ${answers}`]),
          ].join(' '),
        ),
        expected,
      );
    });
  }

  it('tells the operation of OpenTelemetry and sums its tokens', async () => {
    const film = drawn(`
      a: call ask(%{"gen_ai.operation.name" => "chat", "gen_ai.request.model" => "m", "gen_ai.usage.input_tokens" => 3, "gen_ai.usage.output_tokens" => 4})@1 | return 1 @1 | call f(%{"gen_ai.operation.name" => "execute_tool"})@2 | return 1 @2
    `);
    const { rows, tokens, cost } = await rowsOf(film);
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      ['LLM', 'TOOL'],
    );
    assert.deepEqual([tokens, cost], [7, null]);
    assert.equal(show(film, 0).chat?.model, 'm');
  });

  it('is no call that only looks like one', () => {
    const film = drawn(
      `a: call ask(%{"input.value" => 1, llm: :gpt}, [{:a, 1}], "llm.model_name")@1 | return %{"role" => "user"} @1`,
    );
    assert.equal(show(film, 0).chat, null);
  });
});
