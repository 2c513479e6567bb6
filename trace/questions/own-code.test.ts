import assert from 'node:assert/strict';
import { foreignModules, foreignSites, isForeignAt, traceFromText, type Moment, type Trace } from '../index.ts';

/** A run in which the program's own module calls one of another file, recorded below a folder. */
function runIn(directory: string, own: string, other: string): Trace {
  const trace = traceFromText(`
    a: call mine:main()@1 | line@2 | call theirs:help()@10 | line@11 | return 1@11 | value 1@2 of mine:main | line@3
  `);
  const [source] = trace.sources;
  const theirs = trace.modules.findIndex(({ name }) => name === 'theirs');
  return {
    ...trace,
    nodes: [{ name: 'a@b', otp: '27', elixir: null, command: ['mix', 'test'], directory }] as unknown as Trace['nodes'],
    sources: [
      { ...source!, path: own },
      { ...source!, path: other },
    ],
    sites: trace.sites.map((site) => ({ ...site, source: (site.module === theirs ? 1 : 0) as typeof site.source })),
    inside: { ...trace.inside, memory: new Map() },
  };
}

describe('code that is not the program’s own', () => {
  const own = '/work/shop/lib/mine.ex';
  for (const [what, other] of [
    ['a dependency', '/work/shop/deps/ecto/lib/theirs.ex'],
    ['a dependency of rebar3', '/work/shop/_build/default/lib/cowboy/src/theirs.erl'],
    ['OTP', '/usr/lib/erlang/lib/stdlib/src/theirs.erl'],
    ['a folder whose name begins as the project’s', '/work/shopping/lib/theirs.ex'],
  ] as const) {
    it(`is ${what}`, () => {
      const trace = runIn('/work/shop', own, other);
      assert.deepEqual(foreignModules(trace), ['theirs']);
      assert.ok(!isForeignAt(trace, 1 as Moment));
      assert.ok(isForeignAt(trace, 3 as Moment));
    });
  }

  for (const [what, other] of [
    ['another file of the project', '/work/shop/apps/web/lib/theirs.ex'],
    ['a path within the project', 'lib/theirs.ex'],
    ['a file that is only called like a folder of dependencies', '/work/shop/lib/deps'],
  ] as const) {
    it(`is not ${what}`, () => assert.equal(foreignSites(runIn('/work/shop', own, other)), null));
  }

  it('is not told apart where nothing would be left', () => {
    assert.equal(foreignSites(runIn('/elsewhere', own, '/work/shop/lib/theirs.ex')), null);
  });

  it('is what was recorded by calls only', () => {
    const trace = traceFromText(`
      @calls lists
      a: call main()@1 | line@2 | call lists:map(1)@0 | return 1@0 | line@3
    `);
    assert.deepEqual(foreignModules(trace), ['lists']);
  });
});
