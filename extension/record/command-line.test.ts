import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinCommandLine, recordingName, splitCommandLine, timestamp } from './command-line.ts';

describe('command lines', () => {
  it('splits at blanks', () => {
    assert.deepEqual(splitCommandLine('  mix  test\ttest/cart_test.exs:12 '), ['mix', 'test', 'test/cart_test.exs:12']);
  });

  it('keeps blanks inside quotes, and empty words', () => {
    assert.deepEqual(splitCommandLine(`elixir -e 'IO.puts("hi there")' ""`), [
      'elixir',
      '-e',
      'IO.puts("hi there")',
      '',
    ]);
  });

  it('keeps the backslashes of Windows paths', () => {
    assert.deepEqual(splitCommandLine(String.raw`C:\Elixir\bin\mix.bat test`), [
      String.raw`C:\Elixir\bin\mix.bat`,
      'test',
    ]);
  });

  it('refuses an open quote', () => {
    assert.equal(splitCommandLine('mix run -e "IO.puts'), null);
  });

  it('splits what it joined into the same words', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        assert.deepEqual(splitCommandLine(joinCommandLine(words)), words);
      }),
    );
  });
});

describe('names of recordings', () => {
  it('come from the command', () => {
    assert.equal(recordingName(['mix', 'test']), 'mix-test');
    assert.equal(recordingName(['mix', 'test', '--seed', 'test/shop/cart_test.exs:12']), 'mix-test-cart_test-12');
    assert.equal(recordingName(['/usr/bin/elixir', 'priv/demo.exs']), 'elixir-demo');
    assert.equal(recordingName(['--']), 'recording');
  });

  it('are safe as file names, whatever the command', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        assert.match(recordingName(words), /^[\p{L}\p{N}_-]{1,60}$/u);
      }),
    );
  });

  it('sort by time', () => {
    assert.equal(timestamp(new Date(2026, 10, 21, 9, 5, 7)), '20261121-090507');
  });
});
