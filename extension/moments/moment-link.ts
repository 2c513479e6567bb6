import platformPath, { type PlatformPath } from 'node:path';

/** A moment of a recording, as a link names it. */
export interface LinkedMoment {
  /** Absolute path of the trace. */
  readonly trace: string;
  readonly moment: number;
  /** The process to look at; that of the moment when absent. */
  readonly process?: number;
}

const REPLAY = '/replay';

/**
 * `vscode://execution-cinema.execution-cinema/replay/home/me/shop.cinema?process=4#1234`. The trace is in the path, not in the query:
 * VS Code hands out links decoded, and a decoded query can no longer be taken apart where a name holds `&` or `+`.
 */
export function linkTo(
  scheme: string,
  extension: string,
  { trace, moment, process }: LinkedMoment,
  { sep }: PlatformPath = platformPath,
): string {
  const names = trace.split(sep).filter((name, index) => index > 0 || name !== '');
  const query = process === undefined ? '' : `?process=${process}`;
  return `${scheme}://${extension}${REPLAY}/${names.map(encodeURIComponent).join('/')}${query}#${moment}`;
}

/** What to type where there is no VS Code: `cinema open shop.cinema#1234`, quoted where a shell would read it otherwise. */
export function commandTo({ trace, moment }: LinkedMoment): string {
  const argument = `${trace}#${moment}`;
  const quoted = /^[\w@%+=:,./\\#-]+$/.test(argument) ? argument : `"${argument.replaceAll(/(["$`\\])/g, '\\$1')}"`;
  return `cinema open ${quoted}`;
}

/**
 * Reads a link. Whoever sends one chooses which recording is opened, and nothing else: it must be a file of ours, by its whole path.
 *
 * @param link its parts, decoded
 * @returns the moment, or a sentence that says what is wrong with the link
 */
export function momentOfLink(
  link: { readonly path: string; readonly query: string; readonly fragment: string },
  path: PlatformPath = platformPath,
): { readonly ok: true; readonly value: LinkedMoment } | { readonly ok: false; readonly error: string } {
  if (!link.path.startsWith(`${REPLAY}/`)) return wrong(`Links to moments begin with ${REPLAY}/, not "${link.path}".`);
  const written = link.path.slice(REPLAY.length);
  const trace = path.normalize(/^\/[a-z]:/i.test(written) && path.sep === '\\' ? written.slice(1) : written);
  if (!path.isAbsolute(trace) || !trace.endsWith('.cinema')) {
    return wrong(
      `The link must name a recording by its whole path, as in ${REPLAY}/home/me/shop.cinema, not "${trace}".`,
    );
  }
  const moment = wholeNumber(link.fragment === '' ? '0' : link.fragment);
  if (moment === null) return wrong(`A moment is a whole number from 0, not "${link.fragment}".`);
  const wanted = new URLSearchParams(link.query).get('process');
  const process = wanted === null ? undefined : wholeNumber(wanted);
  if (process === null) return wrong(`A process is a whole number from 0, not "${wanted}".`);
  return { ok: true, value: { trace, moment, ...(process !== undefined && { process }) } };
}

const wholeNumber = (text: string): number | null => {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : null;
};

const wrong = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });
