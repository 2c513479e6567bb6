import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  atom,
  decodeTerm,
  encodeTerm,
  float,
  outputMoments,
  outputsBefore,
  printingOf,
  traceFromText,
  tuple,
  type Moment,
} from '../../trace/index.ts';
import { ioFormat } from './io-format.ts';
import { saidAt } from './output.ts';

const elixir = traceFromText('a: line@1');

describe('what a program said', () => {
  it('is found among all events, in order, with its text', () => {
    const trace = traceFromText(`
      a: line@3 | send b {:io_request, 1, 2, {:put_chars, :unicode, "hello\\n"}} | line@4 | log "slow" | send b :hi
      b: recv a :hi | send a {:io_request, 1, 2, {:get_line, :unicode, "> "}}
    `);
    const moments = outputMoments(trace, 0, 100);
    assert.deepEqual(
      moments.map((moment) => saidAt(trace, moment)),
      [
        { channel: 'standard output', level: null, text: 'hello\n' },
        null,
        { channel: 'log', level: 'info', text: 'slow' },
      ],
    );
    assert.equal(outputsBefore(trace, moments[2]!), 2);
    assert.equal(outputsBefore(trace, moments[2]! + 1), 3);
    assert.deepEqual(outputMoments(trace, 2, 3), [moments[2]]);
  });

  const said: readonly [string, string, string | null][] = [
    ['a list of binaries and characters', '{:put_chars, :unicode, ["a", 98, ["c"]]}', 'abc'],
    ['the protocol of old', '{:put_chars, "old"}', 'old'],
    ['a format', '{:put_chars, :unicode, :io_lib, :format, ["~p and ~s", [:x, "y"]]}', 'x and y'],
    ['several requests', '{:requests, [{:put_chars, :unicode, "1"}, {:put_chars, :unicode, "2"}]}', '12'],
    [
      'a function of the program',
      '{:put_chars, :unicode, :shop, :print, [1]}',
      'shop:print(…), whose text was not recorded',
    ],
    [
      'a format that does not fit',
      '{:put_chars, :unicode, :io_lib, :format, ["~p ~p", [1]]}',
      'io_lib:format(…), whose text was not recorded',
    ],
    ['a question', '{:get_until, :unicode, ">", :m, :f, []}', null],
    ['no request', ':nonsense', null],
  ];
  for (const [what, request, text] of said) {
    it(`by ${what}: ${text ?? 'nothing'}`, () => {
      const trace = traceFromText(`a: send b {:io_request, 1, 2, ${request}}`);
      assert.equal(saidAt(trace, 0 as Moment)?.text ?? null, text);
    });
  }
});

describe('io_lib:format', () => {
  const formats: readonly [string, string, Parameters<typeof encodeTerm>[0]][] = [
    [
      '~p ~w~n',
      '[{a,"text",<<"bin">>}, "text"]',
      [tuple(atom('a'), [116, 101, 120, 116], 'bin'), [116, 101, 120, 116]],
    ],
    [
      '~s|~10s|~-10s|~.2s|~5.1s|',
      '[a, "b", "c", "defg", "hij"]',
      [atom('a'), [98], [99], [100, 101, 102, 103], [104, 105, 106]],
    ],
    ['~ts ~tp', '[<<"grüße"/utf8>>, <<"ü"/utf8>>]', ['grüße', 'ü']],
    ['~b ~.16b ~.16B ~5..0b ~.2#', '[255, 255, 255, 7, 5]', [255, 255, 255, 7, 5]],
    ['~c~3c ~~ ~i!', '[65, 66, gone]', [65, 66, atom('gone')]],
    ['~f ~.2f ~10.3f', '[1.5, 2.0, 3.14159]', [1.5, float(2), 3.14159]],
    ['~*s', '[5, "x"]', [5, [120]]],
    ['~w', '[<<"abc">>]', ['abc']],
  ];
  const real = (): readonly string[] => {
    const calls = formats.map(([format, list]) => `io_lib:format(${JSON.stringify(format)}, ${list})`).join(',');
    const code = `[io:put_chars([base64:encode(unicode:characters_to_binary(T)), 10]) || T <- [${calls}]], halt().`;
    return execFileSync('erl', ['-noshell', '+pc', 'unicode', '-eval', code], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => Buffer.from(line, 'base64').toString());
  };

  it('makes what the BEAM makes', function () {
    this.timeout(20_000);
    const expected = real();
    formats.forEach(([format, , list], index) => {
      assert.equal(ioFormat(format, decodeTerm(encodeTerm(list)), printingOf(elixir)), expected[index], format);
    });
  });

  for (const [what, format, list] of [
    ['too few arguments', '~p ~p', [1]],
    ['too many arguments', '~p', [1, 2]],
    ['an unknown sequence', '~q', [1]],
    ['a text that is none', '~s', [1.5]],
    ['a number that is none', '~b', ['x']],
  ] as const) {
    it(`says so with ${what}`, () => {
      assert.equal(ioFormat(format, decodeTerm(encodeTerm([...list])), printingOf(elixir)), null);
    });
  }
});
