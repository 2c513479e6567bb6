import { spawn } from 'node:child_process';

export interface Ran {
  /** Exit status; 128 + n after signal n, as the shells have it. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input; nothing when absent. `stays` leaves it open: `type` writes more. */
  readonly input?: string;
  readonly stays?: boolean;
  /** Called as soon as the program runs. */
  readonly started?: (program: RunningProgram) => void;
  /** After this many milliseconds it is killed and the test fails. */
  readonly limit?: number;
}

/** What a test can do with a program while it runs. */
export interface RunningProgram {
  readonly osPid: number;
  /** Sends a signal to it and to every program it started, as a terminal does with Ctrl+C. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
  /** Sends a signal to it alone. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Writes to its standard input. */
  readonly type: (text: string) => void;
  /** Resolves when standard output has had this text. */
  readonly printed: (text: string) => Promise<void>;
}

const signalNumbers: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Runs a program in a process group of its own. Fails when it is not on the PATH or takes longer than its limit. */
export function run(command: readonly string[], options: RunOptions): Promise<Ran> {
  const { directory, environment = {}, input = '', stays = false, started, limit = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const [program = '', ...words] = command;
    const child = spawn(program, words, {
      cwd: directory,
      env: { ...process.env, ...environment },
      detached: true,
      stdio: 'pipe',
    });
    let stdout = '';
    let stderr = '';
    const waiting = new Map<string, () => void>();
    const look = (): void => {
      for (const [text, done] of waiting) if (stdout.includes(text)) done();
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      look();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined); // a program that ended does not read on
    if (stays) child.stdin.write(input);
    else child.stdin.end(input);
    const timer = setTimeout(() => {
      signalGroup('SIGKILL');
      reject(
        new Error(
          `${command.join(' ')} did not end within ${limit} ms.\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`,
        ),
      );
    }, limit);
    const signalGroup = (signal: NodeJS.Signals): void => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ status: code ?? 128 + (signalNumbers[signal ?? 'SIGKILL'] ?? 0), stdout, stderr });
    });
    started?.({
      osPid: child.pid ?? 0,
      signalGroup,
      signal: (signal) => void child.kill(signal),
      type: (text) => void child.stdin.write(text),
      printed: (text) =>
        new Promise((done) => {
          waiting.set(text, done);
          look();
        }),
    });
  });
}
