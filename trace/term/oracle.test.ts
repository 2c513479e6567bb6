import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import {
  decodeTerm,
  printElixir,
  printErlang,
  type ElixirPrintOptions,
  type ErlangPrintOptions,
  type FunIdentity,
  type ListTerm,
  type StructDefinition,
  type Term,
  type TupleTerm,
} from './index.ts';

const script = fileURLToPath(new URL('testing/oracle.exs', import.meta.url));

/** What the BEAM says: the pieces that testing/oracle.exs writes. */
function askBeam(seed: number, count: number, printableRange: 'unicode' | 'latin1'): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ELIXIR_ERL_OPTIONS: `+pc ${printableRange}` };
    const options = { env, encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 } as const;
    execFile('elixir', [script, `${seed}`, `${count}`], options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(new Error('elixir is missing; install with: node scripts/set-up.mjs'));
      else if (error !== null) reject(new Error(`the oracle failed: ${stderr.toString()}`));
      else resolve(piecesOf(stdout));
    });
  });
}

function piecesOf(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at);
    pieces.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return pieces;
}

const inflate = (packed: Uint8Array, maximumBytes: number): Uint8Array | undefined => {
  try {
    return inflateSync(packed, { maxOutputLength: maximumBytes });
  } catch {
    return undefined;
  }
};

const decode = (bytes: Uint8Array): Term => decodeTerm(bytes, { inflate });

const asList = (term: Term | undefined): readonly Term[] => {
  const list = term as ListTerm;
  return list.slice(0, list.length());
};
const asName = (term: Term | undefined): string => {
  assert(term?.kind === 'atom');
  return term.name;
};
const asTuple = (term: Term): readonly Term[] => (term as TupleTerm).slice(0, 100);

const asPair = (term: Term): [string, string] => {
  const [name, text] = asTuple(term);
  assert(text?.kind === 'binary');
  return [asName(name), new TextDecoder().decode(text.bytes)];
};

/** What a recording knows of the program: names of funs, definitions of structs and records. */
function knowledge(piece: Uint8Array): {
  elixir: ElixirPrintOptions;
  records: NonNullable<ErlangPrintOptions['records']>;
} {
  const [funs, structs, records, node] = asTuple(decode(piece));
  const names = new Map(
    asList(funs).map((fun) => {
      const [module, index, name] = asTuple(fun);
      return [`${asName(module)} ${printErlang(index!)}`, { name: asName(name) }] as const;
    }),
  );
  const definitions = asList(structs).map((struct): [string, StructDefinition] => {
    const [module, fields, only, optional] = asTuple(struct);
    const shown = asList(only).map(asName);
    return [
      asName(module),
      {
        fields: asList(fields).map(asName),
        optional: new Map(asList(optional).map(asPair)),
        ...(shown.length > 0 && { only: shown }),
      },
    ];
  });
  return {
    elixir: {
      localNode: asName(node),
      structs: new Map(definitions),
      funOf: (fun: FunIdentity) => names.get(`${fun.module} ${fun.index}`),
    },
    records: new Map(
      asList(records).map((record) => {
        const [name, fields] = asTuple(record);
        return [asName(name), asList(fields).map(asName)];
      }),
    ),
  };
}

/** Compares all terms; reports the first few that differ, so that one look shows the pattern. */
async function compare(seed: number, count: number, printableRange: 'unicode' | 'latin1'): Promise<void> {
  const [header, ...pieces] = await askBeam(seed, count, printableRange);
  const { elixir, records } = knowledge(header!);
  assert.equal(pieces.length, count * 5);
  const differences: string[] = [];
  const expectSame = (what: string, piece: Buffer, actual: string) => {
    const expected = piece.toString();
    if (expected === '' || expected === actual) return;
    let at = 0;
    while (expected[at] === actual[at]) at++;
    const near = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 40));
    differences.push(`${what}, at ${at}\n  BEAM ${near(expected)}\n  ours ${near(actual)}`);
  };
  for (let at = 0; at < pieces.length; at += 5) {
    const term = decode(pieces[at]!);
    expectSame('~0tp', pieces[at + 1]!, printErlang(term, { printableRange }));
    expectSame('~0tp with records', pieces[at + 2]!, printErlang(term, { printableRange, records }));
    expectSame('inspect', pieces[at + 3]!, printElixir(term, elixir));
    expectSame('inspect, charlists: :as_lists', pieces[at + 4]!, printElixir(term, { ...elixir, charlists: 'lists' }));
  }
  assert.equal(
    differences.length,
    0,
    `${differences.length} differ with seed ${seed}\n${differences.slice(0, 12).join('\n')}`,
  );
}

describe('terms against the real BEAM', function () {
  this.timeout(60_000);

  it('prints as inspect/2 and ~0tp do', () => compare(1, 2000, 'unicode'));

  it('prints as ~0tp does where only Latin-1 is printable', () => compare(2, 400, 'latin1'));
});
