import { eventKinds, type EventRecord, type TraceContent } from '../../../model.ts';

/** An event as a line of a table, for tests that read like examples: `12 <0.1.0> send -> <0.2.0> #77`. */
export async function table(content: TraceContent): Promise<string[]> {
  const lines: string[] = [];
  const read = await content.read({ sink: (record) => lines.push(line(content, record)) });
  if (!read.ok) throw new Error(read.error.message);
  return lines;
}

function line(content: TraceContent, record: Readonly<EventRecord>): string {
  const kind = eventKinds[record.kind]!;
  const words = [String(record.time), content.processes[record.process]!.pid, kind];
  if (record.site !== 0) {
    const site = content.sites[record.site - 1]!;
    const owner = content.functions[site.function]!;
    words.push(`${content.modules[site.module]!.name}:${owner.name}/${owner.arity}:${site.line}`);
  }
  const named = kind === 'register' || kind === 'unregister';
  if (named) words.push(content.names[record.subject]!);
  else if (kind === 'try' || kind === 'exception') words.push(`try ${record.subject}`);
  else if (record.subject >= 0) words.push(`-> ${content.processes[record.subject]!.pid}`);
  if (record.detail !== 0) words.push(`#${record.detail}`);
  return words.join(' ');
}
