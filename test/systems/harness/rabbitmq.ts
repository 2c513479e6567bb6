import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { run, type RunningProgram } from './program.ts';

const libraries = '/usr/lib/rabbitmq/lib';

/** Where Debian's package keeps the broker. */
export function rabbitHome(): string {
  let names: readonly string[] = [];
  try {
    names = readdirSync(libraries).filter((name) => name.startsWith('rabbitmq_server-'));
  } catch {
    // not installed
  }
  assert.ok(names[0], 'RabbitMQ is not installed: sudo apt-get install --no-install-recommends rabbitmq-server');
  return join(libraries, names[0]);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export interface Broker {
  readonly port: number;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What the broker says when it is up. */
  readonly ready: string;
  /** Asks the broker to stop, as its service does. */
  readonly stop: (running: RunningProgram) => void;
  /** Ends the port mapper that the broker left behind; call it when the broker is gone. */
  readonly cleanUp: () => Promise<void>;
}

/** A broker of our own: on the loopback interface, its files in `directory`, no plugins, no other node knows it. */
export async function broker(directory: string): Promise<Broker> {
  const [port = 0, distribution = 0, mapper = 0] = await freePorts(3);
  const environment = {
    HOME: directory,
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_LOG_BASE: join(directory, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_NODENAME: `cinema${process.pid}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: join(directory, 'no-configuration'),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'no-environment'),
    RABBITMQ_PID_FILE: join(directory, 'pid'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(mapper),
  };
  return {
    port,
    command: [join(rabbitHome(), 'sbin', 'rabbitmq-server')],
    environment,
    ready: 'Server startup complete',
    stop: () => process.kill(Number(readFileSync(join(directory, 'pid'), 'utf8')), 'SIGTERM'),
    cleanUp: async () => {
      await run(['epmd', '-port', String(mapper), '-kill'], { directory });
    },
  };
}

/** A client program: publishes letters to a queue, then consumes them. It prints the first, the last and their number. */
export const courier = `-module(courier).
-export([main/1]).
-include_lib("amqp_client/include/amqp_client.hrl").
main([Port, Count]) ->
    logger:set_primary_config(level, error),
    {ok, _} = application:ensure_all_started(amqp_client),
    {ok, Connection} = amqp_connection:start(#amqp_params_network{host = "127.0.0.1", port = number(Port)}),
    {ok, Channel} = amqp_connection:open_channel(Connection),
    #'queue.declare_ok'{} = amqp_channel:call(Channel, #'queue.declare'{queue = <<"letters">>}),
    lists:foreach(fun(Number) ->
        Letter = <<"letter ", (integer_to_binary(Number))/binary>>,
        ok = amqp_channel:call(Channel, #'basic.publish'{routing_key = <<"letters">>}, #amqp_msg{payload = Letter})
    end, lists:seq(1, number(Count))),
    #'basic.consume_ok'{} = amqp_channel:subscribe(Channel, #'basic.consume'{queue = <<"letters">>}, self()),
    receive #'basic.consume_ok'{} -> ok end,
    Letters = [receive
        {#'basic.deliver'{delivery_tag = Tag}, #amqp_msg{payload = Letter}} ->
            amqp_channel:cast(Channel, #'basic.ack'{delivery_tag = Tag}),
            Letter
    end || _ <- lists:seq(1, number(Count))],
    ok = amqp_channel:close(Channel),
    ok = amqp_connection:close(Connection),
    io:format("~s .. ~s, ~b~n", [hd(Letters), lists:last(Letters), length(Letters)]),
    halt(0).
number(Atom) -> list_to_integer(atom_to_list(Atom)).
`;
