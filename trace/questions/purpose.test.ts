import assert from 'node:assert/strict';
import { processAt, summarize, traceFromText, type ProcessId, type Trace } from '../index.ts';
import { isMachinery } from './purpose.ts';

/** The drawn trace in which the processes were spawned to run these calls; of the nth index of a module's funs some are known. */
function spawned(drawing: string, ...calls: (string | null)[]): Trace {
  const trace = traceFromText(drawing);
  const identities = trace.inside.identities.map((identity, at) => ({ ...identity, initialCall: calls[at] ?? null }));
  return { ...trace, inside: { ...trace.inside, identities, memory: new Map() } };
}

const label = (trace: Trace, process = 0) => processAt(trace, process as ProcessId).label;

describe('a process is called', () => {
  it('by its registered name, without the prefix of Elixir', () => {
    assert.equal(label(spawned('a: register Shop.Stock | line@1', 'Shop.Cart.init/1')), 'Shop.Stock <0.100.0>');
  });

  it('by the callback module of its behaviour', () => {
    assert.equal(label(spawned('a: send a :x', 'Shop.Cart.init/1')), 'Shop.Cart <0.100.0>');
    assert.equal(label(spawned('a: send a :x', 'cart:init/1')), 'cart <0.100.0>');
  });

  it('by the callback module of its supervisor', () => {
    const supervisor = 'a: state :supervisor :x';
    assert.equal(label(spawned(supervisor, 'Shop.Carts.init/1')), 'Shop.Carts <0.100.0>');
    assert.equal(label(spawned(supervisor, null)), 'supervisor <0.100.0>');
  });

  it('by the function it was spawned to run', () => {
    assert.equal(label(spawned('a: send a :x', 'Shop.Demo.run/0')), 'Shop.Demo.run/0 <0.100.0>');
    assert.equal(label(spawned('a: send a :x', 'cart:loop/2')), 'cart:loop/2 <0.100.0>');
  });

  it('by the first recorded code it ran where it was spawned with a fun or by OTP', () => {
    for (const call of ['#Fun<Elixir.Shop.Demo.4.77>', 'application_master:start_it/4'])
      assert.equal(label(spawned('a: call Shop.Demo:run()@1 | line@2', call)), 'Shop.Demo.run/0 <0.100.0>');
  });

  it('by the module of its fun, and the function where the fun is known', () => {
    const trace = spawned('a: send a :x', '#Fun<Elixir.Task.Supervised.0.77>');
    assert.equal(label(trace), 'fun in Task.Supervised <0.100.0>');
    assert.equal(processAt(trace, 0 as ProcessId).initialCall, 'fun in Task.Supervised');
    assert.equal(
      label(spawned('a: send a :x', '#Fun<elixir_erl_compiler.0.7>')),
      'fun in elixir_erl_compiler <0.100.0>',
    );
    const [module] = traceFromText('a: call Task.Supervised:start()@1').modules;
    const funs = [{ name: '-start/1-fun-0-', arity: 0, unique: 77 }];
    const known = spawned('a: send a :x', '#Fun<Elixir.Task.Supervised.0.77>');
    assert.equal(label({ ...known, modules: [{ ...module!, funs }] }), 'fun in Task.Supervised.start/1 <0.100.0>');
  });
});

describe('the processes of a summary', () => {
  it('begin with those of recorded code, crashed ones first, and end with the machinery', () => {
    const trace = spawned(
      `
      a: send b :x | send b :y | send b :z |              |          |              |
      b:           |           |           | call f()@1   |          |              |
      c:           |           |           |              | line@2   | exit :boom   |
      d:           |           |           |              |          |              | send b :w
      e:           |           |           |              |          |              |           | exit :boom
    `,
      'Mix.ProjectStack.init/1',
      null,
      null,
      'DBConnection.init/1',
      '#Fun<elixir_erl_compiler.0.7>',
    );
    assert.deepEqual(
      summarize(trace).processes.map(({ pid, isMachinery: own }) => `${pid}${own ? ' machinery' : ''}`),
      ['<0.102.0>', '<0.101.0>', '<0.103.0>', '<0.104.0> machinery', '<0.100.0> machinery'],
    );
  });

  it('machinery is what Elixir and OTP bring along', () => {
    for (const title of ['Mix.State', 'Logger', 'elixir_config', 'fun in file_io_server', 'disk_log:init/2', 'init'])
      assert.ok(isMachinery(title), title);
    for (const title of ['Mixer', 'Shop.Logger', 'fun in Task.Supervised', 'user_cache', 'cart:init/2', 'DBConnection'])
      assert.ok(!isMachinery(title), title);
  });
});
