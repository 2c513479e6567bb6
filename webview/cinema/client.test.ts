import assert from 'node:assert/strict';
import { decodeFrame, encodeFrame, type CinemaNews, type FromPage } from '../../protocol/index.ts';
import { createClient } from './client.ts';

/** A client whose door is this test: what it sent, and how to answer. */
function withDoor() {
  const sent: FromPage[] = [];
  const news: CinemaNews[] = [];
  const { client, end } = createClient(
    (frame) => sent.push(decodeFrame(frame) as FromPage),
    (one) => news.push(one),
  );
  return { client, end, sent, news, answer: (message: unknown) => end.receive(encodeFrame(message)) };
}

describe('the client of the door', () => {
  it('matches answers to questions, in whatever order they come', async () => {
    const { client, sent, answer } = withDoor();
    const first = client.ask('copy', { value: 'a' });
    const second = client.ask('copy', { value: 'b' });
    assert.deepEqual(sent, [
      { id: 1, ask: 'copy', given: { value: 'a' } },
      { id: 2, ask: 'copy', given: { value: 'b' } },
    ]);
    answer({ id: 2, answer: { text: 'second' } });
    answer({ id: 1, answer: { text: 'first' } });
    assert.deepEqual(await first, { ok: true, value: { text: 'first' } });
    assert.deepEqual(await second, { ok: true, value: { text: 'second' } });
    assert.equal(client.pending(), 0);
  });

  it('tells problems and progress to whoever asked', async () => {
    const { client, answer } = withDoor();
    const told: string[] = [];
    const asked = client.ask(
      'cone',
      { moment: 1, direction: 'causes' },
      { progress: (fraction, what) => told.push(`${what} ${fraction}`) },
    );
    answer({ id: 1, progress: 0.5, what: 'Looking' });
    answer({ id: 1, problem: 'There is no such moment.' });
    assert.deepEqual(await asked, { ok: false, problem: 'There is no such moment.', cancelled: false });
    assert.deepEqual(told, ['Looking 0.5']);
  });

  it('cancels at the door what is aborted, and does not hear its answer', async () => {
    const { client, sent, answer } = withDoor();
    const controller = new AbortController();
    const asked = client.ask('copy', { value: 'a' }, { signal: controller.signal });
    controller.abort();
    assert.deepEqual(await asked, { ok: false, problem: 'cancelled', cancelled: true });
    assert.deepEqual(sent.at(-1), { cancel: 1 });
    answer({ id: 1, answer: { text: 'late' } });
    assert.equal(client.pending(), 0);
  });

  it('lets the newest question of a slot replace the older one, not those of other slots', async () => {
    const { client, sent, answer } = withDoor();
    const older = client.askNewest('hover', 'copy', { value: 'a' });
    const other = client.askNewest('inspector', 'copy', { value: 'b' });
    const newer = client.askNewest('hover', 'copy', { value: 'c' });
    assert.deepEqual(
      sent.filter((message) => 'cancel' in message),
      [{ cancel: 1 }],
    );
    answer({ id: 2, answer: { text: 'b' } });
    answer({ id: 3, answer: { text: 'c' } });
    assert.deepEqual((await older).ok, false);
    assert.deepEqual(await other, { ok: true, value: { text: 'b' } });
    assert.deepEqual(await newer, { ok: true, value: { text: 'c' } });
  });

  it('tells everyone who waits when the door is gone', async () => {
    const { client, end } = withDoor();
    const asked = client.ask('copy', { value: 'a' });
    end.drop('The replay has ended.');
    assert.deepEqual(await asked, { ok: false, problem: 'The replay has ended.', cancelled: false });
  });

  it('hears news, and nothing in bytes that are no message', () => {
    const { end, news, answer } = withDoor();
    answer({ news: { kind: 'ended', open: false, reason: 'over' } });
    end.receive(new Uint8Array([1, 2, 3]));
    assert.deepEqual(news, [{ kind: 'ended', open: false, reason: 'over' }]);
  });
});
