import { type Term } from '../../trace/index.ts';
import { integerIn, textIn } from './arguments.ts';
import { done, nothingOpen, type Handler, type Session } from './session.ts';

/** Binaries that can still be read, those shown or read last. */
const mostKept = 500;
/** Bytes up to which a binary is copied, so that what it was read from is not kept with it. */
const mostCopied = 1 << 16;
/** Bytes in one answer: an editor asks for the next ones. */
const mostBytes = 1 << 20;

interface Bytes {
  readonly present: Uint8Array;
  /** With those that were cut away when it was recorded. */
  readonly size: number;
}

interface Memory {
  next: number;
  readonly binaries: Map<string, Bytes>;
}

/** By session, and not forgotten at a step: an open hex editor goes on showing what it was opened for. */
const memories = new WeakMap<Session, Memory>();

/** What a client reads the bytes of a value by; undefined for a value that has none. */
export function memoryReference(session: Session, term: Term): string | undefined {
  if ((term.kind !== 'binary' && term.kind !== 'bitstring') || term.bytes.length === 0) return undefined;
  const memory = memories.get(session) ?? { next: 1, binaries: new Map<string, Bytes>() };
  memories.set(session, memory);
  const reference = `binary-${memory.next++}`;
  const present = term.bytes.length > mostCopied ? term.bytes : term.bytes.slice();
  keep(memory, reference, { present, size: term.kind === 'binary' ? term.size : present.length });
  return reference;
}

function keep({ binaries }: Memory, reference: string, bytes: Bytes): void {
  // A Map keeps the order of insertion: put back, it is the newest.
  binaries.delete(reference);
  binaries.set(reference, bytes);
  if (binaries.size > mostKept) binaries.delete(binaries.keys().next().value!);
}

/** Bytes of a binary, for a hex editor; those that were cut away when it was recorded, or are forgotten, are unreadable. */
export const readMemory: Handler = (session, given) => {
  if (session.replay === null) return nothingOpen;
  const reference = textIn(given, 'memoryReference') ?? '';
  const offset = integerIn(given, 'offset') ?? 0;
  const count = Math.max(0, integerIn(given, 'count') ?? 0);
  const memory = memories.get(session);
  const kept = memory?.binaries.get(reference);
  const address = `0x${Math.max(0, offset).toString(16)}`;
  if (memory === undefined || kept === undefined || offset < 0) return done({ address, unreadableBytes: count });
  keep(memory, reference, kept);
  const data = kept.present.subarray(offset, offset + Math.min(count, mostBytes));
  // Those that were there once; behind its end a binary has nothing to be unreadable.
  const isWhole = data.length === Math.min(count, mostBytes);
  const cut = isWhole ? 0 : Math.max(0, Math.min(kept.size, offset + count) - offset - data.length);
  return done({
    address,
    ...(data.length > 0 && { data: Buffer.from(data).toString('base64') }),
    ...(cut > 0 && { unreadableBytes: cut }),
  });
};
