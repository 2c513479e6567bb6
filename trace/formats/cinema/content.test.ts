import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type PayloadReference, type TraceContent, eventKinds } from '../../model.ts';
import { openContent } from '../index.ts';
import { openCinema } from './content.ts';
import { type Description, describe as d } from './description.ts';
import { chunkState, headerSize, readChunkHeader, writeChunkHeader } from './layout.ts';
import { table } from './testing/drawn.ts';
import { externalOf } from './testing/external.ts';
import { chunkPlaces, cut, flip, insert, swapChunks } from './testing/mutate.ts';
import { type CinemaWriter, createWriter, type WriterOptions } from './writer.ts';

const { atom, list, map, pid, text, tuple } = d;
const [a, b, c] = [pid(1), pid(2), pid(3)];

const module = {
  module: 'm',
  language: 'erlang',
  level: 'lines',
  reason: null,
  base: 10,
  count: 11,
  struct: ['zone', 'area'],
  funs: [['-f/1-fun-0-', 2, 77]],
  files: [{ path: '/src/m.erl', hash: null }],
  scopes: [0],
  functions: [{ name: 'f', arity: 1, line: 1, lastLine: 9 }],
  variables: [['X', 'X']],
  occurrences: [[1, 3, 0]],
  sites: [
    { kind: 'enter', line: 1, values: 1, arguments: [{ value: 0 }], binds: [{ variable: 0, value: 0, path: [] }] },
    { kind: 'step', line: 2, stop: true },
    { kind: 'step', line: 3 },
    { kind: 'return', line: 4, values: 1 },
    { kind: 'tail', line: 5, stop: true },
    { kind: 'value', line: 6, values: 1 },
    { kind: 'receive', line: 7, values: 1 },
    { kind: 'timeout', line: 8, stop: true },
    { kind: 'try', line: 8 },
    { kind: 'catch', line: 8, values: 3 },
    { kind: 'raise', line: 9, values: 2 },
  ].map((site) => ({ file: 0, function: 0, scope: 1, column: 1, ...site })),
};

describe('reading a .cinema file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cinema-content-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'trace.cinema');

  function write(fill: (writer: CinemaWriter) => void, options: WriterOptions = {}, end: object | null = {}): string {
    const writer = createWriter(file, options);
    writer.manifest({
      node: 'n@h',
      creation: 3,
      otp: '25',
      elixir: null,
      os: 'linux',
      osPid: 5,
      command: ['erl'],
      directory: '/',
    });
    writer.module(module);
    fill(writer);
    writer.finish(end);
    return file;
  }
  function open(name = file): TraceContent {
    const opened = openCinema(name);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }
  async function tableOf(fill: (writer: CinemaWriter) => void): Promise<string[]> {
    write(fill);
    const content = open();
    const lines = await table(content);
    content.close();
    return lines;
  }

  it('tells the tables before the events', async () => {
    write(
      (writer) => writer.source('/src/m.erl', 'ab', new TextEncoder().encode('-module(m).\n')),
      {},
      { skipped: [{ module: 'lists', reason: 'sticky' }] },
    );
    const content = open();
    assert.deepEqual(content.nodes, [
      {
        name: 'n@h',
        otp: '25',
        elixir: null,
        os: 'linux',
        osPid: 5,
        command: ['erl'],
        directory: '/',
        sink: 'native',
        complete: true,
      },
    ]);
    assert.equal(content.modules[0]!.name, 'm');
    assert.deepEqual(content.modules[0]!.struct, ['zone', 'area']);
    assert.deepEqual(content.modules[0]!.funs, [{ name: '-f/1-fun-0-', arity: 2, unique: 77 }]);
    assert.deepEqual(content.functions[0], { module: 0, name: 'f', arity: 1, source: 0, line: 1, lastLine: 9 });
    assert.equal(content.sites.length, 11);
    assert.deepEqual(content.sites[0]!.binds, [{ variable: 0, value: 0, path: [] }]);
    assert.deepEqual(content.sources[1], { path: '/src/m.erl', hash: 'ab', text: '-module(m).\n' });
    assert.deepEqual(content.skipped, [{ module: 'lists', reason: 'sticky' }]);
    assert.deepEqual(await table(content), []);
    content.close();
  });

  it('reads modules of recorders that did not tell of structs and funs yet', () => {
    const { struct: _struct, funs: _funs, ...older } = module;
    write((writer) => writer.module({ ...older, module: 'older', base: 30 }));
    const content = open();
    assert.deepEqual(
      [content.modules[1]!.name, content.modules[1]!.struct, content.modules[1]!.funs],
      ['older', null, []],
    );
    content.close();
  });

  it('maps the events of sites', async () => {
    const lines = await tableOf((writer) => {
      const thread = writer.thread(1);
      thread.process(a);
      thread.site(1000, 10, [1]);
      thread.site(1100, 11, []);
      thread.site(1200, 12, []);
      thread.try(1300, 18, 7);
      thread.site(1400, 20, [atom('error'), atom('badarg')]);
      thread.caught(1500, 19, 7, [atom('error'), atom('badarg'), list([])]);
      thread.receive(1600, 16, 0xfffffffe, [atom('hello')]);
      thread.site(1700, 17, []);
      thread.site(1800, 15, [2]);
      thread.site(1900, 13, [2]);
      thread.site(2000, 14, []);
    });
    assert.deepEqual(lines, [
      '0 <0.1.0> call m:f/1:1',
      '100 <0.1.0> line m:f/1:2',
      '200 <0.1.0> bind m:f/1:3',
      '300 <0.1.0> try m:f/1:8 try 7',
      '400 <0.1.0> exception m:f/1:9 try -1',
      '500 <0.1.0> exception m:f/1:8 try 7 #1',
      '600 <0.1.0> receive m:f/1:7 #4294967294',
      '700 <0.1.0> line m:f/1:8',
      '800 <0.1.0> value m:f/1:6',
      '900 <0.1.0> return m:f/1:4',
      '1000 <0.1.0> line m:f/1:5',
    ]);
  });

  it('maps the events of the virtual machine, and their values', async () => {
    const state = map([[atom('count'), 1]]);
    const call = (args: readonly number[]) => tuple(atom('lists'), atom('seq'), list(args));
    write((writer) => {
      const thread = writer.thread(1);
      thread.process(a);
      thread.vm(0, 'spawn', b, { extra: tuple(atom('m'), atom('f'), list([1])) });
      thread.vm(1, 'register', atom('boss'));
      thread.vm(2, 'link', b);
      thread.vm(3, 'getting_linked', c);
      thread.vm(4, 'unlink', b);
      thread.vm(5, 'send', atom('hi'), { hash: 9, extra: b });
      thread.vm(6, 'call', tuple(atom('x'), atom('y'), list([])), { match: tuple(atom('state'), atom('srv'), state) });
      thread.vm(7, 'call', tuple(atom('x'), atom('y'), list([])), {
        match: tuple(atom('terminate'), atom('srv'), atom('bad'), state),
      });
      thread.vm(8, 'call', tuple(atom('x'), atom('y'), list([])), { match: tuple(atom('monitor'), b) });
      thread.vm(9, 'call', call([1, 2]));
      thread.vm(10, 'call', call([1, 999]));
      thread.mark(11, tuple(atom('log'), atom('info'), text('hello'), map([])));
      thread.mark(12, tuple(atom('output'), atom('standard_error'), text('oops')));
      thread.vm(13, 'unregister', atom('boss'));
      thread.vm(14, 'exit', atom('killed'));
      thread.process(b);
      thread.vm(15, 'spawned', a, { extra: tuple(atom('m'), atom('f'), list([1])) });
      thread.vm(16, 'receive', atom('hi'), { hash: 9, match: tuple(atom('n@h'), a) });
      thread.vm(17, 'exit', tuple(atom('shutdown'), atom('done')));
    });
    const content = open();
    const lines: string[] = await table(content);
    assert.deepEqual(lines, [
      '0 <0.1.0> spawn -> <0.2.0>',
      '1 <0.1.0> register boss',
      '2 <0.1.0> link -> <0.2.0>',
      '4 <0.1.0> unlink -> <0.2.0>',
      '5 <0.1.0> send -> <0.2.0> #9',
      '6 <0.1.0> state',
      '7 <0.1.0> exception try -1 #2',
      '8 <0.1.0> monitor -> <0.2.0>',
      '9 <0.1.0> call lists:seq/2:0',
      '10 <0.1.0> call lists:seq/2:0',
      '11 <0.1.0> log',
      '12 <0.1.0> log #2',
      '13 <0.1.0> unregister boss',
      '14 <0.1.0> exit #1',
      '16 <0.2.0> arrive -> <0.1.0> #9',
      '17 <0.2.0> exit',
    ]);
    assert.equal(content.processes[1]!.initialCall, 'm:f/1');
    const payloads: PayloadReference[] = [];
    await content.read({ sink: ({ payload }) => payloads.push(payload as PayloadReference) });
    const values = payloads.map((payload) => content.values(payload));
    const expected = [
      [b, tuple(atom('m'), atom('f'), list([1]))],
      [atom('boss')],
      [b],
      [b],
      [atom('hi'), b],
      [atom('srv'), state],
      [atom('srv'), atom('bad'), state],
      [b],
      [list([1, 2])],
      [list([1, 999])],
      [atom('info'), text('hello'), map([])],
      [atom('standard_error'), text('oops'), map([])],
      [atom('boss')],
      [atom('killed')],
      [atom('hi')],
      [tuple(atom('shutdown'), atom('done'))],
    ];
    assert.deepEqual(
      values,
      expected.map((event) => event.map(externalOf)),
    );
    content.close();
  });

  it('knows who was alive, under which name, and whom a name reaches', async () => {
    const lines = await tableOf((writer) => {
      const thread = writer.thread(1);
      thread.process(a);
      thread.mark(
        0,
        tuple(
          atom('process'),
          b,
          list([atom('srv')]),
          tuple(atom('Elixir.Srv'), atom('init'), 1),
          list([]),
          list([]),
          list([]),
          list([]),
        ),
      );
      thread.vm(1, 'send', atom('x'), { hash: 1, extra: atom('srv') });
      thread.vm(2, 'send', atom('x'), { hash: 2, extra: tuple(atom('srv'), atom('n@h')) });
      thread.vm(3, 'send', atom('x'), { hash: 3, extra: atom('nobody') });
    });
    assert.deepEqual(lines, ['0 <0.1.0> send -> <0.2.0> #1', '1 <0.1.0> send -> <0.2.0> #2', '2 <0.1.0> send #3']);
    const content = open();
    await table(content);
    assert.equal(content.processes[1]!.initialCall, 'Srv.init/1');
    assert.deepEqual(content.processes[1]!.initialNames, ['srv']);
    content.close();
  });

  it('puts causes first where clocks contradict them', async () => {
    const lines = await tableOf((writer) => {
      const [one, two] = [writer.thread(1), writer.thread(2)];
      two.process(b);
      two.site(50, 11, []);
      two.vm(60, 'receive', atom('hi'), { hash: 5, match: tuple(atom('n@h'), a) });
      two.site(70, 11, []);
      two.vm(300, 'receive', atom('hi'), { hash: 5, match: tuple(atom('n@h'), a) });
      two.process(c);
      two.site(310, 11, []);
      one.process(a);
      one.vm(100, 'spawn', b);
      one.vm(110, 'send', atom('hi'), { hash: 5, extra: b });
      one.vm(200, 'send', atom('hi'), { hash: 5, extra: b });
    });
    assert.deepEqual(lines, [
      '0 <0.1.0> spawn -> <0.2.0>',
      '0 <0.2.0> line m:f/1:2',
      '10 <0.1.0> send -> <0.2.0> #5',
      '10 <0.2.0> arrive -> <0.1.0> #5',
      '10 <0.2.0> line m:f/1:2',
      '100 <0.1.0> send -> <0.2.0> #5',
      '200 <0.2.0> arrive -> <0.1.0> #5',
      '210 <0.3.0> line m:f/1:2',
    ]);
  });

  it('tells dropped events as gaps of the processes that go on after them', async () => {
    const lines = await tableOf((writer) => {
      const thread = writer.thread(1);
      thread.process(a);
      thread.site(0, 11, []);
      thread.dropped(12);
      thread.site(10, 11, []);
      thread.process(b);
      thread.site(20, 11, []);
      thread.process(a);
      thread.site(30, 11, []);
    });
    assert.deepEqual(lines, [
      '0 <0.1.0> line m:f/1:2',
      '10 <0.1.0> gap #12',
      '10 <0.1.0> line m:f/1:2',
      '20 <0.2.0> gap',
      '20 <0.2.0> line m:f/1:2',
      '30 <0.1.0> line m:f/1:2',
    ]);
  });

  /** Ten chunks of one event each. */
  function tenChunks(): Uint8Array {
    write(
      (writer) => {
        const thread = writer.thread(1);
        thread.process(a);
        for (let index = 0; index < 10; index++) thread.site(index, 11, []);
      },
      { chunkBytes: 1, codec: 'none' },
    );
    return Uint8Array.from(fs.readFileSync(file));
  }
  async function readBytes(
    bytes: Uint8Array,
  ): Promise<{ lines: string[]; damage: readonly string[]; complete: boolean }> {
    const damaged = path.join(folder, 'damaged.cinema');
    fs.writeFileSync(damaged, bytes);
    const content = open(damaged);
    const lines = (await table(content)).map((line) => line.replace(/ <0\.1\.0>/, '').replace(' m:f/1:2', ''));
    content.close();
    return { lines, damage: content.damage, complete: content.nodes[0]!.complete };
  }
  const lineTimes = (lines: readonly string[]) => lines.map((line) => line.replace(' line', ''));

  it('steps over a damaged chunk, which becomes a gap', async () => {
    const bytes = tenChunks();
    const place = chunkPlaces(bytes)[4]!;
    const { lines, damage } = await readBytes(flip(bytes, place.end - 1, 3));
    assert.deepEqual(lineTimes(lines), ['0', '1', '3 gap #2', '3', '4', '5', '6', '7', '8', '9']);
    assert.match(damage[0]!, /At byte \d+: events are left out, its checksum does not fit its bytes/);
  });

  it('finds the next chunk after bytes that are none', async () => {
    const bytes = tenChunks();
    const places = chunkPlaces(bytes);
    const lost = await readBytes(flip(bytes, places[4]!.begin, 0));
    assert.deepEqual(lineTimes(lost.lines), ['0', '1', '3 gap', '3', '4', '5', '6', '7', '8', '9']);
    assert.deepEqual(lost.damage, [`At byte ${places[4]!.begin}: no chunk begins here.`]);
    const added = await readBytes(insert(bytes, places[6]!.begin, new Uint8Array(3_000_000).fill(0x43)));
    assert.deepEqual(lineTimes(added.lines), ['0', '1', '2', '3', '4 gap', '4', '5', '6', '7', '8', '9']);
  });

  it('ignores chunks that are there twice, and does not mind their order', async () => {
    const bytes = tenChunks();
    const places = chunkPlaces(bytes);
    const expected = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    const chunk = bytes.subarray(places[3]!.begin, places[3]!.end);
    const twice = await readBytes(insert(bytes, places[5]!.begin, chunk));
    assert.deepEqual(lineTimes(twice.lines), expected);
    assert.match(twice.damage[0]!, /is there twice/);
    const swapped = await readBytes(swapChunks(bytes, places[3]!, places[8]!));
    assert.deepEqual(lineTimes(swapped.lines), expected);
  });

  it('reads what there is of a file that was cut off anywhere', async () => {
    const bytes = tenChunks();
    const places = chunkPlaces(bytes);
    const between = await readBytes(bytes.subarray(0, places[7]!.begin));
    assert.deepEqual(lineTimes(between.lines), ['0', '1', '2', '3', '4']);
    assert.deepEqual([between.damage, between.complete], [[], false]);
    for (let length = headerSize; length < bytes.length; length += 13) {
      const { lines } = await readBytes(bytes.subarray(0, length));
      assert.ok(lines.every((line) => !line.includes('gap')) || length < places[2]!.begin, String(length));
    }
  });

  it('takes from the live pool what the file does not have', async () => {
    const bytes = tenChunks();
    const places = chunkPlaces(bytes).slice(0, -1);
    // The last two chunks of the file as a killed recorder leaves them: one in file and pool, one in the pool alone.
    const slotSize = 256;
    const pool = new Uint8Array(4 * slotSize);
    places.slice(-2).forEach(({ begin, end }, index) => {
      const slot = bytes.slice(begin, end);
      slot.set(writeChunkHeader({ ...readChunkHeader(slot)!, state: chunkState.open, checksum: 0 }));
      pool.set(slot, (index * 2 + 1) * slotSize);
    });
    const killed = cut(bytes, places.at(-1)!.begin, bytes.length);
    new DataView(killed.buffer, killed.byteOffset).setUint32(44, slotSize, true);
    const name = path.join(folder, 'killed.cinema');
    fs.writeFileSync(name, killed);
    fs.writeFileSync(`${name}.live`, pool);
    const content = open(name);
    const lines = await table(content);
    assert.equal(lines.length, 10);
    assert.deepEqual([content.damage, content.nodes[0]!.complete], [[], false]);
    content.close();
  });

  it('says why a file cannot be opened', async () => {
    const bytes = tenChunks();
    const newer = Uint8Array.from(bytes);
    newer[8] = 9;
    const examples: readonly [string, Uint8Array | undefined, string][] = [
      ['missing', undefined, 'notFound: There is no such file.'],
      ['newer', newer, 'newerVersion: The trace has format version 9; this reader knows versions up to 1.'],
      ['short', bytes.subarray(0, 30), 'damaged: Expected a header of 64 bytes, the file ends after 30.'],
      ['empty', new Uint8Array(0), 'notATrace: This looks like an empty file, which this version cannot read.'],
      [
        'gzip',
        Uint8Array.of(0x1f, 0x8b, 8),
        'notATrace: This looks like a file compressed with gzip, which this version cannot read.',
      ],
      [
        'dbg',
        Uint8Array.of(0, 0, 0, 1, 0, 131, 104),
        "notATrace: This looks like a trace file of OTP's dbg, which this version cannot read.",
      ],
      [
        'json',
        new TextEncoder().encode(' {"a":1}'),
        'notATrace: This looks like a JSON file, which this version cannot read.',
      ],
      ['other', new TextEncoder().encode('hello'), 'notATrace: This is not a trace.'],
    ];
    for (const [name, content, message] of examples) {
      const example = path.join(folder, name);
      if (content) fs.writeFileSync(example, content);
      const opened = await openContent(example);
      assert.ok(!opened.ok);
      assert.equal(`${opened.error.code}: ${opened.error.message}`, message);
      assert.equal(opened.error.file, example);
    }
    const directory = await openContent(folder);
    assert.equal(directory.ok ? '' : directory.error.message, 'This is not a file.');
  });

  it('has a fingerprint that changes with every byte and not with the name', () => {
    const bytes = tenChunks();
    const fingerprint = (content: Uint8Array, name: string) => {
      fs.writeFileSync(path.join(folder, name), content);
      const opened = open(path.join(folder, name));
      opened.close();
      return opened.fingerprint;
    };
    const original = fingerprint(bytes, 'one');
    assert.equal(fingerprint(bytes, 'two'), original);
    for (let at = headerSize; at < bytes.length; at += 101)
      assert.notEqual(fingerprint(flip(bytes, at, 1), 'three'), original);
  });

  it('stops when it is cancelled, and lets others work meanwhile', async () => {
    write((writer) => {
      const thread = writer.thread(1);
      thread.process(a);
      for (let index = 0; index < 400_000; index++) thread.site(index, 11, []);
    });
    const content = open();
    const stop = new AbortController();
    let fractions = 0;
    setImmediate(() => stop.abort());
    const read = await content.read({ sink: () => {}, signal: stop.signal, progress: () => fractions++ });
    assert.equal(read.ok ? '' : read.error.code, 'cancelled');
    assert.ok(fractions > 0);
    content.close();
  });

  it('reads events with external terms as it reads native ones', async () => {
    const record = (code: number, ...rest: number[]) => [code, 1, ...rest];
    const value = (term: Description) => {
      const bytes = externalOf(term);
      return [bytes.length, ...bytes];
    };
    write((writer) => {
      const payload = [
        ...record(1, ...value(a)),
        ...record(0x81, 10, ...value(tuple(1, atom('x')))),
        ...record(4, 1, ...value(atom('spawn')), ...value(b), ...value(tuple(atom('m'), atom('f'), list([atom('x')])))),
        ...record(4, 5, ...value(atom('send')), 7, 0, 0, 0, ...value(atom('hi')), ...value(b)),
        ...record(1, ...value(b)),
        ...record(4, 6, ...value(atom('receive')), 7, 0, 0, 0, ...value(atom('hi')), ...value(tuple(atom('n@h'), a))),
        ...record(4, 2, ...value(atom('call')), ...value(atom('mfa')), ...value(tuple(atom('state'), atom('srv'), 42))),
      ];
      const facts = {
        kind: 3,
        part: 0,
        thread: 1,
        sequence: 9,
        firstTick: 0n,
        lastTick: 9n,
        monotonic: 0n,
        records: 7,
        dropped: 0,
      };
      writer.chunk(facts, Uint8Array.from(payload));
    });
    const content = open();
    const found: string[] = [];
    const payloads: PayloadReference[] = [];
    await content.read({
      sink: ({ kind, payload, detail }) => {
        found.push(`${eventKinds[kind]!} ${detail}`);
        payloads.push(payload as PayloadReference);
      },
    });
    assert.deepEqual(found, ['call 0', 'spawn 0', 'send 7', 'arrive 7', 'state 0']);
    assert.deepEqual(content.values(payloads[0]!), [externalOf(tuple(1, atom('x')))]);
    assert.deepEqual(content.values(payloads[4]!), [externalOf(atom('srv')), externalOf(42)]);
    assert.deepEqual(
      content.processes.map((process) => process.initialCall),
      [null, 'm:f/1'],
    );
    content.close();
  });
});
