import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cinema, info, record } from './harness/cinema.ts';
import { folderWith, write } from './harness/folder.ts';
import { run } from './harness/program.ts';
import {
  assertPairsAreTrue,
  eventsOf,
  stopsIn,
  unpairedArrivals,
  variablesThere,
  withTrace,
} from './harness/reading.ts';

const ledger = fileURLToPath(new URL('../../examples/ledger', import.meta.url));

const counterScript = `defmodule Counter do
  use GenServer
  def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)
  def init(n), do: {:ok, n}
  def handle_call({:add, k}, _from, n) do
    m = n + k
    {:reply, m, m}
  end
end
[first | _] = System.argv()
{:ok, _} = Counter.start_link(String.to_integer(first))
x = GenServer.call(Counter, {:add, 5})
IO.puts("x=#{x} #{inspect(System.argv())}")
IO.puts(:stderr, "a warning of the program")
System.halt(3)
`;

/** Lines of a file where the debugger can rest, in the order of the trace. */
const linesOf = (trace: Parameters<typeof stopsIn>[0], file: string): readonly number[] =>
  stopsIn(trace, file).map(({ line }) => line);

describe('cinema record, on real programs', function () {
  this.timeout(120_000);
  const folder = folderWith({});
  const inside = (name: string, files: Readonly<Record<string, string>> = {}): string => {
    const path = join(folder.path, name);
    write(path, { 'here.txt': '', ...files });
    return path;
  };

  it('records an Elixir script: arguments, output and status are the program’s own', async () => {
    const directory = inside('script', { 'counter.exs': counterScript });
    const command = ['elixir', 'counter.exs', '7', 'ü'];
    const plain = await run(command, { directory });
    const recorded = await record(command, { directory });
    assert.equal(recorded.status, 3);
    assert.equal(plain.status, 3);
    assert.equal(recorded.stdout, plain.stdout);
    assert.equal(plain.stdout, 'x=12 ["7", "ü"]\n');
    assert.ok(recorded.stderr.startsWith(plain.stderr), `the program's own words come first: ${recorded.stderr}`);
    assert.match(recorded.stderr, /\ncinema: recorded [\d,]+ events of \d+ processes in .* → it\.cinema \(.*\)\n/);
    assert.deepEqual(readdirSync(directory).sort(), ['counter.exs', 'here.txt', 'it.cinema']);

    const about = await info(recorded.trace);
    assert.equal(about.complete, true);
    assert.equal(about.dropped, 0);
    assert.deepEqual(about.nodes[0]?.command, command);
    assert.equal(about.nodes[0].directory, directory);
    assert.equal(about.nodes[0].elixir?.split('.').length, 3);
    assert.deepEqual(about.crashes, []);
    assert.deepEqual(about.skipped, []);
    assert.deepEqual(about.modules.map(({ name, level }) => `${name} ${level}`).sort(), [
      'Elixir.Counter lines',
      'elixir_compiler_0 lines',
    ]);
    await withTrace(recorded.trace, (trace) => {
      assert.deepEqual(linesOf(trace, 'counter.exs'), [1, 10, 11, 3, 4, 12, 6, 7, 13, 14, 15]);
      const replying = stopsIn(trace, 'counter.exs').find(({ line }) => line === 7);
      assert.ok(replying);
      const { _from: from, ...rest } = variablesThere(trace, replying.moment);
      assert.deepEqual(rest, { n: '7', k: '5', m: '12' });
      assert.match(from ?? '', /^\{#PID<0\.\d+\.0>, \[:alias \| #Reference<.*>\]\}$/);
      assert.deepEqual(unpairedArrivals(trace), []);
      assert.ok(assertPairsAreTrue(trace) > 10);
    });
  });

  it('records mix test, the test modules by lines as well', async () => {
    const directory = join(folder.path, 'ledger');
    cpSync(ledger, directory, {
      recursive: true,
      filter: (from) => !/_build|\.cinema/.test(from.slice(ledger.length)),
    });
    const recorded = await record(['mix', 'test', '--seed', '0'], { directory });
    const plain = await run(['mix', 'test', '--seed', '0'], { directory });
    const told = (text: string): string =>
      text
        .replace(/Compiling[^]*?app\n/, '')
        .replace(/[\d.]+ seconds.*/, '')
        .replace(/ {2}\d\) /, '');
    assert.equal(recorded.status, plain.status);
    assert.equal(told(recorded.stdout), told(plain.stdout));
    const about = await info(recorded.trace);
    assert.deepEqual(about.modules.map(({ name, level }) => `${name} ${level}`).sort(), [
      'Elixir.Account lines',
      'Elixir.Ledger lines',
      'Elixir.LedgerTest lines',
    ]);
    assert.deepEqual(about.skipped, []);
    await withTrace(recorded.trace, (trace) => {
      const lines = linesOf(trace, 'ledger_test.exs');
      for (const line of [11, 12, 13, 17, 18, 22, 25, 28]) assert.ok(lines.includes(line), `line ${line} of the tests`);
      const transfers = stopsIn(trace, 'lib/ledger.ex').filter(({ line }) => line === 9);
      assert.equal(transfers.length, 5);
      const odd = transfers.map(({ moment }) => variablesThere(trace, moment)).find(({ from, to }) => from === to);
      assert.deepEqual({ ...odd, from: '', to: '' }, { from: '', to: '', amount: '25', available: '95', target: '95' });
      assert.deepEqual(unpairedArrivals(trace), []);
    });
  });

  it('records mix run in an umbrella with consolidated protocols', async () => {
    const directory = inside('umbrella', {
      'mix.exs': `defmodule Roof.MixProject do
  use Mix.Project
  def project, do: [apps_path: "apps", version: "0.1.0", deps: []]
end
`,
      'apps/shapes/mix.exs': `defmodule Shapes.MixProject do
  use Mix.Project
  def project, do: [app: :shapes, version: "0.1.0", build_path: "../../_build", deps: []]
end
`,
      'apps/shapes/lib/shapes.ex': `defprotocol Shapes.Area do
  def of(shape)
end
defmodule Shapes.Square do
  defstruct side: 1
  defimpl Shapes.Area do
    def of(%{side: side}) do
      area = side * side
      area
    end
  end
end
`,
      'apps/paint/mix.exs': `defmodule Paint.MixProject do
  use Mix.Project
  def project, do: [app: :paint, version: "0.1.0", build_path: "../../_build", deps: [{:shapes, in_umbrella: true}]]
end
`,
      'apps/paint/lib/paint.ex': `defmodule Paint do
  def litres(shapes) do
    total = shapes |> Enum.map(&Shapes.Area.of/1) |> Enum.sum()
    IO.puts("#{total / 10} l, consolidated: #{Protocol.consolidated?(Shapes.Area)}")
    total
  end
end
`,
    });
    const code = 'Paint.litres([%Shapes.Square{side: 3}, %Shapes.Square{side: 4}])';
    const recorded = await record(['mix', 'run', '-e', code], { directory });
    assert.equal(recorded.status, 0, recorded.stderr);
    assert.match(recorded.stdout, /2\.5 l, consolidated: true\n$/);
    await withTrace(recorded.trace, (trace) => {
      assert.deepEqual(linesOf(trace, 'lib/paint.ex'), [3, 4, 5]);
      const areas = stopsIn(trace, 'lib/shapes.ex').filter(({ line }) => line === 9);
      assert.deepEqual(
        areas.map(({ moment }) => variablesThere(trace, moment)['area']),
        ['9', '16'],
      );
    });
  });

  it('records erl, and code in a path with blanks and letters of all kinds', async () => {
    const directory = inside("o'Neill & søn (日本)/my project", {
      'src/greeter.erl': `-module(greeter).
-export([main/1]).
main([Name]) ->
    Parent = self(),
    Pid = spawn_link(fun() -> loop(Parent, 0) end),
    Pid ! {greet, Name},
    receive {Pid, Text} -> io:put_chars(Text) end.
loop(Parent, Count) ->
    receive
        {greet, Name} ->
            Text = ["hello ", atom_to_list(Name), $\\n],
            Parent ! {self(), Text},
            loop(Parent, Count + 1)
    end.
`,
    });
    const compiled = await run(['erlc', '+debug_info', '-o', 'src', 'src/greeter.erl'], { directory });
    assert.equal(compiled.status, 0, compiled.stdout);
    const command = ['erl', '-noshell', '-pa', 'src', '-s', 'greeter', 'main', 'joe', '-s', 'init', 'stop'];
    const recorded = await record(command, { directory, name: 'größe.cinema' });
    assert.equal(recorded.stdout, 'hello joe\n');
    assert.equal(recorded.status, 0);
    await withTrace(recorded.trace, (trace) => {
      const stops = stopsIn(trace, 'src/greeter.erl');
      const [parent, child] = [...new Set(stops.map(({ process }) => process))];
      const linesIn = (process?: number): readonly number[] =>
        stops.filter((stop) => stop.process === process).map(({ line }) => line);
      assert.deepEqual(linesIn(parent), [4, 5, 6, 7, 7]);
      assert.deepEqual(linesIn(child), [5, 9, 10, 11, 12, 13, 9]);
      const answering = stopsIn(trace, 'greeter.erl').find(({ line }) => line === 12);
      assert.ok(answering);
      const { Text, Count } = variablesThere(trace, answering.moment);
      assert.deepEqual({ Text, Count }, { Text: '["hello ","joe",10]', Count: '0' });
      const complaints = [...eventsOf(trace)].filter(({ kind, detail }) => kind === 'log' && detail === 0);
      assert.deepEqual(complaints, [], 'it stops as quietly as it does unrecorded');
      assert.deepEqual(unpairedArrivals(trace), []);
    });
  });

  it('records a release in embedded mode, from the end of its start on', async () => {
    const directory = inside('release', {
      'mix.exs': `defmodule Tally.MixProject do
  use Mix.Project
  def project, do: [app: :tally, version: "0.1.0", deps: [], releases: [tally: [strip_beams: false]]]
  def application, do: [extra_applications: [:logger], mod: {Tally.Application, []}]
end
`,
      'lib/tally.ex': `defmodule Tally.Application do
  use Application
  def start(_type, _args) do
    Supervisor.start_link([Tally], strategy: :one_for_one)
  end
end
defmodule Tally do
  use GenServer
  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)
  def init(_), do: {:ok, 0}
  def handle_call(:count, _from, n) do
    next = n + 1
    {:reply, next, next}
  end
end
`,
    });
    const made = await run(['mix', 'release', '--quiet'], { directory, environment: { MIX_ENV: 'prod' } });
    assert.equal(made.status, 0, made.stdout + made.stderr);
    const program = '_build/prod/rel/tally/bin/tally';
    const code =
      'Application.ensure_all_started(:tally); for _ <- 1..3, do: IO.puts(GenServer.call(Tally, :count)); System.halt(4)';
    const recorded = await record([program, 'eval', code], { directory });
    assert.equal(recorded.stdout, '1\n2\n3\n');
    assert.equal(recorded.status, 4);
    await withTrace(recorded.trace, (trace) => {
      assert.deepEqual(trace.modules.map(({ name, level }) => `${name} ${level}`).sort(), [
        'Elixir.Tally lines',
        'Elixir.Tally.Application lines',
      ]);
      const counted = stopsIn(trace, 'lib/tally.ex').filter(({ line }) => line === 13);
      assert.deepEqual(
        counted.map(({ moment }) => variablesThere(trace, moment)['next']),
        ['1', '2', '3'],
      );
      assert.deepEqual(unpairedArrivals(trace), []);
    });
    const stopping = await record([program, 'start'], {
      directory,
      name: 'start.cinema',
      started: (running) => void setTimeout(() => running.signalGroup('SIGTERM'), 4000),
    });
    assert.deepEqual(
      (await info(stopping.trace)).modules.map(({ name, level }) => `${name} ${level}`).sort(),
      ['Elixir.Tally lines', 'Elixir.Tally.Application lines'],
      'modules that were loaded before the recording began are recorded too',
    );
  });

  it('records what is typed at iex', async () => {
    const directory = inside('iex', {
      'twice.exs': `defmodule Twice do
  def of(number) do
    answer = number * 2
    answer
  end
end
`,
    });
    const input = 'Twice.of(21)\nsend(self(), {:hello, Twice.of(4)})\nflush()\nSystem.halt(0)\n';
    const recorded = await record(['iex', 'twice.exs'], { directory, input });
    assert.match(recorded.stdout, /\b42\n[^]*\{:hello, 8\}/);
    await withTrace(recorded.trace, (trace) => {
      const answers = stopsIn(trace, 'twice.exs').filter(({ line }) => line === 4);
      assert.deepEqual(
        answers.map(({ moment }) => variablesThere(trace, moment)['answer']),
        ['42', '8'],
      );
    });
  });

  it('records rebar3 shell', async () => {
    const which = await run(['sh', '-c', 'command -v rebar3'], { directory: folder.path });
    assert.equal(which.status, 0, 'rebar3 is not installed: sudo apt-get install --no-install-recommends rebar3');
    const directory = inside('rebar3', {
      'rebar.config': '{erl_opts, [debug_info]}.\n{deps, []}.\n',
      'src/adder.app.src':
        '{application, adder, [{description, "adds"}, {vsn, "0.1.0"}, {registered, []}, {applications, [kernel, stdlib]}]}.\n',
      'src/adder.erl': `-module(adder).
-export([add/2]).
add(A, B) ->
    Sum = A + B,
    Sum.
`,
    });
    const recorded = await record(['rebar3', 'shell'], {
      directory,
      environment: { HOME: directory },
      stays: true,
      started: (running) => {
        void running
          .printed('1> ')
          .then(() => running.type('adder:add(20, 22).\n'))
          .then(() => running.printed('42\n'))
          .then(() => running.type('init:stop().\n'));
      },
    });
    assert.equal(recorded.status, 0, recorded.stderr);
    await withTrace(recorded.trace, (trace) => {
      const added = stopsIn(trace, 'src/adder.erl').find(({ line }) => line === 5);
      assert.ok(added, 'line 5 of adder.erl');
      assert.deepEqual(variablesThere(trace, added.moment), { A: '20', B: '22', Sum: '42' });
    });
  });

  it('makes one trace of several BEAMs', async () => {
    const directory = inside('several', {
      'one.exs': 'first = 1 + 1\nIO.puts(first)\n',
      'two.exs': 'second = 2 + 2\nIO.puts(second)\n',
    });
    const recorded = await record(['sh', '-c', 'elixir one.exs; elixir two.exs; exit 5'], { directory });
    assert.equal(recorded.stdout, '2\n4\n');
    assert.equal(recorded.status, 5);
    const about = await info(recorded.trace);
    assert.equal(about.nodes.length, 2);
    await withTrace(recorded.trace, (trace) => {
      const of = (file: string): Readonly<Record<string, string>> =>
        variablesThere(trace, stopsIn(trace, file).at(-1)!.moment);
      assert.deepEqual(of('one.exs'), { first: '2' });
      assert.deepEqual(of('two.exs'), { second: '4' });
    });
  });

  it('says when no BEAM was started, and passes the status on', async () => {
    const directory = inside('none');
    const recorded = await record(['sh', '-c', 'echo hello; exit 6'], { directory });
    assert.equal(recorded.status, 6);
    assert.equal(recorded.stdout, 'hello\n');
    assert.match(recorded.stderr, /started no BEAM/);
    assert.deepEqual(readdirSync(directory), ['here.txt']);
  });

  it('says when there is no such command', async () => {
    const directory = inside('missing');
    const recorded = await record(['no-such-command', 'really'], { directory });
    assert.equal(recorded.status, 127);
    assert.match(recorded.stderr, /"no-such-command" is not on the PATH/);
    assert.deepEqual(readdirSync(directory), ['here.txt']);
  });

  it('never overwrites: a second recording of a command gets a name of its own', async () => {
    const directory = inside('twice', { 'a.exs': 'x = 1\nIO.puts(x)\n' });
    for (let time = 0; time < 2; time++) {
      const ran = await cinema(['record', 'elixir', 'a.exs'], { directory });
      assert.equal(ran.status, 0, ran.stderr);
    }
    assert.deepEqual(readdirSync(directory).sort(), ['a.exs', 'elixir-a-2.cinema', 'elixir-a.cinema', 'here.txt']);
    const refused = await record(['elixir', 'a.exs'], { directory, name: 'elixir-a.cinema' });
    assert.equal(refused.status, 1);
    assert.equal(refused.stdout, '');
    assert.match(refused.stderr, /is there already/);
  });

  for (const [signal, how] of [
    ['SIGINT', 'Ctrl+C'],
    ['SIGTERM', 'a kind end'],
  ] as const) {
    it(`keeps what was recorded until ${how} (${signal})`, async () => {
      const directory = inside(`stopped ${signal}`, {
        'busy.exs': `defmodule Busy do
  def run(n) do
    if rem(n, 100) == 0, do: IO.puts("round #{n}")
    Process.sleep(1)
    run(n + 1)
  end
end
Busy.run(1)
`,
      });
      const recorded = await record(['elixir', 'busy.exs'], {
        directory,
        started: (program) => void program.printed('round 100\n').then(() => program.signalGroup(signal)),
      });
      assert.ok(existsSync(recorded.trace), `no trace: ${recorded.stderr}`);
      await withTrace(recorded.trace, (trace) => {
        const rounds = stopsIn(trace, 'busy.exs').filter(({ line }) => line === 4);
        // Its hundredth line of output is out before that round goes on.
        assert.ok(rounds.length >= 99, `${rounds.length} rounds`);
        assert.deepEqual(variablesThere(trace, rounds[98]!.moment), { n: '99' });
      });
      assert.deepEqual(readdirSync(directory).sort(), ['busy.exs', 'here.txt', 'it.cinema']);
    });
  }
});
