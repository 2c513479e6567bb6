import { type Chat, type ChatMessage } from '../../../protocol/index.ts';
import { type Attributes } from './attributes.ts';
import { messagesInJson, toolsInJson } from './chat-json.ts';

/** What a span's attributes say of it, beside the conversation. */
export interface SpanFacts {
  /** `LLM`, `TOOL`, `AGENT`, …; null where it does not say. */
  readonly kind: string | null;
  readonly tokens: number | null;
  readonly cost: number | null;
}

/** What people call the operations of OpenTelemetry's conventions. */
const operations: Readonly<Record<string, string>> = {
  chat: 'LLM',
  text_completion: 'LLM',
  generate_content: 'LLM',
  embeddings: 'EMBEDDING',
  execute_tool: 'TOOL',
  invoke_agent: 'AGENT',
  create_agent: 'AGENT',
};

export function spanFacts(attributes: Attributes): SpanFacts {
  return { kind: kindOf(attributes), tokens: tokensOf(attributes).total, cost: costOf(attributes) };
}

function kindOf(attributes: Attributes): string | null {
  const said = textIn(attributes, 'openinference.span.kind', 'traceloop.span.kind', 'gen_ai.span.kind');
  if (said !== null) return said.toUpperCase();
  const operation = textIn(attributes, 'gen_ai.operation.name');
  if (operation !== null) return operations[operation] ?? operation.toUpperCase();
  return modelOf(attributes) === null ? null : 'LLM';
}

/**
 * The conversation that attributes tell, in the conventions of OpenInference (`llm.input_messages.0.message.role`) and OpenTelemetry
 * (`gen_ai.prompt.0.role`, `gen_ai.input.messages`); where they tell none, what went in and what came out.
 */
export function chatOf(attributes: Attributes): Chat {
  const spoken = [
    ...numbered(attributes, 'llm.input_messages', 'input', '.message'),
    ...numbered(attributes, 'gen_ai.prompt', 'input', ''),
    ...structured(attributes, 'gen_ai.system_instructions', 'input'),
    ...structured(attributes, 'gen_ai.input.messages', 'input'),
    ...numbered(attributes, 'llm.output_messages', 'output', '.message'),
    ...numbered(attributes, 'gen_ai.completion', 'output', ''),
    ...structured(attributes, 'gen_ai.output.messages', 'output'),
  ];
  return {
    model: modelOf(attributes),
    messages: spoken.length > 0 ? spoken : plainMessages(attributes),
    tools: toolsOf(attributes),
    tokens: tokensOf(attributes),
    cost: costOf(attributes),
  };
}

function modelOf(attributes: Attributes): string | null {
  return textIn(attributes, 'llm.model_name', 'gen_ai.response.model', 'gen_ai.request.model', 'llm.model');
}

function tokensOf(attributes: Attributes): Chat['tokens'] {
  const prompt = numberIn(
    attributes,
    'llm.token_count.prompt',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
  );
  const completion = numberIn(
    attributes,
    'llm.token_count.completion',
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
  );
  const total = numberIn(attributes, 'llm.token_count.total', 'gen_ai.usage.total_tokens', 'llm.usage.total_tokens');
  return { prompt, completion, total: total ?? sum(prompt, completion) };
}

function costOf(attributes: Attributes): number | null {
  const total = numberIn(attributes, 'llm.cost.total', 'gen_ai.usage.cost');
  return total ?? sum(numberIn(attributes, 'llm.cost.prompt'), numberIn(attributes, 'llm.cost.completion'));
}

function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}

function toolsOf(attributes: Attributes): readonly string[] {
  const names = new Set<string>();
  for (const number of numbersUnder(attributes, 'llm.tools')) {
    const tool = `llm.tools.${number}`;
    const schema = textIn(attributes, `${tool}.tool.json_schema`, `${tool}.json_schema`);
    const name = textIn(attributes, `${tool}.tool.name`, `${tool}.name`);
    for (const one of name === null ? toolsInJson(schema) : [name]) names.add(one);
  }
  for (const one of toolsInJson(textIn(attributes, 'gen_ai.tool.definitions'))) names.add(one);
  for (const name of ['tool.name', 'gen_ai.tool.name']) {
    const own = textIn(attributes, name);
    if (own !== null) names.add(own);
  }
  for (const number of numbersUnder(attributes, 'agent.tools_used')) {
    const used = textIn(attributes, `agent.tools_used.${number}`);
    if (used !== null) names.add(used);
  }
  return [...names];
}

