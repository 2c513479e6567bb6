import assert from 'node:assert/strict';
import { type DebugProtocol } from '@vscode/debugprotocol';

export type Incoming =
  (DebugProtocol.Response & { readonly type: 'response' }) | (DebugProtocol.Event & { readonly type: 'event' });

/** What a client sends. */
export type Outgoing = DebugProtocol.Request & { readonly type: 'request' };

/** A message as it travels. */
export function frame(message: object): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Hands on every whole message and gives back what is left. */
export function takeMessages(bytes: Buffer, receive: (message: Incoming) => void): Buffer {
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return rest;
    const header = /^Content-Length: (\d+)$/.exec(rest.toString('latin1', 0, end));
    assert.ok(header, `nothing but messages may be written, not ${JSON.stringify(rest.toString('utf8', 0, 200))}`);
    const length = Number(header[1]);
    if (rest.length < end + 4 + length) return rest;
    receive(JSON.parse(rest.toString('utf8', end + 4, end + 4 + length)) as Incoming);
    rest = rest.subarray(end + 4 + length);
  }
}
