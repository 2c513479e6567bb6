/** The extension's name to VS Code. */
export const EXTENSION = 'execution-cinema.execution-cinema';
