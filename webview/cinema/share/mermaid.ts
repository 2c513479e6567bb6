import type { ProcessLabel, Sequence, SequenceStep } from '../../../protocol/index.ts';
import { mermaidText } from './mermaid-text.ts';

/** Mermaid draws no text that is longer than 50,000 characters; some are kept for the end. */
const mostCharacters = 49_000;

/**
 * A sequence diagram in Mermaid's language: each process a participant, in the order given, and each step an arrow or a note. Steps
 * that would make it too long for Mermaid are left out, and the last note counts them.
 *
 * @param processes those that `labels` of the sequence name
 */
export function mermaidOf(processes: readonly number[], { steps, labels, leftOut }: Sequence): string {
  const known = new Map(processes.map((process, index) => [process, `p${index + 1}`]));
  const lines = ['sequenceDiagram'];
  for (const [index, process] of processes.entries())
    lines.push(`  participant ${known.get(process)!} as ${mermaidText(nameOf(labels[index], process))}`);
  let length = lines.join('\n').length;
  let missing = leftOut;
  for (const [index, step] of steps.entries()) {
    const line = lineOf(step, known);
    if (line === null) continue;
    length += line.length + 1;
    if (length > mostCharacters) {
      missing = leftOut + steps.length - index;
      break;
    }
    lines.push(line);
  }
  if (missing > 0 && processes.length > 0) lines.push(`  Note over ${span(processes, known)}: ${missing} more steps`);
  return `${lines.join('\n')}\n`;
}

function nameOf(label: ProcessLabel | undefined, process: number): string {
  if (label === undefined) return `process ${process}`;
  return label.name === '' ? label.pid : `${label.name} ${label.pid}`;
}

function lineOf({ kind, from, to, received, text }: SequenceStep, known: ReadonlyMap<number, string>): string | null {
  const [source, target] = [known.get(from), known.get(to)];
  if (source === undefined || target === undefined) return null;
  const said = mermaidText(text);
  switch (kind) {
    case 'message':
      return `  ${source}${received < 0 ? '-x' : '->>'}${target}: ${said === '' ? 'message' : said}`;
    case 'spawn':
      return `  ${source}-->>${target}: ${said === '' ? 'spawn' : `spawn ${said}`}`;
    case 'exit':
      return `  Note over ${source}: exit${said === '' ? '' : ` ${said}`}`;
    case 'crash':
      return `  Note over ${source}: CRASH${said === '' ? '' : ` ${said}`}`;
  }
}

function span(processes: readonly number[], known: ReadonlyMap<number, string>): string {
  const first = known.get(processes[0]!)!;
  const last = known.get(processes.at(-1)!)!;
  return first === last ? first : `${first},${last}`;
}
