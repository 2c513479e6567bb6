import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { generate } from '../../testing.ts';
import { openContent } from '../index.ts';
import { join } from './join.ts';
import { headerSize } from './layout.ts';
import { createWriter } from './writer.ts';
import { readNotes, writeNotes, type Notes } from './notes.ts';

let folder = '';
let file = '';

before(() => (folder = fs.mkdtempSync(path.join(tmpdir(), 'cinema-notes-'))));
beforeEach(() => {
  file = path.join(folder, 'shop.cinema');
  generate(file, { events: 2000 });
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const view = (name: string) => ({ name, state: { version: 1, lanes: [1, 2, 3] } });

/** Text that does not become smaller when it is compressed by much. */
const noise = (length: number) => randomBytes(length).toString('base64');

async function described(): Promise<{ readonly fingerprint: string; readonly damage: readonly string[] }> {
  const opened = await openContent(file);
  assert.ok(opened.ok);
  const { fingerprint, damage } = opened.value;
  opened.value.close();
  return { fingerprint, damage };
}

describe('notes in a trace file', () => {
  it('are none at first', () => {
    assert.deepEqual(readNotes(file), { views: [] });
    assert.deepEqual(readNotes(path.join(folder, 'nowhere.cinema')), { views: [] });
  });

  it('are read as they were written; the newest hold', () => {
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    assert.ok(writeNotes(file, { views: [view('two'), view('three')] }).ok);
    assert.deepEqual(readNotes(file), { views: [view('two'), view('three')] });
  });

  it('keep sections that this version does not know', () => {
    const notes: Notes = { views: [], marks: [{ moment: 7, text: 'here' }] };
    assert.ok(writeNotes(file, notes).ok);
    const read = readNotes(file);
    assert.ok(writeNotes(file, { ...read, views: [view('one')] }).ok);
    assert.deepEqual(readNotes(file), { ...notes, views: [view('one')] });
  });

  it('leave the recording what it is: its fingerprint, and so its index', async () => {
    const before = await described();
    const bytes = fs.readFileSync(file);
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    assert.deepEqual(await described(), before);
    assert.deepEqual(fs.readFileSync(file).subarray(0, bytes.length), bytes);
  });

  it('leave the fingerprint of a recording too large to be hashed whole', async () => {
    const extra = path.join(folder, 'extra.cinema');
    const writer = createWriter(extra);
    writer.source('/large.ex', 'none', randomBytes(9 << 20));
    writer.finish(null);
    fs.appendFileSync(file, fs.readFileSync(extra).subarray(headerSize));
    assert.ok(fs.statSync(file).size > 8 << 20);
    const before = await described();
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    assert.deepEqual(await described(), before);
  });

  it('leave the fingerprint where they make the file too large to be hashed whole', async () => {
    const before = await described();
    assert.ok(writeNotes(file, { views: [{ name: 'large', state: noise(9 << 20) }] }).ok);
    assert.ok(fs.statSync(file).size > 8 << 20);
    assert.deepEqual(await described(), before);
  });

  it('that were not written to the end do no harm, and go with the next ones', async () => {
    const before = await described();
    assert.ok(writeNotes(file, { views: [view('first')] }).ok);
    const whole = fs.statSync(file).size;
    assert.ok(writeNotes(file, { views: [view('second')] }).ok);
    const size = fs.statSync(file).size;
    for (const cut of [1, 20, size - whole - headerSize - 1, size - whole - 5, size - whole - 3]) {
      fs.truncateSync(file, size - cut);
      assert.deepEqual(await described(), before, `${cut} bytes cut off`);
      assert.deepEqual(readNotes(file), { views: [view('first')] });
      assert.ok(writeNotes(file, { views: [view('second')] }).ok);
      assert.deepEqual(readNotes(file), { views: [view('second')] });
      assert.equal(fs.statSync(file).size, size);
      assert.deepEqual(await described(), before);
    }
  });

  it('are not written where the recording is not whole', () => {
    fs.writeFileSync(`${file}.live`, '');
    const live = writeNotes(file, { views: [] });
    fs.rmSync(`${file}.live`);
    assert.match(live.ok ? '' : live.error.message, /not finished/);
    fs.truncateSync(file, fs.statSync(file).size - 5);
    const cutOff = writeNotes(file, { views: [] });
    assert.match(cutOff.ok ? '' : cutOff.error.message, /cut off/);
  });

  it('never cut off a recording whose chunk was damaged into looking like notes', () => {
    const bytes = fs.readFileSync(file);
    // The first chunk says that it is a note longer than the file; others follow.
    bytes[headerSize + 4] = 7;
    bytes[headerSize + 5] = 1;
    bytes.writeUInt32LE(0x00ff_ffff, headerSize + 8);
    fs.writeFileSync(file, bytes);
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    assert.deepEqual(fs.readFileSync(file).subarray(0, bytes.length), bytes);
  });

  it('are refused politely where nothing can be written', () => {
    const text = path.join(folder, 'text.txt');
    fs.writeFileSync(text, 'no trace');
    const refused = writeNotes(text, { views: [] });
    assert.equal(refused.ok ? '' : refused.error.code, 'notATrace');
    const missing = writeNotes(path.join(folder, 'nowhere.cinema'), { views: [] });
    assert.equal(missing.ok ? '' : missing.error.code, 'notFound');
    const large = writeNotes(file, { views: [{ name: 'large', state: 'x'.repeat(17 << 20) }] });
    assert.match(large.ok ? '' : large.error.message, /too large/);
  });

  it('that are damaged are as if they were not there', () => {
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    assert.ok(writeNotes(file, { views: [view('two')] }).ok);
    const bytes = fs.readFileSync(file);
    bytes[bytes.length - 3]! ^= 0xff;
    fs.writeFileSync(file, bytes);
    assert.deepEqual(readNotes(file), { views: [view('one')] });
  });

  it('go along when a single part is joined, and not when several are', async () => {
    const parts = path.join(folder, 'parts');
    fs.mkdirSync(parts);
    assert.ok(writeNotes(file, { views: [view('one')] }).ok);
    fs.copyFileSync(file, path.join(parts, '1.cinema'));
    const target = path.join(folder, 'joined.cinema');
    assert.ok((await join(parts, target)).ok);
    assert.deepEqual(readNotes(target), { views: [view('one')] });
    fs.mkdirSync(parts, { recursive: true });
    for (const name of ['1', '2']) fs.copyFileSync(file, path.join(parts, `${name}.cinema`));
    assert.ok((await join(parts, target)).ok);
    assert.deepEqual(readNotes(target), { views: [] });
  });
});
