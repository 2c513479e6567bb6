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
