import { type Incoming, type Outgoing } from './wire.ts';

/** Numbers that a server may choose freely: in a transcript they get the order in which they first appear. */
const masked: Readonly<Record<string, string>> = {
  threadId: 'thread',
  frameId: 'frame',
  variablesReference: 'variables',
  sourceReference: 'source',
  targetId: 'target',
  memoryReference: 'memory',
};

/** Lists whose elements have an `id` of one of those kinds. */
const idsIn: Readonly<Record<string, string>> = { threads: 'thread', stackFrames: 'frame', targets: 'target' };

/** The conversation as text: one line a message, or a few; keys sorted, ids masked, paths as `replace` says. */
export function transcriptOf(
  messages: readonly (Outgoing | Incoming)[],
  replace: (text: string) => string = (text) => text,
): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (kind: string, number: number | string): string => {
    const key = `${kind}:${number}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const next = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, next);
    const name = `${kind}#${next}`;
    names.set(key, name);
    return name;
  };
  const mask = (value: unknown, within: string): unknown => {
    if (Array.isArray(value)) return value.map((element: unknown) => mask(element, within));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(
      entries.map(([key, inner]: [string, unknown]) => {
        const kind = masked[key] ?? (key === 'id' ? idsIn[within] : undefined);
        if (kind !== undefined && isId(inner, kind)) return [key, nameOf(kind, inner)];
        return [key, mask(inner, key)];
      }),
    );
  };
  return `${messages.map((message) => replace(messageText(message, mask))).join('\n')}\n`;
}

/** Ids are numbers but 0, which stands for none, and references to memory. */
function isId(value: unknown, kind: string): value is number | string {
  return typeof value === 'string' ? kind === 'memory' : typeof value === 'number' && value !== 0;
}

function messageText(message: Outgoing | Incoming, mask: (value: unknown, within: string) => unknown): string {
  switch (message.type) {
    case 'request':
      return `\n> ${message.command}${bodyText(mask(message.arguments, ''))}`;
    case 'response': {
      const { command, success, message: text } = message;
      const body: unknown = message.body;
      return success ? `< ${command}${bodyText(mask(body, ''))}` : `< ${command} refused: ${text ?? ''}`;
    }
    case 'event':
      return `! ${message.event}${bodyText(mask(message.body, ''))}`;
  }
}

const widest = 150;

function bodyText(body: unknown): string {
  if (body === undefined) return '';
  const short = oneLine(body);
  return short.length <= widest ? ` ${short}` : block(body, '    ');
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${oneLine(inner)}`)
    .join(', ')}}`;
}

function block(value: unknown, indent: string): string {
  const short = oneLine(value);
  if (short.length <= widest) return ` ${short}`;
  if (Array.isArray(value)) return value.map((inner) => `\n${indent}-${block(inner, `${indent}  `)}`).join('');
  if (typeof value !== 'object' || value === null) return ` ${short}`;
  return Object.entries(value)
    .map(([key, inner]) => `\n${indent}${key}:${block(inner, `${indent}  `)}`)
    .join('');
}

/** Masked ids look like `thread#1` and stand without quotes; other text is quoted. */
function scalar(value: unknown): string {
  return typeof value === 'string' && /^(thread|frame|variables|source|target|memory)#\d+$/.test(value)
    ? value
    : JSON.stringify(value);
}
