/** The program of the thread that builds an index (cache/worker.ts starts it). */
import { parentPort, workerData } from 'node:worker_threads';
import { buildIndexFile } from './cache/build.ts';
import { type FromWorker, type WorkerTask } from './cache/worker.ts';
import { openContent } from './formats/index.ts';

const { trace, index } = workerData as WorkerTask;
const controller = new AbortController();
const tell = (message: FromWorker) => parentPort?.postMessage(message);
parentPort?.on('message', () => controller.abort());

const opened = await openContent(trace);
if (!opened.ok) tell({ kind: 'done', result: opened });
else {
  const progress = (fraction: number) => tell({ kind: 'progress', fraction });
  const result = await buildIndexFile(opened.value, index, { progress, signal: controller.signal });
  opened.value.close();
  tell({ kind: 'done', result });
}
