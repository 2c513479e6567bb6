import { type DebugProtocol } from '@vscode/debugprotocol';
import { type Client } from './client.ts';

/** What a person sees at a stop: threads with their stacks; for the innermost frame its variables, expanded. */
export interface View {
  /** `Shop.Cart.add/2 cart.ex:12`, innermost first. */
  readonly stack: readonly string[];
  /** `Locals: x = 1`, parts indented. */
  readonly variables: readonly string[];
}

interface ViewOptions {
  readonly threadId?: number;
  readonly frame?: number;
  /** Levels of values that are expanded. */
  readonly depth?: number;
  readonly scopes?: readonly string[];
}

export async function focusedThread(client: Client): Promise<number> {
  const { process } = (await client.request('cinema/position')) as { process: number };
  return process + 1;
}

export async function stackOf(client: Client, threadId: number): Promise<readonly DebugProtocol.StackFrame[]> {
  const { stackFrames } = (await client.request('stackTrace', { threadId })) as {
    stackFrames: readonly DebugProtocol.StackFrame[];
  };
  return stackFrames;
}

export function frameText({ name, source, line, presentationHint }: DebugProtocol.StackFrame): string {
  const place = source === undefined ? '' : ` ${source.name ?? ''}:${line}`;
  return `${name}${place}${presentationHint === undefined ? '' : ` (${presentationHint})`}`;
}

export async function view(client: Client, options: ViewOptions = {}): Promise<View> {
  const frames = await stackOf(client, options.threadId ?? (await focusedThread(client)));
  const frame = frames[options.frame ?? 0];
  const variables: string[] = [];
  if (frame !== undefined) {
    const { scopes } = (await client.request('scopes', { frameId: frame.id })) as {
      scopes: readonly DebugProtocol.Scope[];
    };
    const wanted = options.scopes ?? ['Returned', 'Arguments', 'Locals', 'State'];
    for (const { name, variablesReference } of scopes.filter((scope) => wanted.includes(scope.name))) {
      variables.push(`${name}:`);
      variables.push(...(await variablesText(client, variablesReference, '  ', options.depth ?? 1)));
    }
  }
  return { stack: frames.map(frameText), variables };
}

async function variablesText(
  client: Client,
  reference: number,
  indent: string,
  depth: number,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const variable of await variablesOf(client, reference)) {
    lines.push(`${indent}${variable.name} = ${variable.value}`);
    if (variable.variablesReference === 0 || depth <= 1) continue;
    lines.push(...(await variablesText(client, variable.variablesReference, `${indent}  `, depth - 1)));
  }
  return lines;
}

export async function variablesOf(
  client: Client,
  variablesReference: number,
  page: object = {},
): Promise<readonly DebugProtocol.Variable[]> {
  const { variables } = (await client.request('variables', { variablesReference, ...page })) as {
    variables: readonly DebugProtocol.Variable[];
  };
  return variables;
}
