import type { Client } from '../client.ts';

/** Questions at once: more crashes than this on screen have no room for texts anyway. */
const mostAtOnce = 6;

export interface CrashTexts {
  /** What a crash was: `KeyError: key :price not found`; null while it is not known, which makes it wanted. */
  readonly of: (moment: number) => string | null;
  /** Asks for what was wanted since. */
  ask(): void;
  clear(): void;
}

/** Reasons of crashes, asked for once when first drawn. @param arrived draws again */
export function createCrashTexts(client: Pick<Client, 'ask'>, arrived: () => void): CrashTexts {
  const known = new Map<number, string>();
  const asked = new Set<number>();
  const wanted = new Set<number>();

  const askOne = async (moment: number): Promise<void> => {
    asked.add(moment);
    const answered = await client.ask('event', { moment });
    asked.delete(moment);
    // What cannot be read is not asked for again: the cross says enough.
    const crash = answered.ok ? answered.value.crash : null;
    known.set(
      moment,
      crash === null ? '' : oneLine([crash.type, crash.message].filter((part) => part !== '').join(': ')),
    );
    arrived();
  };

  return {
    of: (moment) => {
      const text = known.get(moment);
      if (text === undefined) wanted.add(moment);
      return text === undefined || text === '' ? null : text;
    },
    ask: () => {
      for (const moment of wanted) {
        if (asked.size >= mostAtOnce) break;
        if (!asked.has(moment)) void askOne(moment);
      }
      wanted.clear();
    },
    clear: () => {
      known.clear();
      wanted.clear();
    },
  };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
