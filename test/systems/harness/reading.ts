import assert from 'node:assert/strict';
import {
  causeOf,
  closeTrace,
  decodeTerm,
  eventAt,
  isStop,
  openTrace,
  printTerm,
  processAt,
  readValue,
  stackAt,
  valuesAt,
  variablesAt,
  type Moment,
  type ProcessId,
  type Trace,
  type TraceEvent,
} from '../../../trace/index.ts';
import { type Client } from '../../dap/client.ts';
import { connectTo } from '../../dap/stories.ts';
import { cacheFolder } from './cinema.ts';

/** Opens a trace, which must succeed and be undamaged, for the length of `look`. */
export async function withTrace<Answer>(
  path: string,
  look: (trace: Trace) => Answer | Promise<Answer>,
): Promise<Answer> {
  const opened = await openTrace(path, { cacheFolder: await cacheFolder() });
  assert.ok(opened.ok, opened.ok ? '' : `${path} does not open: ${opened.error.message}`);
  assert.deepEqual(opened.value.damage, []);
  try {
    return await look(opened.value);
  } finally {
    closeTrace(opened.value);
  }
}

/** A debugger's connection to an adapter that replays this file. */
export async function replayOf(path: string): Promise<Client> {
  const folder = await cacheFolder();
  return connectTo(() => openTrace(path, { cacheFolder: folder }));
}

/** Every event, in the order of the trace. */
export function* eventsOf(trace: Trace): Generator<TraceEvent> {
  for (let moment = 0; moment < trace.eventCount; moment++) yield eventAt(trace, moment as Moment);
}

/** Where the debugger can rest, in the order of the trace: `shop.ex:12` of a file whose path ends with `file`. */
export function stopsIn(
  trace: Trace,
  file: string,
): readonly { readonly moment: Moment; readonly line: number; readonly process: ProcessId }[] {
  return [...eventsOf(trace)]
    .filter((event) => event.place?.path?.endsWith(file) === true && isStop(trace, event.moment))
    .map(({ moment, process, place }) => ({ moment, process, line: place?.line ?? 0 }));
}

/** The variables of the innermost frame of the process that moves at a moment, printed. */
export function variablesThere(trace: Trace, moment: Moment): Readonly<Record<string, string>> {
  const { process } = eventAt(trace, moment);
  const frame = stackAt(trace, process, moment, 0, 1).frames[0];
  assert.ok(frame, `no frame at moment ${moment}`);
  return Object.fromEntries(
    variablesAt(trace, frame.frame, moment).map(({ name, value }) => {
      const bytes = readValue(trace, value);
      return [
        name,
        bytes === null
          ? 'not recorded'
          : printTerm(decodeTerm(bytes), frame.function.language === 'elixir' ? 'elixir' : 'erlang'),
      ];
    }),
  );
}

/** Value number `index` of an event, printed as Elixir does. */
export function valueText(trace: Trace, moment: Moment, index = 0): string | undefined {
  const bytes = valuesAt(trace, moment)[index];
  return bytes === undefined ? undefined : printTerm(decodeTerm(bytes), 'elixir');
}

/** What the virtual machine itself says to a process, without a send of the process it comes from. */
const fromTheVm =
  /^\{:(DOWN|EXIT|nodedown|nodeup|timeout|tcp|tcp_closed|udp|inet_async|inet_reply|ssl|io_reply|code_call|code_server)\b/;

/**
 * Messages between processes that both were recorded sending, which arrived without a send they could be paired with:
 * there must be none. Gives them printed, with both ends.
 */
export function unpairedArrivals(trace: Trace): readonly string[] {
  const senders = new Set<number>();
  for (const { kind, process } of eventsOf(trace)) if (kind === 'send') senders.add(process);
  const unpaired: string[] = [];
  for (const { kind, moment, subject, process } of eventsOf(trace)) {
    if (kind !== 'arrive' || !senders.has(subject) || causeOf(trace, moment) !== -1) continue;
    const message = valueText(trace, moment) ?? '';
    if (fromTheVm.test(message)) continue;
    unpaired.push(
      `moment ${moment}: ${processAt(trace, subject as ProcessId, moment).label} → ${processAt(trace, process, moment).label}: ${message}`,
    );
  }
  return unpaired;
}

/** Each arrival has the message of the send it is paired with, and comes after it. */
export function assertPairsAreTrue(trace: Trace): number {
  let pairs = 0;
  for (const { kind, moment } of eventsOf(trace)) {
    if (kind !== 'arrive') continue;
    const cause = causeOf(trace, moment);
    if (cause === -1 || eventAt(trace, cause).kind !== 'send') continue;
    assert.ok(cause < moment, `the arrival at ${moment} comes before its send at ${cause}`);
    assert.equal(valueText(trace, moment), valueText(trace, cause), `moments ${cause} and ${moment} are a pair`);
    pairs += 1;
  }
  return pairs;
}

/** The processes whose label contains a text. */
export function processesNamed(trace: Trace, text: string): readonly ProcessId[] {
  return Array.from({ length: trace.processCount }, (_, process) => process as ProcessId).filter((process) =>
    processAt(trace, process).label.includes(text),
  );
}
