import assert from 'node:assert/strict';
import path from 'node:path';
import { type Command } from './command.ts';
import { open, parsed } from './open.ts';
import { serve } from './serve.ts';

const shop = 'examples/shop/shop.cinema';

/** What the command says on standard error, and its exit status. */
async function told(command: Command, words: readonly string[]) {
  let said = '';
  const status = await command.run(words, {
    out: () => assert.fail('nothing is served'),
    error: (text) => (said += text),
    environment: {},
    directory: path.resolve(import.meta.dirname, '..'),
  });
  return { status, said };
}

describe('cinema open and cinema serve: their words', () => {
  it('take a file, a moment behind it or as an option, a port and whether to open a browser', () => {
    assert.deepEqual(parsed(['a.cinema']), { file: 'a.cinema', browser: true });
    assert.deepEqual(parsed(['a.cinema#12', '--no-browser']), { file: 'a.cinema', browser: false, moment: 12 });
    assert.deepEqual(parsed(['--moment', '3', '--port', '8080', 'a#b.cinema']), {
      file: 'a#b.cinema',
      browser: true,
      moment: 3,
      port: 8080,
    });
  });

  for (const [what, command, words, status, expected] of [
    ['no file', open, [], 2, /give one trace file/],
    ['two files', open, [shop, shop], 2, /give one trace file/],
    ['a file that is not there', open, ['nowhere.cinema', '--no-browser'], 1, /nowhere\.cinema/],
    ['a moment outside', open, [shop, '--moment', '99999999', '--no-browser'], 1, /outside of the recording/],
    ['a moment that is none', open, [shop, '--moment', 'soon'], 2, /--moment needs a number, not soon/],
    ['a port that is none', serve, [shop, '--port', '70000', '--json'], 2, /--port needs a number/],
    ['an option that is none', open, [shop, '--fast'], 2, /--fast/],
    ['serve for a person', serve, [shop], 2, /--json/],
  ] as const)
    it(`refuse ${what}`, async () => {
      const { status: ended, said } = await told(command, words);
      assert.equal(ended, status);
      assert.match(said, expected);
    });
});
