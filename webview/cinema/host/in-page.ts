import type { Host } from './host.ts';

/** What a page that is not in VS Code does by itself. */
export function inPage(storage: Storage | null): Omit<Host, 'kind' | 'start' | 'send' | 'open' | 'recall'> & {
  readonly recalled: (fingerprint: string) => unknown;
} {
  const sessionKey = 'cinema.session';
  const key = (fingerprint: string): string => `cinema.kept.${fingerprint}`;
  return {
    session: read(storage, sessionKey),
    keepSession: (state) => write(storage, sessionKey, state),
    recalled: (fingerprint) => read(storage, key(fingerprint)) ?? null,
    keep: (fingerprint, state) => write(storage, key(fingerprint), state),
    openSource: () => false,
    copy: (text) => void navigator.clipboard.writeText(text),
    save: (name, bytes, type) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
    replay: null,
  };
}

/** The browser's storage; null where it is switched off, as for a file that was opened from a disk. */
export function storageOf(choose: () => Storage): Storage | null {
  try {
    return choose();
  } catch {
    return null;
  }
}

function read(storage: Storage | null, key: string): unknown {
  try {
    return JSON.parse(storage?.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Storage | null, key: string, state: unknown): void {
  try {
    storage?.setItem(key, JSON.stringify(state));
  } catch {
    // Full or forbidden: the page works without.
  }
}
