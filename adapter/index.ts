/** The face of adapter/: a debug adapter over any pair of streams, on standard input and output, or on a port; and the cinema's door. */
export { startAdapter, type Adapter, type AdapterOptions, type OpenTrace } from './start.ts';
export { portOf, serveOnPort, serveStandardStreams } from './serve.ts';
export { serveFilm, type ServedFilm, type ServeOptions } from './cinema/film-of-file.ts';
