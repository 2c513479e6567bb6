/** The face of adapter/: a debug adapter over any pair of streams, on standard input and output, or on a port. */
export { startAdapter, type Adapter, type AdapterOptions, type OpenTrace } from './start.ts';
export { portOf, serveOnPort, serveStandardStreams } from './serve.ts';
