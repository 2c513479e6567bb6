/** Where a command's words go; a door that tests replace. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
}

/** One word of the `cinema` command. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help, printed by `cinema help NAME`. */
  readonly help: string;
  /** Runs with the words after the name; answers the exit status. */
  readonly run: (words: readonly string[], terminal: Terminal) => Promise<number>;
}

/** Exit status of a call that was not understood, as the shells have it. */
export const misused = 2;

/** Says what is wrong with the words of a call and where to read on. */
export function refuse(terminal: Terminal, name: string, problem: string): number {
  terminal.error(`cinema ${name}: ${problem}\nSee: cinema help ${name}\n`);
  return misused;
}
