/** A debug adapter over any pair of streams. */
import { openTrace as openTraceFile } from '../trace/index.ts';
import { Door } from './dap/door.ts';
import { createHandles } from './dap/handles.ts';
import { release } from './dap/lifecycle.ts';
import { type OpenTrace, type Session } from './dap/session.ts';

export type { OpenTrace } from './dap/session.ts';

export interface AdapterOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** How the recording named by `launch` is opened; from its file when absent. */
  readonly openTrace?: OpenTrace;
  /** Every message of the protocol, for a log. */
  readonly log?: (direction: 'in' | 'out', message: object) => void;
}

export interface Adapter {
  /** Settles when the client has gone or said goodbye. The streams are left to their owner. */
  readonly ended: Promise<void>;
  /** Closes the trace and stops answering. */
  readonly stop: () => void;
}

/** Serves one debug session to the client at the other end of the streams. */
export function startAdapter({ input, output, openTrace = openTraceFile, log }: AdapterOptions): Adapter {
  let settleEnded = (): void => {};
  const ended = new Promise<void>((resolve) => (settleEnded = resolve));
  let session: Session | null = null;
  const stop = (): void => {
    if (session !== null) release(session);
    settleEnded();
  };
  const door = new Door(
    (wire) =>
      (session = {
        handles: createHandles(),
        openTrace,
        notify: (event, body) => wire.notify(event, body),
        end: stop,
        client: {
          linesStartAt1: true,
          columnsStartAt1: true,
          usesUris: false,
          wantsProgress: false,
          followsLinks: false,
        },
        replay: null,
        opening: null,
        cinema: null,
        mend: () => wire.mend(),
        gotoTargets: new Map(),
        nextBreakpoint: 1,
        links: new Map(),
      }),
    log ?? (() => {}),
  );
  door.on('close', stop);
  door.on('error', ({ body }: { readonly body: unknown }) => {
    const text = String(body);
    // The library says so of bytes that are no message. The messages after them may be whole; a broken pipe is final.
    if (text.startsWith('Error handling data')) door.notify('output', { category: 'stderr', output: `${text}\n` });
    else stop();
  });
  input.on('end', stop);
  door.start(input, output);
  return { ended, stop };
}
