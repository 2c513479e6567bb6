/** What Node has and a page has not, as far as a film in memory needs it. The build puts these in place of the globals. */

/** Bytes with the few names that are used. */
export class Buffer extends Uint8Array {
  static compare(left: Uint8Array, right: Uint8Array): -1 | 0 | 1 {
    const length = Math.min(left.length, right.length);
    for (let at = 0; at < length; at++) if (left[at] !== right[at]) return left[at]! < right[at]! ? -1 : 1;
    return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
  }

  static byteLength(text: string): number {
    return new TextEncoder().encode(text).length;
  }

  override toString(): string {
    return new TextDecoder().decode(this);
  }
}

export const process = { platform: 'browser', env: {}, pid: 0 } as const;

const channel = new MessageChannel();
const due: (() => void)[] = [];
channel.port1.addEventListener('message', () => due.shift()?.());
channel.port1.start();

/** Timers of pages wait at least four milliseconds when they are nested; messages do not. */
export function setImmediate(action: (value?: unknown) => void): void {
  due.push(action);
  channel.port2.postMessage(null);
}