/** Messages whose parts are attributes of their own, by number. */
function numbered(
  attributes: Attributes,
  list: string,
  direction: ChatMessage['direction'],
  inner: string,
): readonly ChatMessage[] {
  return numbersUnder(attributes, list).map((number) => {
    const message = `${list}.${number}${inner}`;
    const contents = numbersUnder(attributes, `${message}.contents`).map(
      (part) =>
        textIn(attributes, `${message}.contents.${part}.message_content.text`, `${message}.contents.${part}.text`) ??
        '',
    );
    return {
      direction,
      role: textIn(attributes, `${message}.role`) ?? (direction === 'input' ? 'user' : 'assistant'),
      text: textIn(attributes, `${message}.content`) ?? contents.join('\n'),
      toolCalls: numbersUnder(attributes, `${message}.tool_calls`).map((call) =>
        toolCall(attributes, `${message}.tool_calls.${call}`),
      ),
      answers: textIn(attributes, `${message}.tool_call_id`),
    };
  });
}

function toolCall(attributes: Attributes, call: string) {
  const inner = [`${call}.tool_call.function`, `${call}.function`, call];
  return {
    name: textIn(attributes, ...inner.map((place) => `${place}.name`)) ?? '',
    arguments: inner.map((place) => contentOf(attributes, `${place}.arguments`)).find((text) => text !== null) ?? '',
  };
}

/** Messages that are one attribute, as JSON; nested ones were flattened as any other attribute. */
function structured(attributes: Attributes, name: string, direction: ChatMessage['direction']): readonly ChatMessage[] {
  const json = textIn(attributes, name);
  return json === null ? parted(attributes, name, direction) : messagesInJson(json, direction);
}

function parted(attributes: Attributes, list: string, direction: ChatMessage['direction']): readonly ChatMessage[] {
  return numbersUnder(attributes, list).map((number) => {
    const message = `${list}.${number}`;
    const parts = numbersUnder(attributes, `${message}.parts`).map((part) => `${message}.parts.${part}`);
    const isCall = (part: string) => textIn(attributes, `${part}.type`) === 'tool_call';
    return {
      direction,
      role: textIn(attributes, `${message}.role`) ?? (direction === 'input' ? 'user' : 'assistant'),
      text: parts
        .flatMap((part) => ['content', 'response', 'result'].map((name) => contentOf(attributes, `${part}.${name}`)))
        .filter((text) => text !== null)
        .join('\n'),
      toolCalls: parts.filter(isCall).map((part) => toolCall(attributes, part)),
      answers:
        parts.map((part) => (isCall(part) ? null : textIn(attributes, `${part}.id`))).find((id) => id !== null) ?? null,
    };
  });
}

function plainMessages(attributes: Attributes): readonly ChatMessage[] {
  const plain = (direction: ChatMessage['direction'], ...names: readonly string[]): readonly ChatMessage[] => {
    const text = textIn(attributes, ...names);
    return text === null ? [] : [{ direction, role: direction, text, toolCalls: [], answers: null }];
  };
  return [
    ...plain('input', 'input.value', 'gen_ai.tool.call.arguments', 'tool.arguments', 'tool.parameters'),
    ...plain('output', 'output.value', 'gen_ai.tool.call.result'),
  ];
}

/** The first of these attributes that there is. */
function textIn(attributes: Attributes, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined) return String(value);
  }
  return null;
}

/** An attribute, or as JSON what is nested under its name: arguments may be recorded as the map they are. */
function contentOf(attributes: Attributes, name: string): string | null {
  const own = textIn(attributes, name);
  if (own !== null) return own;
  const nested = [...attributes].filter(([other]) => other.startsWith(`${name}.`));
  if (nested.length === 0) return null;
  return JSON.stringify(Object.fromEntries(nested.map(([other, value]) => [other.slice(name.length + 1), value])));
}

function numberIn(attributes: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = attributes.get(name);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
  }
  return null;
}

const indexes = new WeakMap<Attributes, ReadonlyMap<string, readonly number[]>>();

/** The numbers that follow a name, ascending: of `llm.tools` those of `llm.tools.0.tool`, `llm.tools.1.tool`. */
function numbersUnder(attributes: Attributes, name: string): readonly number[] {
  let index = indexes.get(attributes);
  if (index === undefined) indexes.set(attributes, (index = numbersByName(attributes)));
  return index.get(name) ?? [];
}

function numbersByName(attributes: Attributes): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, Set<number>>();
  for (const name of attributes.keys()) {
    for (const match of name.matchAll(/\.(\d{1,6})(?=\.|$)/g)) {
      const before = name.slice(0, match.index);
      const numbers = found.get(before);
      if (numbers === undefined) found.set(before, new Set([Number(match[1])]));
      else numbers.add(Number(match[1]));
    }
  }
  return new Map([...found].map(([name, numbers]) => [name, [...numbers].sort((left, right) => left - right)]));
}
