import * as fs from 'node:fs';
import { type Result, type TraceContent, type TraceError } from '../model.ts';
import { hasFileMagic, openCinema } from './cinema/index.ts';

/** What the first bytes of a file say it is. Names of files are not asked: people rename them. */
interface Appearance {
  readonly name: string;
  readonly fits: (head: Uint8Array) => boolean;
}

const starts =
  (...bytes: readonly number[]) =>
  (head: Uint8Array): boolean =>
    bytes.every((byte, index) => head[index] === byte);

const firstCharacter = (head: Uint8Array): number | undefined =>
  // After a byte order mark and white space.
  head.subarray(starts(0xef, 0xbb, 0xbf)(head) ? 3 : 0).find((byte) => byte > 0x20);

const foreign: readonly Appearance[] = [
  { name: 'a file compressed with gzip', fits: starts(0x1f, 0x8b) },
  { name: 'a ZIP archive', fits: starts(0x50, 0x4b, 0x03, 0x04) },
  { name: 'a compiled BEAM module', fits: starts(0x46, 0x4f, 0x52, 0x31) },
  { name: 'a single term in the external format of Erlang', fits: starts(131) },
  // op 0, a length that fits small records, a term: dbg:trace_port(file, …)
  {
    name: "a trace file of OTP's dbg",
    fits: (head) => (head[0] === 0 || head[0] === 1) && (head[5] === 131 || head[5] === 104),
  },
  { name: 'a JSON file', fits: (head) => firstCharacter(head) === 0x7b || firstCharacter(head) === 0x5b },
];

/**
 * Opens a trace of any format this version reads, told by its content. Anything else is refused with an error that says
 * what the file looks like.
 */
export function openContent(path: string): Promise<Result<TraceContent, TraceError>> {
  // Opening is quick and synchronous; the promise is for formats that are not.
  return Promise.resolve(open(path));
}

function open(path: string): Result<TraceContent, TraceError> {
  const head = readHead(path);
  if (head === undefined || hasFileMagic(head)) return openCinema(path);
  const looks = head.length === 0 ? 'an empty file' : foreign.find((candidate) => candidate.fits(head))?.name;
  return {
    ok: false,
    error: {
      code: 'notATrace',
      message:
        looks === undefined ? 'This is not a trace.' : `This looks like ${looks}, which this version cannot read.`,
      file: path,
      offset: 0,
      hint: 'Record a program with `cinema record` and open the .cinema file that it writes.',
    },
  };
}

/** The first bytes; undefined when the file cannot be read, which the format's own reader explains best. */
function readHead(path: string): Uint8Array | undefined {
  try {
    if (!fs.statSync(path).isFile()) return undefined;
    const file = fs.openSync(path, 'r');
    try {
      const head = new Uint8Array(64);
      return head.subarray(0, fs.readSync(file, head, 0, head.length, 0));
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return undefined;
  }
}
