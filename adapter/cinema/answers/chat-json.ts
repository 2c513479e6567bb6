import { type ChatMessage } from '../../../protocol/index.ts';
import { isRecord } from '../../dap/arguments.ts';

/** Longer JSON is not parsed: no conversation that anyone reads has it. */
const longestJson = 4 << 20;

/**
 * Messages as OpenTelemetry's conventions write them in one attribute: `[{"role": …, "parts": [{"type": "text", "content": …}]}]`;
 * also with a plain `content`. What is no JSON is one message.
 */
export function messagesInJson(json: string, direction: ChatMessage['direction']): readonly ChatMessage[] {
  const usual = direction === 'input' ? 'user' : 'assistant';
  const parsed = parse(json);
  if (!Array.isArray(parsed)) return [{ direction, role: usual, text: json, toolCalls: [], answers: null }];
  // Instructions are parts without a message around them.
  const messages = parsed.some((one) => isRecord(one) && !('role' in one) && 'content' in one)
    ? [{ role: 'system', parts: parsed as unknown[] }]
    : (parsed as unknown[]);
  return messages.filter(isRecord).map((message) => {
    const parts = (Array.isArray(message['parts']) ? (message['parts'] as unknown[]) : []).filter(isRecord);
    const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]).filter(isRecord) : [];
    const texts = parts.map((part) => part['content'] ?? part['response'] ?? part['result']);
    return {
      direction,
      role: textOf(message['role']) || usual,
      text: [message['content'], ...texts]
        .map(textOf)
        .filter((text) => text !== '')
        .join('\n'),
      toolCalls: [...parts.filter((part) => part['type'] === 'tool_call'), ...calls].map((call) => {
        const called = isRecord(call['function']) ? call['function'] : call;
        return { name: textOf(called['name']), arguments: textOf(called['arguments']) };
      }),
      answers:
        textOf(parts.find((part) => part['type'] === 'tool_call_response')?.['id'] ?? message['tool_call_id']) || null,
    };
  });
}

/** Names of tools in their definitions: one or a list, each with its name or around a function that has one. */
export function toolsInJson(json: string | null): readonly string[] {
  const parsed = json === null ? undefined : parse(json);
  return (Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]).filter(isRecord).flatMap((tool) => {
    const named = isRecord(tool['function']) ? tool['function'] : tool;
    const name = textOf(named['name']);
    return name === '' ? [] : [name];
  });
}

function parse(json: string): unknown {
  if (json.length > longestJson) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
