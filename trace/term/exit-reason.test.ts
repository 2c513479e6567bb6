import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atom, decodeTerm, encodeTerm, exitText, struct, tuple, type Encodable } from './index.ts';

const script = fileURLToPath(new URL('testing/exits.exs', import.meta.url));

/** The pieces that testing/exits.exs writes. */
function askBeam(): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    execFile('elixir', [script], { encoding: 'buffer' }, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT')
        return reject(new Error('elixir is missing; install with: node scripts/set-up.mjs'));
      if (error !== null) return reject(new Error(`the oracle failed: ${stderr.toString()}`));
      const pieces: Buffer[] = [];
      for (let at = 0; at < stdout.length;) {
        const end = at + 4 + stdout.readUInt32BE(at);
        pieces.push(stdout.subarray(at + 4, end));
        at = end;
      }
      resolve(pieces);
    });
  });
}

const [charlist, error] = [(text: string) => [...Buffer.from(text)], atom('Elixir.RuntimeError')];
const at = (file: string, line: number): Encodable => [tuple(atom('file'), charlist(file)), tuple(atom('line'), line)];
const raised = struct('Elixir.RuntimeError', { __exception__: atom('true'), message: 'no card' });
const stack: Encodable = [
  tuple(atom('Elixir.Shop.Payment'), atom('transfer'), ['robert', 2], at('lib/payment.ex', 12)),
  tuple(atom('shop'), atom('run'), 0, at('src/shop.erl', 3)),
];
const call = tuple(atom('Elixir.GenServer'), atom('call'), [atom('Elixir.Shop.Cart'), atom('get'), 5000]);

const elixir: readonly (readonly [Encodable, string, readonly string[]])[] = [
  [
    tuple(raised, stack),
    'RuntimeError: no card',
    ['lib/payment.ex:12: Shop.Payment.transfer("robert", 2)', 'src/shop.erl:3: :shop.run/0'],
  ],
  [raised, 'RuntimeError: no card', []],
  [
    tuple(atom('undef'), stack),
    'UndefinedFunctionError: function Shop.Payment.transfer/2 is undefined',
    ['lib/payment.ex:12: Shop.Payment.transfer("robert", 2)', 'src/shop.erl:3: :shop.run/0'],
  ],
  [tuple(atom('timeout'), call), 'exit: exited in: GenServer.call(Shop.Cart, :get, 5000): time out', []],
  [
    tuple(tuple(atom('badarith'), stack), call),
    'exit: exited in: GenServer.call(Shop.Cart, :get, 5000): an exception was raised: (ArithmeticError) bad argument in arithmetic expression',
    ['lib/payment.ex:12: Shop.Payment.transfer("robert", 2)', 'src/shop.erl:3: :shop.run/0'],
  ],
  [tuple(atom('badmatch'), 1), 'exit: {:badmatch, 1}', []],
  [struct('Elixir.Shop.Broke', { __exception__: atom('true'), due: 3 }), 'Shop.Broke: %Shop.Broke{due: 3}', []],
];

const erlang: readonly (readonly [Encodable, string, readonly string[]])[] = [
  [
    tuple(tuple(atom('badmatch'), 1), stack),
    'badmatch: no match of right hand side value 1',
    [`'Elixir.Shop.Payment':transfer(<<"robert">>,2) (lib/payment.ex, line 12)`, 'shop:run/0 (src/shop.erl, line 3)'],
  ],
  [tuple(atom('shop_closed'), 3), 'exit: {shop_closed,3}', []],
  [
    tuple(atom('timeout'), tuple(atom('gen_server'), atom('call'), [atom('cart'), atom('get')])),
    'exit: timeout in call to gen_server:call(cart,get)',
    [],
  ],
];

/** Terms that only look like reasons: nothing of them may be taken for granted. */
const odd: readonly Encodable[] = [
  tuple(),
  tuple(1, []),
  tuple(atom('undef'), [1]),
  tuple(atom('undef'), [tuple(1, 2, 3, 4)]),
  tuple(atom('undef'), [tuple(atom('m'), atom('f'), error, [1, tuple(atom('file'), 3), tuple(atom('line'), -1)])]),
  tuple(atom('undef'), [tuple(atom('m'), atom('f'), 1, [tuple(atom('file'), [-1, 99_999_999])])]),
  tuple(tuple(atom('badarity'), tuple(1, 2)), stack),
  tuple(tuple(), stack),
  tuple(tuple(atom('badbool')), stack),
  tuple(1, tuple(atom('m'), atom('f'), 3)),
];

describe('the reason of an exit', () => {
  for (const [language, table] of [
    ['elixir', elixir],
    ['erlang', erlang],
  ] as const)
    for (const [reason, expected, lines] of table)
      it(`in ${language}: ${expected.slice(0, 70)}`, () => {
        const { type, message, stack } = exitText(decodeTerm(encodeTerm(reason)), language);
        assert.equal(`${type}: ${message}`, expected);
        assert.deepEqual(stack, lines);
      });

  it('is told whatever its shape', () => {
    for (const language of ['elixir', 'erlang'] as const)
      for (const reason of odd) assert.notEqual(exitText(decodeTerm(encodeTerm(reason)), language).message, '');
    let deep: Encodable = atom('timeout');
    for (let depth = 0; depth < 1000; depth++) deep = tuple(deep, call);
    assert.ok(exitText(decodeTerm(encodeTerm(deep)), 'elixir').message.length < 5000);
  });

  it('reads as Exception.format_banner/3 and as the shell of Erlang have it', async function () {
    this.timeout(30_000);
    const pieces = await askBeam();
    assert.ok(pieces.length >= 40 * 4, `${pieces.length}`);
    const differences: string[] = [];
    const compare = (actual: string, expected: string) => {
      if (actual !== expected) differences.push(`BEAM ${expected}\nours ${actual}`);
    };
    for (let index = 0; index < pieces.length; index += 4) {
      const [term, banner, lines, shell] = pieces.slice(index, index + 4);
      const inElixir = exitText(decodeTerm(term!), 'elixir', { charlistSigils: false });
      compare(`** (${inElixir.type}) ${inElixir.message}`, banner!.toString());
      compare(inElixir.stack.join('\n'), lines!.toString());
      const inErlang = `${inElixir.stack.length > 0 ? 'exception error' : 'exception exit'}: ${exitText(decodeTerm(term!), 'erlang').message}`;
      const expected = shell!.toString();
      // Exceptions of Elixir keep their message there, too; the shell goes on in a second line with the call.
      if (expected.includes('__exception__')) continue;
      compare(expected.endsWith('matching ') ? inErlang.slice(0, expected.length) : inErlang, expected);
    }
    assert.equal(differences.join('\n\n'), '');
  });
});
