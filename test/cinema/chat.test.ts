import assert from 'node:assert/strict';
import { useFilm } from './harness/film.ts';

const asked = [
  '%{"openinference.span.kind" => "LLM"',
  '"llm.model_name" => "gpt-4o"',
  '"llm.input_messages.0.message.role" => "system"',
  '"llm.input_messages.0.message.content" => "You know the weather."',
  '"llm.input_messages.1.message.role" => "user"',
  `"llm.input_messages.1.message.content" => "Weather in <img src=x onerror=alert(1)> Paris? ${'Please say it at length. '.repeat(40)}"`,
  '"llm.tools.0.tool.json_schema" => "{\\"function\\":{\\"name\\":\\"get_weather\\"}}"}',
].join(', ');
const said = [
  '%{"llm.output_messages.0.message.role" => "assistant"',
  '"llm.output_messages.0.message.tool_calls.0.tool_call.function.name" => "get_weather"',
  '"llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments" => "{\\"city\\":\\"Paris\\"}"',
  '"llm.token_count.prompt" => 57',
  '"llm.token_count.completion" => 17',
  '"llm.token_count.total" => 74',
  '"llm.cost.total" => 0.25}',
].join(', ');
const tool = '%{"openinference.span.kind" => "TOOL", "tool.name" => "get_weather", "input.value" => "Paris"}';

/** An agent that asks a language model, which wants a tool called; then a second answer in words. */
const agent = `
  a: call run(%{"openinference.span.kind" => "AGENT"})@1 | call ask(${asked})@5 | return {:ok, ${said}} @6 | value 1 @2 | call weather(${tool})@9 | return %{"output.value" => "fog"} @9 | value 1 @3 | return :done @4
`;

describe('a recording of a language model', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: { drawing: agent }, query: { theme: 'dark' } });
  const page = () => film().page;
  const rows = () => page().locator('.waterfall-picture [role=treeitem]');
  const pane = () => page().getByRole('complementary', { name: 'The selected call' });
  const press = async (...keys: readonly string[]): Promise<void> => {
    await page().locator('.waterfall-picture').focus();
    for (const key of keys) await page().keyboard.press(key);
    await film().idle();
  };
  before(async () => {
    await page().getByRole('tab', { name: 'Calls' }).click();
    await film().idle();
  });
  afterEach(() => assert.deepEqual(film().errors, []));

  it('shows the agent, under it the model and the tool, with the tokens and the cost of all', async () => {
    const labels = await rows().evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    assert.equal(labels.length, 3, labels.join('\n'));
    assert.match(labels[0]!, /AGENT/);
    assert.match(labels[1]!, /LLM/);
    assert.match(labels[2]!, /TOOL/);
    assert.match(await page().locator('.waterfall-summary').innerText(), /3 calls · 74 tokens · \$0\.25/);
  });

  it('tells the conversation of the model’s call: who said what, which tool it wants called', async () => {
    await press('Home', 'ArrowDown');
    const chat = pane().getByRole('region', { name: 'Conversation' });
    await chat.waitFor();
    assert.match(await chat.innerText(), /gpt-4o/);
    const messages = chat.getByRole('listitem');
    assert.equal(await messages.count(), 3);
    assert.match(await messages.nth(0).innerText(), /system[^]*You know the weather\./);
    assert.match(await messages.nth(1).innerText(), /user[^]*<img src=x onerror=alert\(1\)> Paris\?/);
    assert.match(await messages.nth(2).innerText(), /assistant[^]*get_weather[^]*"city": "Paris"/);
    assert.match(await pane().innerText(), /74 tokens/);
    await film().screenshot('chat-dark');
  });

  it('folds a long message, unfolds it, and copies it whole', async () => {
    const long = pane().getByRole('listitem').nth(1);
    const folded = (await long.innerText()).length;
    await long
      .getByRole('button', { name: /show|more/i })
      .first()
      .click();
    assert.ok((await long.innerText()).length > folded);
    await long.getByRole('button', { name: 'Copy in full' }).click();
    const copied = await page().evaluate<string>('navigator.clipboard.readText()');
    assert.ok(copied.endsWith('Please say it at length. '), copied.slice(-60));
  });

  it('tells what a tool was given and what it gave', async () => {
    await press('End');
    await pane().getByText('fog').first().waitFor();
    assert.match(await pane().innerText(), /Paris/);
  });

  it('is the same again when the page is made anew: the row, its pane, what was folded', async () => {
    await press('Home', 'ArrowDown');
    await page().reload();
    await film().idle();
    await pane().getByRole('region', { name: 'Conversation' }).waitFor();
    await press('ArrowUp', 'ArrowLeft');
    assert.equal(await rows().count(), 1);
    await page().reload();
    await film().idle();
    await pane().waitFor();
    assert.equal(await rows().count(), 1);
  });
});
