import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type PayloadReference } from '../../model.ts';
import { openCinema } from './content.ts';
import { describe as d } from './description.ts';
import { generate } from './generate.ts';
import { join } from './join.ts';
import { chunkKind, headerSize, readChunkHeader } from './layout.ts';
import { table } from './testing/drawn.ts';
import { chunkPlaces, cut, flip } from './testing/mutate.ts';
import { createWriter } from './writer.ts';

describe('joining the parts of a recording', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cinema-join-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const target = path.join(folder, 'all.cinema');
  const parts = path.join(folder, 'all.cinema.parts');
  beforeEach(() => {
    fs.rmSync(parts, { recursive: true, force: true });
    fs.rmSync(target, { force: true });
    fs.mkdirSync(parts);
  });

  async function readTable(file: string) {
    const opened = openCinema(file);
    if (!opened.ok) throw new Error(opened.error.message);
    const lines = await table(opened.value);
    opened.value.close();
    return { lines, content: opened.value };
  }

  it('puts parts into one order by the wall clock', async () => {
    const node = (
      name: string,
      osPid: number,
      wall0: bigint,
      fill: (thread: ReturnType<ReturnType<typeof createWriter>['thread']>) => void,
    ) => {
      const writer = createWriter(path.join(parts, `${osPid}.cinema`), {
        osPid,
        wall0,
        tick0: BigInt(osPid),
        codec: 'none',
      });
      writer.manifest({ node: name, creation: osPid, otp: '25' });
      const thread = writer.thread(1);
      thread.process(d.pid(9));
      fill(thread);
      writer.finish({});
    };
    const external = (name: string, creation: number) =>
      d.external(Uint8Array.of(88, 119, 3, ...Buffer.from(name), 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, creation));
    node('a@h', 5, 1_000_000n, (thread) => {
      thread.vm(0, 'send', d.atom('ping'), { hash: 1, extra: external('b@h', 12) });
      thread.vm(900, 'receive', d.atom('pong'), { hash: 2, match: d.tuple(d.atom('b@h'), external('b@h', 12)) });
    });
    node('b@h', 12, 1_000_300n, (thread) => {
      thread.vm(0, 'receive', d.atom('ping'), { hash: 1, match: d.tuple(d.atom('a@h'), external('a@h', 5)) });
      thread.vm(100, 'send', d.atom('pong'), { hash: 2, extra: external('a@h', 5) });
    });
    const joined = await join(parts, target);
    assert.ok(joined.ok);
    assert.deepEqual([joined.value.parts, joined.value.leftOut, joined.value.damage], [2, [], []]);
    const { lines, content } = await readTable(target);
    assert.deepEqual(
      content.nodes.map(({ name, osPid, complete }) => [name, osPid, complete]),
      [
        ['a@h', 5, true],
        ['b@h', 12, true],
      ],
    );
    assert.deepEqual(
      content.processes.map(({ node: home }) => home),
      ['a@h', 'b@h'],
    );
    assert.deepEqual(lines, [
      '0 <0.9.0> send -> <0.9.0> #1',
      '300 <0.9.0> arrive -> <0.9.0> #1',
      '400 <0.9.0> send -> <0.9.0> #2',
      '900 <0.9.0> arrive -> <0.9.0> #2',
    ]);
    assert.ok(!fs.existsSync(parts));
  });

  it('keeps a single part as it was: events, values, notes, sources', async () => {
    const part = path.join(parts, '7.cinema');
    generate(part, { events: 3000, writer: { codec: 'none', chunkBytes: 20_000 } });
    const notes = {
      kind: chunkKind.notes,
      part: 0,
      thread: 0,
      sequence: 0,
      firstTick: 0n,
      lastTick: 0n,
      monotonic: 0n,
      records: 0,
      dropped: 0,
    };
    const extra = path.join(folder, 'extra.cinema');
    const writer = createWriter(extra);
    writer.chunk(notes, new TextEncoder().encode('[{"name":"here"}]'));
    writer.finish(null);
    fs.appendFileSync(part, fs.readFileSync(extra).subarray(headerSize));
    const read = async (file: string) => {
      const opened = openCinema(file);
      assert.ok(opened.ok);
      const seen: string[] = [];
      const payloads: PayloadReference[] = [];
      await opened.value.read({
        sink: (record) => {
          seen.push(
            `${record.kind} ${record.process} ${record.time} ${record.site} ${record.subject} ${record.detail}`,
          );
          payloads.push(record.payload as PayloadReference);
        },
      });
      const values = payloads.map((payload) =>
        opened.value.values(payload).map((value) => Buffer.from(value).toString('hex')),
      );
      opened.value.close();
      return { seen, values, sources: opened.value.sources };
    };
    const before = await read(part);
    const size = fs.statSync(part).size;
    assert.ok((await join(parts, target, { level: 6 })).ok);
    assert.deepEqual(await read(target), before);
    assert.ok(fs.statSync(target).size < size * 0.7);
    const bytes = fs.readFileSync(target);
    const kinds = chunkPlaces(bytes).map(({ begin }) => readChunkHeader(bytes, begin)!.kind);
    assert.equal(kinds.filter((kind) => kind === chunkKind.notes).length, 1);
  });

  it('joins damaged and cut-off parts, and what was lost stays a gap', async () => {
    const part = path.join(parts, '7.cinema');
    generate(part, { events: 2000, writer: { codec: 'none', chunkBytes: 3000 } });
    const whole = fs.readFileSync(part);
    const places = chunkPlaces(whole).filter(({ begin }) => readChunkHeader(whole, begin)!.kind === chunkKind.events);
    let bytes = flip(whole, places[4]!.end - 5, 1);
    bytes = flip(bytes, places[6]!.begin, 1);
    fs.writeFileSync(part, cut(bytes, places[9]!.begin + 100, bytes.length));
    const before = (await readTable(part)).lines;
    assert.ok(before.some((line) => line.includes('gap')));
    const joined = await join(part, target);
    assert.ok(joined.ok && joined.value.damage.length === 2);
    const after = (await readTable(target)).lines;
    const withoutCounts = (lines: readonly string[]) => lines.map((line) => line.replace(/gap.*/, 'gap'));
    assert.deepEqual(withoutCounts(after), withoutCounts(before));
  });

  it('leaves unreadable parts where they are and removes nothing when it fails', async () => {
    fs.writeFileSync(path.join(parts, '1.cinema'), 'no trace');
    const none = await join(parts, target);
    assert.equal(none.ok ? '' : none.error.code, 'notATrace');
    generate(path.join(parts, '2.cinema'), { events: 100 });
    const unwritable = await join(parts, path.join(folder, 'nowhere', 'all.cinema'));
    assert.equal(unwritable.ok, false);
    assert.deepEqual(fs.readdirSync(parts), ['1.cinema', '2.cinema']);
    const joined = await join(parts, target);
    assert.deepEqual(joined.ok && joined.value.leftOut.map(({ code }) => code), ['notATrace']);
    assert.deepEqual(fs.readdirSync(parts), ['1.cinema']);
    const missing = await join(path.join(folder, 'missing'), target);
    assert.equal(missing.ok ? '' : missing.error.code, 'notFound');
    assert.deepEqual(
      fs.readdirSync(folder).filter((name) => name.includes('joining')),
      [],
    );
  });
});
