import assert from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { info, record } from './harness/cinema.ts';
import { folderWith } from './harness/folder.ts';
import { run } from './harness/program.ts';

const programs = fileURLToPath(new URL('../../recorder/test/programs', import.meta.url));
const isProgram = (name: string): boolean => /\.(erl|ex)$/.test(name);

/** Runs each program and prints what came of it, then leaves with a status of its own. */
const runAll = `defmodule RunAll do
  def run(name, module) do
    outcome =
      try do
        {:returned, module.main()}
      catch
        kind, reason -> {kind, reason, Enum.map(__STACKTRACE__, fn {m, f, a, at} -> {m, f, arity(a), at[:line]} end)}
      end
    IO.puts("#{name}: #{inspect(outcome, limit: :infinity)}")
  end
  defp arity(arguments) when is_list(arguments), do: length(arguments)
  defp arity(arity), do: arity
end
Code.prepend_path(".")
for name <- Enum.sort(File.ls!()) do
  case Path.extname(name) do
    ".erl" -> RunAll.run(name, String.to_atom(Path.rootname(name)))
    ".ex" ->
      modules = for {module, _} <- Code.require_file(name), do: module
      RunAll.run(name, Enum.find(modules, &String.ends_with?(inspect(&1), ".Main")))
    _ -> :ok
  end
end
System.halt(9)
`;

describe('a recorded program', function () {
  this.timeout(120_000);
  const folder = folderWith({ 'run_all.exs': runAll });

  it('prints, answers, fails and ends as the program left alone', async () => {
    const directory = folder.path;
    const names = readdirSync(programs).filter(isProgram);
    for (const name of names) cpSync(join(programs, name), join(directory, name));
    const erlang = names.filter((name) => name.endsWith('.erl'));
    const compiled = await run(['erlc', '+debug_info', '+nowarn_unused_vars', ...erlang], { directory });
    assert.equal(compiled.status, 0, compiled.stdout);

    const command = ['elixir', 'run_all.exs'];
    const plain = await run(command, { directory });
    const recorded = await record(command, { directory });
    const told = (text: string): readonly string[] =>
      text.replace(/#(PID|Reference|Function)<[^>]*>/g, '#$1').split('\n');
    assert.deepEqual(told(recorded.stdout), told(plain.stdout));
    assert.equal(plain.status, 9, plain.stderr);
    assert.equal(recorded.status, 9);
    for (const name of names)
      assert.match(plain.stdout, new RegExp(`^${name.replace('.', '\\.')}: \\{:returned, `, 'm'));
    assert.ok(recorded.stderr.startsWith(plain.stderr), recorded.stderr);

    const about = await info(recorded.trace);
    const levels = new Map(about.modules.map(({ name, level }) => [name, level]));
    for (const name of erlang) assert.equal(levels.get(name.replace('.erl', '')), 'lines', name);
    assert.deepEqual(about.skipped, []);
    assert.deepEqual(about.damage, []);
  });
});
