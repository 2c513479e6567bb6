import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bookmark } from '../../protocol/index.ts';
import { openTrace, readNotes, writeNotes } from '../../trace/index.ts';
import { type Client } from './client.ts';
import { connectTo, start } from './stories.ts';

const ledger = fileURLToPath(new URL('../../examples/ledger/ledger.cinema', import.meta.url));

describe('bookmarks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cinema-bookmarks-'));
  const trace = join(folder, 'ledger.cinema');
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => copyFileSync(ledger, trace));

  async function replay(): Promise<Client> {
    const client = connectTo((path, options) => openTrace(path, { ...options, cacheFolder: join(folder, 'cache') }));
    await start(client, { trace });
    return client;
  }
  const ask = async (client: Client, request: string, given: object = {}): Promise<readonly Bookmark[]> =>
    ((await client.request(request, given)) as unknown as { bookmarks: readonly Bookmark[] }).bookmarks;
  const texts = (found: readonly Bookmark[]) => found.map(({ moment, name, note }) => `${moment} ${name}: ${note}`);

  it('are kept in the recording, in the order of time, for whoever opens it next', async () => {
    const first = await replay();
    await ask(first, 'cinema/bookmark', { moment: 3100, name: ' the second ', note: 'later' });
    const here = (await first.request('cinema/position')) as { moment: number };
    const both = await ask(first, 'cinema/bookmark', { name: 'the first' });
    assert.deepEqual(texts(both), [`${here.moment} the first: `, '3100 the second: later']);
    assert.ok(both[1]!.time > 0 && both[1]!.processLabel !== '');
    first.close();
    const second = await replay();
    assert.deepEqual(await ask(second, 'cinema/bookmarks'), both);
    second.close();
  });

  it('are renamed and removed; a number is not used again for another while it is there', async () => {
    const client = await replay();
    const [one] = await ask(client, 'cinema/bookmark', { moment: 1, name: 'one' });
    await ask(client, 'cinema/bookmark', { moment: 2, name: 'two' });
    assert.deepEqual(texts(await ask(client, 'cinema/bookmark', { id: one!.id, name: 'uno', note: 'why' })), [
      '1 uno: why',
      '2 two: ',
    ]);
    assert.deepEqual(texts(await ask(client, 'cinema/removeBookmark', { id: one!.id })), ['2 two: ']);
    assert.deepEqual(texts(await ask(client, 'cinema/removeBookmark', { id: one!.id })), ['2 two: ']);
    const gone = await client.ask('cinema/bookmark', { id: one!.id, name: 'x' });
    assert.match(String(gone.message), /no longer there/);
    client.close();
  });

  it('leave views of the film, and the recording itself, as they are', async () => {
    assert.ok(writeNotes(trace, { views: [{ name: 'mine', state: 1 }] }).ok);
    const before = await openTrace(trace, { cacheFolder: join(folder, 'cache') });
    const client = await replay();
    await ask(client, 'cinema/bookmark', { name: 'here' });
    client.close();
    const after = await openTrace(trace, { cacheFolder: join(folder, 'cache') });
    assert.ok(before.ok && after.ok);
    assert.equal(after.value.fingerprint, before.value.fingerprint);
    assert.deepEqual(readNotes(trace).views, [{ name: 'mine', state: 1 }]);
  });

  it('are refused with a sentence: without a name, outside of the recording, in a file that cannot be written to', async function () {
    const client = await replay();
    const refused = async (given: object): Promise<string> => {
      const answer = await client.ask('cinema/bookmark', given);
      assert.equal(answer.success, false);
      return String(answer.message);
    };
    assert.match(await refused({ name: '  ' }), /needs a name/);
    assert.match(await refused({ name: 'x', moment: 1e9 }), /not in the recording/);
    assert.match(await refused({ name: 'x', moment: -1 }), /not in the recording/);
    const bytes = readFileSync(trace);
    // Root may write everywhere.
    if (process.getuid?.() !== 0) {
      chmodSync(trace, 0o444);
      assert.match(await refused({ name: 'x' }), /cannot be written to/);
    }
    assert.deepEqual(readFileSync(trace), bytes);
    client.close();
  });

  it('that cannot be read are left out', async () => {
    const kept = [
      { id: 1, moment: 3, name: 'good' },
      { id: 2, moment: -4, name: 'bad' },
      'worse',
      { id: 'x', moment: 1 },
    ];
    assert.ok(writeNotes(trace, { views: [], bookmarks: kept }).ok);
    const client = await replay();
    assert.deepEqual(texts(await ask(client, 'cinema/bookmarks')), ['3 good: ']);
    client.close();
  });
});
