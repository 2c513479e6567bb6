/** What XML cannot hold at all, not even written as a number; and halves of characters. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What XML cannot hold becomes U+FFFD. */
export const withoutForbidden = (text: string): string => text.replace(FORBIDDEN, '\ufffd');

/** Any text as XML text or attribute value. What XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return withoutForbidden(text).replace(/[&<>"']/g, (character) => NAMED[character]!);
}
