import assert from 'node:assert/strict';
import path from 'node:path';
import { commandTo, linkTo, momentOfLink } from './moment-link.ts';

/** As VS Code hands a link out. */
const parts = (link: string) => {
  const { pathname, search, hash } = new URL(link);
  return { path: decodeURIComponent(pathname), query: decodeURIComponent(search.slice(1)), fragment: hash.slice(1) };
};

describe('a link to a moment', () => {
  const traces = [
    ['/home/me/shop.cinema', path.posix],
    ['/tmp/a b & c#d/ä=?+%41.cinema', path.posix],
    ['C:\\Users\\me & you\\shop.cinema', path.win32],
  ] as const;
  for (const [trace, platform] of traces) {
    it(`leads back to ${trace}`, () => {
      const moment = { trace, moment: 1234, process: 4 };
      const link = linkTo('vscode', 'execution-cinema.execution-cinema', moment, platform);
      assert.deepEqual(momentOfLink(parts(link), platform), { ok: true, value: moment });
    });
  }

  it('without a moment leads to the start', () => {
    assert.deepEqual(momentOfLink({ path: '/replay/a.cinema', query: '', fragment: '' }, path.posix), {
      ok: true,
      value: { trace: '/a.cinema', moment: 0 },
    });
  });

  const refused: readonly [string, { path: string; query: string; fragment: string }, RegExp][] = [
    ['to anything else', { path: '/run/a.cinema', query: '', fragment: '1' }, /begin with \/replay/],
    ['without a recording', { path: '/replay', query: '', fragment: '1' }, /begin with \/replay/],
    ['to another kind of file', { path: '/replay/etc/passwd', query: '', fragment: '1' }, /whole path/],
    ['that climbs to another kind of file', { path: '/replay/a.cinema/../b', query: '', fragment: '1' }, /whole path/],
    ['to no moment', { path: '/replay/a.cinema', query: '', fragment: 'later' }, /"later"/],
    ['to no process', { path: '/replay/a.cinema', query: 'process=-1', fragment: '1' }, /"-1"/],
  ];
  for (const [what, link, said] of refused) {
    it(`${what} is refused with the reason`, () => {
      const read = momentOfLink(link, path.posix);
      assert.ok(!read.ok);
      assert.match(read.error, said);
    });
  }

  it('for a terminal is quoted where it must be', () => {
    assert.equal(commandTo({ trace: '/home/me/shop.cinema', moment: 12 }), 'cinema open /home/me/shop.cinema#12');
    assert.equal(
      commandTo({ trace: '/home/my $x/shop.cinema', moment: 12 }),
      'cinema open "/home/my \\$x/shop.cinema#12"',
    );
  });
});
