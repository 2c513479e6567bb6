import { escapeElixirCharacter, hexadecimal } from './atom-elixir.ts';
import { type Output } from './output.ts';
import { type ElixirPrinter, type Sequence } from './elixir-printer.ts';
import { type BinaryTerm, type BitstringTerm } from './term.ts';
import { decoded, plainEnd, plainText, readCodePoint } from './text.ts';

/** Text is handed on in pieces of about this many characters. */
const pieceLength = 1024;

/** `String.printable?/1` of one character. */
function isPrintable(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20 || (codePoint >= 7 && codePoint <= 13) || codePoint === 27;
  if (codePoint < 0xd800) return codePoint === 0x7f || codePoint >= 0xa0;
  return (codePoint >= 0xe000 && codePoint <= 0xfffd) || codePoint >= 0x10000;
}

/**
 * How many of the bytes are printable text: all of them, all but the character that was cut at the end, or -1 if they are
 * no text. Looks at no more than `maximum` characters.
 */
function printableBytes(bytes: Uint8Array, isCut: boolean, maximum: number): number {
  let at = 0;
  for (let count = 0; at < bytes.length && count <= maximum; count++) {
    if (bytes[at]! >= 0x20 && bytes[at]! < 0x7f) {
      at++;
      continue;
    }
    readCodePoint(bytes, at);
    if (decoded.codePoint === -2 && isCut && at > 0) return at;
    if (decoded.codePoint < 0 || !isPrintable(decoded.codePoint)) return -1;
    at = decoded.next;
  }
  return bytes.length;
}

export function printElixirBinary(term: BinaryTerm, out: Output): void {
  const isCut = term.missing > 0;
  const printable = printableBytes(term.bytes, isCut, out.remaining);
  if (printable < 0 || (isCut && printable === 0)) {
    out.write('<<');
    printBytes(term.bytes, term.bytes.length, out);
    if (isCut) out.write(`${term.bytes.length > 0 ? ', ' : ''}…(+${term.missing} bytes)`);
    out.write('>>');
    return;
  }
  out.write('"');
  printEscaped(term.bytes.subarray(0, printable), '"', escapeElixirCharacter, out);
  out.write(isCut ? `…"(+${term.size - printable} bytes)` : '"');
}

/** Bytes of text between two quotes. Bytes that are no UTF-8 print as `\xFF`. */
export function printEscaped(
  bytes: Uint8Array,
  quote: string,
  escape: (codePoint: number) => string,
  out: Output,
): void {
  let piece = '';
  for (let at = 0; at < bytes.length && !out.full; at = decoded.next) {
    const plain = plainEnd(bytes, at, quote.charCodeAt(0));
    if (plain > at) {
      out.write(piece + plainText(bytes, at, plain));
      piece = '';
      decoded.next = plain;
      continue;
    }
    readCodePoint(bytes, at);
    const codePoint = decoded.codePoint;
    if (codePoint < 0) piece += `\\x${hexadecimal(bytes[at]!, 2)}`;
    else if (codePoint === quote.charCodeAt(0)) piece += `\\${quote}`;
    else if (codePoint === 0x23 && bytes[at + 1] === 0x7b) {
      piece += '\\#{';
      decoded.next++;
    } else piece += escape(codePoint);
    if (piece.length >= pieceLength) {
      out.write(piece);
      piece = '';
    }
  }
  out.write(piece);
}

function printBytes(bytes: Uint8Array, count: number, out: Output): void {
  for (let index = 0; index < count && !out.full; index++)
    out.write(index === 0 ? `${bytes[index]!}` : `, ${bytes[index]!}`);
}

export function printElixirBitstring(term: BitstringTerm, out: Output): void {
  const whole = term.bytes.length - 1;
  out.write('<<');
  printBytes(term.bytes, whole, out);
  out.write(`${whole > 0 ? ', ' : ''}${term.bytes[whole]! >> (8 - term.bitsInLast)}::size(${term.bitsInLast})>>`);
}

/** Prints the list as a charlist if it is one, as far as can be printed; else leaves everything as it was. */
export function printElixirCharlist(sequence: Sequence, { out, options }: ElixirPrinter): boolean {
  const quote = options.charlistSigils === true ? '"' : "'";
  let text = options.charlistSigils === true ? '~c"' : "'";
  let previous = 0;
  for (let index = 0; text.length <= out.remaining; index++) {
    const child = sequence.child(index);
    if (child === undefined) {
      const tail = sequence.tail();
      if (tail !== undefined && !(tail.kind === 'cut' && tail.what === 'elements')) return false;
      out.write(
        tail === undefined ? text + quote : `${text}…${quote}${tail.missing > 0 ? `(+${tail.missing} more)` : ''}`,
      );
      return true;
    }
    const character = child.kind === 'integer' ? child.value : undefined;
    if (typeof character !== 'number' || character > 0x7e || !isPrintable(character)) return false;
    if (character === 0x7b && previous === 0x23) text = `${text.slice(0, -1)}\\#{`;
    else if (character === quote.charCodeAt(0)) text += `\\${quote}`;
    else text += escapeElixirCharacter(character);
    previous = character;
  }
  out.write(text);
  return true;
}
