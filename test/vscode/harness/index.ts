/** Drives a real VS Code in tests. */
export { type CallStackRow, type DebugButton, type Debugging, type StoppedLine, type ValueRow } from './debugging.ts';
export { type Editor, type GutterMark } from './editor.ts';
export { eventually } from './eventually.ts';
export { type Film, type FilmEvent, filmIn } from './film.ts';
export { useWorkbench } from './hooks.ts';
export { type HostOptions, type HostResult, runInExtensionHost } from './host.ts';
export { EXTENSION } from './extension.ts';
export { EXAMPLES, VSIX } from './project.ts';
export { type Server, type ServerOptions, startServer } from './server.ts';
export { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';
