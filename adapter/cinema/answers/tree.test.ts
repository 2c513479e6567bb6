import assert from 'node:assert/strict';
import { type ProcessTree } from '../../../protocol/index.ts';
import { type Film } from '../film.ts';
import { asking, drawn, openExample } from './testing.ts';
import { tree } from './tree.ts';

const treeAt = async (film: Film, moment: number): Promise<ProcessTree> => tree(film, { moment }, asking);

/** A line a node, indented: `b linked crashed boom`, with `*` for a supervisor and `+1` for a restart. */
function lines({ nodes }: ProcessTree, names: string): readonly string[] {
  const depths = new Map<number, number>([[-1, -1]]);
  return nodes.map((node) => {
    const depth = depths.get(node.parent)! + 1;
    depths.set(node.process, depth);
    const facts = [
      `${names[node.process]!}${node.supervisor ? '*' : ''}`,
      node.linked ? 'linked' : '',
      node.restarts > 0 ? `+${node.restarts}` : '',
      node.died === -1 ? '' : `${node.status} ${node.reason!}`,
    ];
    return '  '.repeat(depth) + facts.filter((fact) => fact !== '').join(' ');
  });
}

const last = (film: Film) => film.trace.eventCount - 1;

describe('the tree of processes', () => {
  it('grows with the spawns, and says who is linked to whom', async () => {
    const film = drawn(`
      a: line@1 | spawn b | link b | spawn c |        |
      b:        |         |        |         | link c |
      c:        |         |        |         |        | log "c"
    `);
    assert.deepEqual(lines(await treeAt(film, 0), 'abc'), ['a']);
    assert.deepEqual(lines(await treeAt(film, 2), 'abc'), ['a', '  b linked']);
    const whole = await treeAt(film, last(film));
    assert.deepEqual(lines(whole, 'abc'), ['a', '  b linked', '  c']);
    assert.deepEqual([...whole.links], [1, 2]);
    assert.equal(whole.leftOut, 0);
  });

  it('knows supervisors by whose state they keep, and a restart by what the supervisor had heard of', async () => {
    const film = drawn(`
      s: state :supervisor %{} | spawn w | link w |                        |            | arrive w {:EXIT, &w, :boom} | spawn x | link x | state :supervisor %{}
      w:                       |         |        | state Shop.Stock %{n: 1} | exit :boom |                             |         |        |
      x:                       |         |        |                        |            |                             |         |        | state Shop.Stock %{n: 0}
    `);
    const before = await treeAt(film, 4);
    assert.deepEqual(lines(before, 'swx'), ['s*', '  w crashed boom']);
    const after = await treeAt(film, last(film));
    // The dead one was replaced, but is what the newest crash is about.
    assert.deepEqual(lines(after, 'swx'), ['s*', '  w crashed boom', '  x linked +1']);
    assert.equal(after.nodes[2]?.replaced, 1);
  });

  it('takes no one for a restart who was started on request', async () => {
    const film = drawn(`
      s: state :supervisor %{} | spawn w | link w |                         |              | arrive c {:"$gen_call", {&c, 1}, :start_child} | spawn x | link x |
      w:                       |         |        | state Shop.Cart %{n: 1} | exit :normal |
      x:                       |         |        |                         |              |                                                |         |        | state Shop.Cart %{n: 0}
    `);
    const found = await treeAt(film, last(film));
    // Who ended in peace and left no one is no node.
    assert.deepEqual(
      lines(found, 'swxc').filter((line) => /[swx]/.test(line)),
      ['s*', '  x linked'],
    );
  });

  it('keeps the dead while their children live, and forgets them then', async () => {
    const film = drawn(`
      a: spawn b |        |         |              |              |
      b:         | line@1 | spawn c | exit :normal |              |
      c:         |        |         | line@1       | exit :normal | log "after"
    `);
    assert.deepEqual(lines(await treeAt(film, 3), 'abc'), ['a', '  b exited normal', '    c']);
    assert.deepEqual(lines(await treeAt(film, 5), 'abc'), ['a']);
  });

  it('tells the newest crash from the process that failed by itself on', async () => {
    const film = drawn(`
      a: spawn b | link b |        | spawn c |        |            | exit :boom |            |
      b:         |        |        |         |        | exit :boom |            |            |
      c:         |        |        |         | link a |            |            | exit :boom |
      d: line@1  |        | line@2 |         |        |            |            |            | line@3
    `);
    const { crashPath } = await treeAt(film, last(film));
    assert.deepEqual(
      crashPath.map(({ kind, process, title }) => `${kind} ${'abcd'[process]!} ${title}`),
      ['exit b Crash', 'exit a Crash', 'exit c Crash'],
    );
    const early = await treeAt(film, crashPath[1]!.moment);
    assert.equal(early.crashPath.length, 2);
    assert.deepEqual((await treeAt(film, 0)).crashPath, []);
  });

  it('shows the interesting ones where there are too many', async () => {
    const idle = Array.from({ length: 2_300 }, (_, index) => `p${index}`);
    const film = drawn(`
      a: ${idle.map((name) => `spawn ${name}`).join(' | ')}
      ---
      p2200: call main()@1 | line@2
    `);
    const { nodes, leftOut } = await treeAt(film, last(film));
    assert.equal(nodes.length, 2_000);
    assert.equal(leftOut, 301);
    // Of all that a spawned, the one that ran code comes first: it is the second process that is drawn.
    assert.deepEqual(
      nodes.slice(0, 2).map(({ process, parent }) => [process, parent]),
      [
        [0, -1],
        [1, 0],
      ],
    );
  });
});

describe('the tree of a recorded program', () => {
  let example: Awaited<ReturnType<typeof openExample>>;
  before(async () => (example = await openExample('shop')));
  after(() => example.close());

  it('is that of the application: supervisors, the payment restarted, the cart it took along', async () => {
    const { film } = example;
    const found = await treeAt(film, last(film));
    const named = (name: string) => found.nodes.filter(({ label }) => label.name === name);
    const [supervisor] = named('Shop.Supervisor');
    assert.equal(supervisor?.supervisor, true);
    assert.equal(named('Shop.CartSupervisor')[0]?.supervisor, true);
    const [died, restarted] = named('Shop.Payment');
    assert.deepEqual([died?.status, restarted?.status], ['crashed', 'waiting']);
    assert.deepEqual(
      [restarted?.restarts, restarted?.replaced, restarted?.parent],
      [1, died?.process, supervisor.process],
    );
    assert.match(
      died!.reason!,
      /^\(FunctionClauseError\) no function clause matching in Shop\.Payment\.bank_transfer\/2/,
    );
    // Three carts, of which no one took the place of another.
    assert.deepEqual(
      named('Shop.Cart').map(({ restarts }) => restarts),
      [0, 0, 0],
    );
    assert.deepEqual(
      found.crashPath.map(({ label }) => label.split(' ')[0]),
      ['Shop.Payment', 'Shop.Cart'],
    );
  });
});
