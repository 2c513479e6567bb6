import { eventAt, outputAt, type Moment, type Printing, type Term, type Trace } from '../../trace/index.ts';
import { readingOfEvent } from '../values/reading.ts';
import { ioFormat } from './io-format.ts';
import { textOf } from './text-of.ts';

/** What a program said at a moment, as text. */
export interface SaidByProgram {
  readonly channel: 'log' | 'standard output' | 'standard error';
  /** Of a log line: `info`, `error`. */
  readonly level: string | null;
  readonly text: string;
}

/** Null where the moment says nothing: a request to read, or what was not recorded. */
export function saidAt(trace: Trace, moment: Moment): SaidByProgram | null {
  const output = outputAt(trace, moment);
  if (output === null) return null;
  if (output.channel === 'log') {
    const text = textOf(output.text);
    return text === null ? null : { channel: 'log', level: output.level, text };
  }
  const printing = readingOfEvent(trace, eventAt(trace, moment));
  const text = writtenBy(output.request, printing);
  return text === null ? null : { channel: output.channel, level: null, text };
}

/** Requests within a request: enough for any program, and an end for any bytes. */
const deepest = 8;

/**
 * The text that a request of the Erlang I/O protocol writes; null for one that reads or asks. Who runs no code cannot know what
 * `{put_chars, Encoding, Module, Function, Arguments}` writes, but for the functions that `io` itself names there.
 */
function writtenBy(request: Term, printing: Printing, depth = 0): string | null {
  if (request.kind === 'binary') return textOf(request);
  if (request.kind !== 'tuple' || depth > deepest) return null;
  const [head, ...parts] = request.slice(0, 6);
  const name = atomNameOf(head);
  if (name === 'requests') {
    const [list] = parts;
    if (list?.kind !== 'list') return null;
    const texts = list.slice(0, 1000).map((one) => writtenBy(one, printing, depth + 1));
    const written = texts.filter((text) => text !== null);
    return written.length === 0 ? null : written.join('');
  }
  if (name !== 'put_chars') return null;
  const encoding = atomNameOf(parts[0]) === 'latin1' ? 'latin1' : 'unicode';
  // Before the encoding was part of the protocol: {put_chars, Text} and {put_chars, Module, Function, Arguments}.
  if (parts.length === 1) return textOf(parts[0]!, 'latin1');
  if (parts.length === 2) return textOf(parts[1]!, encoding);
  const [module, called, list] = parts.slice(-3);
  return called === undefined || list === undefined ? null : writtenByCall(module!, called, list, printing);
}

function writtenByCall(module: Term, called: Term, list: Term, printing: Printing): string | null {
  const name = atomNameOf(called);
  const shown = () => `${atomNameOf(module) ?? '?'}:${name ?? '?'}(…), whose text was not recorded`;
  if (atomNameOf(module) !== 'io_lib' || list.kind !== 'list') return shown();
  const [first, second] = list.slice(0, 2);
  if (first === undefined) return shown();
  switch (name) {
    case 'format':
    case 'fwrite': {
      const format = first.kind === 'atom' ? first.name : textOf(first);
      return (format !== null && second !== undefined ? ioFormat(format, second, printing) : null) ?? shown();
    }
    case 'write':
    case 'print':
      return ioFormat(name === 'write' ? '~w' : '~p', list, printing) ?? shown();
    default:
      return shown();
  }
}

const atomNameOf = (term: Term | undefined): string | null => (term?.kind === 'atom' ? term.name : null);
