import type { Sequence } from '../../../protocol/index.ts';
import type { App } from '../app.ts';
import { counted } from '../parts/time-text.ts';
import { chooseColumns, countingAsked, countMessages } from '../tabs/sequence-columns.ts';
import { stretchOf } from '../tabs/window-stretch.ts';
import { fileName } from './file-name.ts';
import { mermaidOf } from './mermaid.ts';

/** Steps asked for; Mermaid draws fewer. */
const mostSteps = 1000;

/** An answer, or why there is none; `null`: someone cancelled it, nothing is to be said. */
type Made<Value> = { readonly value: Value } | { readonly problem: string | null };

/** The window's messages between the processes of the sequence diagram, in Mermaid's language. */
export async function windowAsMermaid(app: App): Promise<Made<string>> {
  const { client, store } = app;
  const state = store.get();
  const stretch = await stretchOf(client, 'share', state.window);
  if (stretch === null) return { problem: 'There is nothing in this window.' };
  const asked = countingAsked(state, state.window);
  const counted = asked === null ? null : await client.ask('picture', asked);
  if (counted?.ok === false) return { problem: counted.cancelled ? null : counted.problem };
  const counts =
    asked === null || counted === null ? new Map<number, number>() : countMessages(asked.lanes, counted.value);
  const columns = chooseColumns(state, counts);
  if (columns.length === 0) return { problem: 'No shown process sends or takes a message in this window.' };
  const { from, to } = stretch;
  const given = { processes: Int32Array.from(columns), from, to, limit: mostSteps };
  const answered = await client.ask('sequence', given);
  if (!answered.ok) return { problem: answered.cancelled ? null : answered.problem };
  return { value: mermaidOf(columns, answered.value satisfies Sequence) };
}

/** The window's moments as a page of their own. */
export async function windowAsPage(app: App): Promise<Made<{ readonly name: string; readonly bytes: Uint8Array }>> {
  const { actions, client, store } = app;
  const { window, arrangement, opening } = store.get();
  const stretch = await stretchOf(client, 'share', window);
  if (stretch === null) return { problem: 'There is nothing in this window.' };
  const { from, to } = stretch;
  const answered = await actions.task(`Writing a page with ${counted(to - from + 1, 'event')}`, (signal, progress) =>
    client.ask('share', { from, to, state: arrangement }, { signal, progress }),
  );
  if (!answered.ok) return { problem: answered.cancelled ? null : answered.problem };
  const name = fileName(opening?.name ?? '', `moments-${from}-${to}`, 'html');
  return { value: { name, bytes: answered.value.html } };
}
