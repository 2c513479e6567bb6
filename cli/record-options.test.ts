import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freeName } from './record.ts';
import { parseRecordWords } from './record-options.ts';

describe('cinema record: its words', () => {
  it('takes the command after --', () => {
    assert.deepEqual(parseRecordWords(['-o', 'a.cinema', '--calls', 'app:ecto', '--', 'mix', 'test', '--trace']), {
      output: 'a.cinema',
      lines: [],
      calls: ['app:ecto'],
      messages: [],
      redact: [],
      limits: {},
      sink: 'auto',
      command: ['mix', 'test', '--trace'],
    });
  });

  it('takes the command at the first word that is no option', () => {
    const options = parseRecordWords(['--lines=Phoenix.*', '--limit', 'depth=3', 'mix', 'run', '-e', 'x']);
    assert.ok(typeof options !== 'string');
    assert.deepEqual(options.command, ['mix', 'run', '-e', 'x']);
    assert.deepEqual(options.lines, ['Phoenix.*']);
    assert.deepEqual(options.limits, { depth: 3 });
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command', [], /which command/],
    ['an option without its value', ['--lines'], /--lines needs a value/],
    ['an option that runs into --', ['-o', '--', 'mix'], /-o needs a value/],
    ['an unknown option', ['--fast', 'x', '--', 'mix'], /no option --fast/],
    ['an unknown sink', ['--sink', 'paper', '--', 'mix'], /native or portable/],
    ['a limit of nothing', ['--limit', 'depth=', '--', 'mix'], /NAME=NUMBER/],
    ['an unknown limit', ['--limit', 'length=4', '--', 'mix'], /NAME=NUMBER/],
  ];
  for (const [what, words, message] of refused) {
    it(`refuses ${what}`, () => {
      const problem = parseRecordWords(words);
      assert.ok(typeof problem === 'string');
      assert.match(problem, message);
    });
  }
});

describe('cinema record: the name of the trace', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'cinema-name-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('comes from the command', () => {
    assert.equal(freeName(folder, ['mix', 'test', 'test/a_test.exs:3']), 'mix-test.cinema');
    assert.equal(freeName(folder, ['elixir', 'scripts/import.exs']), 'elixir-import.cinema');
    assert.equal(freeName(folder, ['/opt/shop/bin/shop', '-x']), 'shop.cinema');
  });

  it('never takes one that is there', () => {
    writeFileSync(path.join(folder, 'mix-test.cinema'), '');
    writeFileSync(path.join(folder, 'mix-test-2.cinema.parts'), '');
    assert.equal(freeName(folder, ['mix', 'test']), 'mix-test-3.cinema');
  });
});
