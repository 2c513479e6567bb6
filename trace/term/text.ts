const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text, or undefined if the bytes are no UTF-8. Short ASCII, which is most of it, takes no decoder. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.length <= 64) {
    let text = '';
    for (const byte of bytes) {
      if (byte >= 0x80) return decodeAny(bytes);
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decodeAny(bytes);
}

function decodeAny(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Characters of a run: as many as one call takes arguments, and no output overshoots by more. */
const longestRun = 1024;

/** Where a run of printable ASCII that no printer escapes ends: most text is that, and is copied run by run. */
export function plainEnd(bytes: Uint8Array, from: number, quote: number): number {
  const end = Math.min(bytes.length, from + longestRun);
  let at = from;
  while (at < end) {
    const byte = bytes[at]!;
    // A backslash and the `#` of an interpolation are escaped.
    if (byte < 0x20 || byte > 0x7e || byte === quote || byte === 0x5c || byte === 0x23) break;
    at++;
  }
  return at;
}

/** The text of a run that `plainEnd` found. */
export function plainText(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** Found by `readCodePoint`: -1 where the bytes are no UTF-8, -2 where they end inside a character. Reused. */
export const decoded = { codePoint: 0, next: 0 };

/**
 * Reads one UTF-8 character into `decoded`, as strictly as the BEAM: no overlong forms, no surrogates, nothing past
 * U+10FFFF. After -1 and -2 `next` is one byte on.
 */
export function readCodePoint(bytes: Uint8Array, offset: number): void {
  const first = bytes[offset]!;
  decoded.next = offset + 1;
  if (first < 0x80) {
    decoded.codePoint = first;
    return;
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  decoded.codePoint = -1;
  if (first < 0xc2 || first > 0xf4) return;
  let codePoint = first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    if (offset + index >= bytes.length) {
      decoded.codePoint = -2;
      return;
    }
    const byte = bytes[offset + index]!;
    if ((byte & 0xc0) !== 0x80) return;
    codePoint = codePoint * 64 + (byte & 0x3f);
  }
  const minimum = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80;
  if (codePoint < minimum || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return;
  decoded.codePoint = codePoint;
  decoded.next = offset + length;
}
