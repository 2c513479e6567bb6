import type { Chat } from '../../../protocol/index.ts';
import { printCount } from '../parts/time-text.ts';
import { printCost } from './waterfall-layout.ts';

/** JSON on lines of its own; anything else as it is. */
export function prettyArguments(text: string): string {
  // What is larger is shown as it came: laying it out would hold the page up.
  if (text.length > 200_000) return text;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

const longest = 700;
const mostLines = 12;

/** What is shown of a long text at first; null where all of it is. */
export function beginningOf(text: string): string | null {
  let end = -1;
  for (let line = 0; line < mostLines; line++) {
    const next = text.indexOf('\n', end + 1);
    if (next < 0) {
      end = text.length;
      break;
    }
    end = next;
  }
  const shown = text.slice(0, Math.min(end, longest));
  // Nobody unfolds a text for its last few words.
  return text.length - shown.length < 80 ? null : shown.replace(/[\ud800-\udbff]$/, '');
}

/** `gpt-4o · 57 + 17 = 74 tokens · $0.0003`. */
export function chatSummary({ model, tokens: { prompt, completion, total }, cost }: Chat): string {
  const count = (value: number | null): string => (value === null ? '?' : printCount(value));
  const tokens =
    prompt !== null || completion !== null
      ? `${count(prompt)} in, ${count(completion)} out${total === null ? '' : `, ${printCount(total)} tokens in all`}`
      : total === null
        ? null
        : `${printCount(total)} tokens`;
  return [model, tokens, cost === null ? null : printCost(cost)].filter((part) => part !== null).join(' · ');
}
