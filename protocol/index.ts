/** The face of protocol/: types that cross a process border. It imports no one. */
export type * from './dap.ts';
export type * from './overview.ts';
