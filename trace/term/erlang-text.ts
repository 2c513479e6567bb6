import { type Output } from './output.ts';
import { type BinaryTerm, type BitstringTerm, type ListTerm } from './term.ts';
import { decoded, plainEnd, plainText, readCodePoint } from './text.ts';

export type PrintableRange = 'unicode' | 'latin1';

const pieceLength = 1024;
const quoteCode = 0x22;

const reserved = new Set(
  (
    'after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let not of or orelse receive rem ' +
    'try when xor'
  ).split(' '),
);
const reservedSince27 = new Set(['maybe', 'else']);

/** An atom as Erlang writes it, quoted if it has to be. `release` is that of OTP. */
export function erlangAtom(name: string, release = 25): string {
  const plain = /^[a-zß-öø-ÿ][a-zA-Z0-9_@À-ÖØ-öø-ÿ]*$/.test(name);
  if (plain && !reserved.has(name) && !(release >= 27 && reservedSince27.has(name))) return name;
  let text = "'";
  for (const character of name) text += escapeErlang(character.codePointAt(0)!, "'");
  return `${text}'`;
}

const named = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
  [27, '\\e'],
  [127, '\\d'],
  [92, '\\\\'],
]);

/** One character between two `quote`. Control characters print as three octal digits. */
function escapeErlang(codePoint: number, quote: string): string {
  if (codePoint === quote.charCodeAt(0)) return `\\${quote}`;
  const name = named.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint < 0x20 || (codePoint > 0x7e && codePoint < 0xa0)) return `\\${codePoint.toString(8).padStart(3, '0')}`;
  return String.fromCodePoint(codePoint);
}

function isPrintable(codePoint: number, range: PrintableRange): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20 || (codePoint >= 8 && codePoint <= 13) || codePoint === 27;
  if (codePoint < 0xa0) return false;
  if (range === 'latin1') return codePoint <= 0xff;
  return (
    codePoint < 0xd800 || (codePoint > 0xdfff && codePoint < 0xfffe) || (codePoint > 0xffff && codePoint <= 0x10ffff)
  );
}

/** What a binary is printed as: UTF-8 text of so many bytes, Latin-1 text, or bytes. */
type Reading =
  { readonly as: 'utf8'; readonly bytes: number; readonly isAscii: boolean } | { readonly as: 'latin1' | 'bytes' };

/** Looks at no more than `maximum` characters. */
function readingOf({ bytes, missing }: BinaryTerm, range: PrintableRange, maximum: number): Reading {
  let at = 0;
  let isAscii = true;
  let isAllPrintable = true;
  for (let count = 0; at < bytes.length && count <= maximum; count++) {
    if (bytes[at]! >= 0x20 && bytes[at]! < 0x7f) {
      at++;
      continue;
    }
    readCodePoint(bytes, at);
    if (decoded.codePoint === -2 && missing > 0 && at > 0) break;
    if (decoded.codePoint < 0) return latin1Reading(bytes, maximum);
    if (decoded.codePoint > 0x7f) isAscii = false;
    isAllPrintable &&= isPrintable(decoded.codePoint, range);
    at = decoded.next;
  }
  return isAllPrintable ? { as: 'utf8', bytes: at, isAscii } : { as: 'bytes' };
}

function latin1Reading(bytes: Uint8Array, maximum: number): Reading {
  const end = Math.min(bytes.length, maximum + 1);
  for (let index = 0; index < end; index++) if (!isPrintable(bytes[index]!, 'latin1')) return { as: 'bytes' };
  return { as: 'latin1' };
}

/** `<<"text">>`, `<<"text"/utf8>>` or `<<1,2,3>>`. */
export function printErlangBinary(term: BinaryTerm, out: Output, range: PrintableRange = 'unicode'): void {
  const { bytes, missing } = term;
  const reading: Reading = bytes.length === 0 ? { as: 'bytes' } : readingOf(term, range, out.remaining);
  out.write('<<');
  if (reading.as === 'bytes') {
    printBytes(bytes, bytes.length, out);
    if (missing > 0) out.write(`${bytes.length > 0 ? ',' : ''}…(+${missing} bytes)`);
  } else {
    const end = reading.as === 'utf8' ? reading.bytes : bytes.length;
    out.write('"');
    if (reading.as === 'utf8') printUtf8(bytes, end, out);
    else printLatin1(bytes, out);
    out.write(reading.as === 'utf8' && !reading.isAscii ? '"/utf8' : '"');
    if (missing > 0) out.write(`…(+${term.size - end} bytes)`);
  }
  out.write('>>');
}

function printUtf8(bytes: Uint8Array, end: number, out: Output): void {
  let piece = '';
  for (let at = 0; at < end && !out.full; at = decoded.next) {
    const plain = Math.min(end, plainEnd(bytes, at, quoteCode));
    if (plain > at) {
      out.write(piece + plainText(bytes, at, plain));
      piece = '';
      decoded.next = plain;
      continue;
    }
    readCodePoint(bytes, at);
    piece += escapeErlang(decoded.codePoint < 0 ? 0xfffd : decoded.codePoint, '"');
    if (piece.length < pieceLength) continue;
    out.write(piece);
    piece = '';
  }
  out.write(piece);
}

function printLatin1(bytes: Uint8Array, out: Output): void {
  for (let at = 0; at < bytes.length && !out.full; at += pieceLength) {
    let piece = '';
    for (const byte of bytes.subarray(at, at + pieceLength)) piece += escapeErlang(byte, '"');
    out.write(piece);
  }
}

function printBytes(bytes: Uint8Array, count: number, out: Output): void {
  for (let index = 0; index < count && !out.full; index++)
    out.write(index === 0 ? `${bytes[index]!}` : `,${bytes[index]!}`);
}

export function printErlangBitstring(term: BitstringTerm, out: Output): void {
  const whole = term.bytes.length - 1;
  out.write('<<');
  printBytes(term.bytes, whole, out);
  out.write(`${whole > 0 ? ',' : ''}${term.bytes[whole]! >> (8 - term.bitsInLast)}:${term.bitsInLast}>>`);
}

/** Prints the list as a string if it is one, as far as can be printed; else leaves everything as it was. */
export function printErlangString(list: ListTerm, out: Output, range: PrintableRange = 'unicode'): boolean {
  let text = '"';
  for (let index = 0; text.length <= out.remaining; index++) {
    const child = list.child(index);
    if (child === undefined) {
      const tail = list.tail();
      if (tail !== undefined && !(tail.kind === 'cut' && tail.what === 'elements')) return false;
      out.write(tail === undefined ? `${text}"` : `${text}"…${tail.missing > 0 ? `(${tail.missing} more)` : ''}`);
      return true;
    }
    const character = child.kind === 'integer' ? child.value : undefined;
    if (typeof character !== 'number' || character < 0 || !isPrintable(character, range)) return false;
    text += escapeErlang(character, '"');
  }
  out.write(text);
  return true;
}
