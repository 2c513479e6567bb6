import { type BinaryTerm, type Term } from '../../trace/index.ts';

/** Longest text made of what a program wrote at once; the rest is left out, and said so. */
const longest = 64 * 1024;

/**
 * The text that character data is: binaries, characters and lists of both, nested as they may be.
 *
 * @returns null where it is no character data
 */
export function textOf(data: Term, encoding: 'unicode' | 'latin1' = 'unicode'): string | null {
  const parts: string[] = [];
  let room = longest;
  /** What is still to be written, the next one last. */
  const waiting: Term[] = [data];
  const write = (text: string): void => {
    if (text.length > room) parts.push(text.slice(0, room), '…');
    else parts.push(text);
    room -= text.length;
  };
  for (let next = waiting.pop(); next !== undefined && room >= 0; next = waiting.pop()) {
    switch (next.kind) {
      case 'integer':
        if (typeof next.value !== 'number' || next.value < 0 || next.value > 0x10ffff) return null;
        write(String.fromCodePoint(next.value));
        break;
      case 'binary':
        write(decoded(next, encoding));
        break;
      case 'list': {
        // More than fits is not looked at.
        const items = next.slice(0, Math.min(next.length(), room + 1));
        const tail = next.tail();
        if (tail !== undefined) waiting.push(tail);
        for (let index = items.length - 1; index >= 0; index--) waiting.push(items[index]!);
        break;
      }
      case 'cut':
        write('…');
        break;
      default:
        return null;
    }
  }
  return parts.join('');
}

function decoded({ bytes, missing }: BinaryTerm, encoding: 'unicode' | 'latin1'): string {
  const text = new TextDecoder(encoding === 'unicode' ? 'utf-8' : 'latin1').decode(bytes);
  return missing === 0 ? text : `${text}… (${missing} more bytes were not recorded)`;
}
