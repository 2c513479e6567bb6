import { type Trace } from '../../trace/index.ts';
import { startAdapter, type OpenTrace } from '../../adapter/index.ts';
import { createClient, type Client } from './client.ts';
import { matchGolden } from './golden.ts';
import { connectedStreams } from './streams.ts';
import { transcriptOf } from './transcript.ts';

/** A client connected to an adapter that opens `trace` whatever path is asked for. */
export function connect(trace: Trace, seed = 1): Client {
  return connectTo(() => Promise.resolve({ ok: true, value: trace }), seed);
}

export function connectTo(openTrace: OpenTrace, seed = 1): Client {
  const [here, there] = connectedStreams(seed);
  startAdapter({ input: there, output: there, openTrace });
  return createClient(here);
}

/** Up to the point where a client sets its breakpoints. */
export async function launch(client: Client, given: object = {}): Promise<void> {
  await client.request('initialize', { adapterID: 'cinema' });
  await client.request('launch', { trace: '/recordings/fixture.cinema', ...given });
  await client.event('initialized');
  await client.event('output');
}

/** Launched and standing at its first stop. */
export async function start(client: Client, given: object = {}): Promise<void> {
  await launch(client, given);
  await client.request('configurationDone');
  await client.event('cinema/position');
}

/**
 * Tells a story and compares every message of it with the golden file of that name. What is before the first stop is
 * left out unless `whole`.
 */
export async function story(
  name: string,
  trace: Trace,
  tell: (client: Client) => Promise<void>,
  { launchWith = {}, replace }: { launchWith?: object; replace?: (text: string) => string } = {},
): Promise<void> {
  const client = connect(trace);
  await start(client, launchWith);
  const told = client.messages.length;
  await tell(client);
  await settled(client);
  matchGolden(name, transcriptOf(client.messages.slice(told), replace));
  client.close();
}

/** Waits until nothing more can be under way: a request that changes nothing has been answered. */
export async function settled(client: Client): Promise<void> {
  await client.request('cinema/position');
}

/** A command that moves the replay: its response, then the stop. */
export async function move(client: Client, command: string, given: object = {}): Promise<Record<string, unknown>> {
  await client.request(command, given);
  const stopped = await client.event('stopped');
  await client.event('cinema/position');
  return stopped;
}
