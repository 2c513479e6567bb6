import { Worker } from 'node:worker_threads';
import { type Result, type TraceError } from '../model.ts';
import { type BuildOptions } from './build.ts';

/** What the worker is asked. */
export interface WorkerTask {
  readonly trace: string;
  readonly index: string;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly result: Result<void, TraceError> };

export type ToWorker = 'cancel';

/** Builds an index in a thread of its own, so that the debugger goes on answering. */
export function buildInWorker(
  worker: string,
  trace: string,
  index: string,
  { progress, signal }: BuildOptions,
): Promise<Result<void, TraceError>> {
  return new Promise((resolve) => {
    const task: WorkerTask = { trace, index };
    const thread = new Worker(worker, { workerData: task });
    const cancel = () => thread.postMessage('cancel' satisfies ToWorker);
    const end = (result: Result<void, TraceError>) => {
      signal?.removeEventListener('abort', cancel);
      void thread.terminate();
      resolve(result);
    };
    signal?.addEventListener('abort', cancel);
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') progress?.(message.fraction);
      else end(message.result);
    });
    thread.on('error', (error) => {
      const message = `The index could not be built: ${error instanceof Error ? error.message : String(error)}`;
      end({ ok: false, error: { code: 'unreadable', message, file: trace } });
    });
    thread.on('exit', (code) => {
      const message = `The index could not be built: its thread ended with code ${code}.`;
      end({ ok: false, error: { code: 'unreadable', message, file: trace } });
    });
    if (signal?.aborted === true) cancel();
  });
}
