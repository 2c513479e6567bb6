import { execFile } from 'node:child_process';
import type { TraceDescription } from '../../protocol/index.ts';
import type { Programs } from '../programs.ts';

export type Described =
  | { readonly ok: true; readonly value: TraceDescription }
  | { readonly ok: false; readonly error: { readonly message: string; readonly hint: string | null } };

/** A description has one line for each process it lists and each module; this is far above any. */
const LARGEST_ANSWER = 256 * 1024 * 1024;

/** Runs `cinema info FILE --json` in a process of its own. Aborting ends the process; the answer is then an error. */
export function describeTrace(file: string, programs: Programs, signal: AbortSignal): Promise<Described> {
  return new Promise((resolve) => {
    execFile(
      programs.node,
      [programs.cinema, 'info', file, '--json'],
      { env: { ...process.env, ...programs.environment }, maxBuffer: LARGEST_ANSWER, signal, windowsHide: true },
      (error, output, complaint) => resolve(error === null ? parse(output) : refused(complaint, error.message)),
    );
  });
}

function parse(output: string): Described {
  try {
    return { ok: true, value: JSON.parse(output) as TraceDescription };
  } catch {
    return { ok: false, error: { message: 'The description of the recording could not be read.', hint: null } };
  }
}

/** `cinema` writes what is wrong in its first line and what to do in the lines after. */
export function refused(complaint: string, otherwise: string): Described {
  const [first, ...rest] = complaint.split('\n').filter((line) => line.trim() !== '');
  const message = first?.replace(/^cinema: /, '') ?? otherwise;
  return { ok: false, error: { message, hint: rest.length > 0 ? rest.slice(0, 6).join('\n') : null } };
}
