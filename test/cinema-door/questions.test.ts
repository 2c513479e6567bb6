import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFilm, type ServedFilm } from '../../adapter/index.ts';
import { cinemaVersion } from '../../protocol/index.ts';
import { eventAt, openTrace, type Moment, type Trace } from '../../trace/index.ts';
import { connectPage, wholePicture, type TestPage } from './page.ts';

const shop = fileURLToPath(new URL('../../examples/shop/shop.cinema', import.meta.url));

/** A page that looks at the recording of the shop, over the wire. */
describe('the questions of the cinema’s page', () => {
  let folder = '';
  let served: ServedFilm;
  let page: TestPage;
  /** The same recording, asked without a door. */
  let trace: Trace;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cinema-door-'));
    const file = join(folder, 'shop.cinema');
    copyFileSync(shop, file);
    const result = await serveFilm(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(result.ok);
    served = result.value;
    page = await connectPage(served);
    const opened = await openTrace(file, { cacheFolder: join(folder, 'cache') });
    assert.ok(opened.ok);
    trace = opened.value;
  });
  after(() => {
    served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opening: what is in the trace, and where the cursor is', async () => {
    const opening = await page.ask('opening', { version: cinemaVersion });
    assert.equal(opening.version, cinemaVersion);
    assert.equal(opening.name, 'shop.cinema');
    assert.equal(opening.events, trace.eventCount);
    assert.equal(opening.attached, false);
    assert.equal(opening.canSave, true);
    assert.ok(opening.modules.includes('Shop.Cart'));
    assert.equal(
      opening.kinds.reduce((sum, { count }) => sum + count, 0),
      opening.events,
    );
    assert.ok(opening.crashes.length > 0);
    assert.deepEqual(
      [...opening.crashes].map((moment) => eventAt(trace, moment as Moment).process),
      [...opening.crashed],
    );
    assert.ok(opening.cursor.processLabel.length > 0);
  });

  it('processes and labels: who is there, and how people call them', async () => {
    const { count, events } = await page.ask('processes', {});
    assert.equal(count, trace.processCount);
    assert.equal(
      events.reduce((sum, own) => sum + own, 0),
      trace.eventCount,
    );
    const all = Int32Array.from({ length: count }, (_, process) => process);
    const { labels } = await page.ask('labels', { processes: all });
    assert.equal(labels.length, count);
    assert.ok(labels.some(({ name }) => name.startsWith('Shop.')));
    assert.ok(labels.every(({ pid, name }) => pid !== '' && !name.includes(pid)));
  });

  it('find: by text, module, ancestor, partner and life, all conditions together', async () => {
    const labelsOf = async (processes: Int32Array) =>
      (await page.ask('labels', { processes })).labels.map(({ name }) => name);
    const byText = await page.ask('find', { text: 'shop.CART' });
    const names = await labelsOf(byText.processes);
    assert.ok(names.length > 0 && names.every((name) => /shop\.cart/i.test(name)), names.join());
    const byModule = await page.ask('find', { module: 'Shop.Cart' });
    assert.ok(byModule.processes.length > 0);
    const cart = byModule.processes[0]!;
    const partners = await page.ask('find', { talksTo: cart });
    assert.ok(partners.processes.includes(cart) && partners.processes.length > 1);
    const { parent } = await page.ask('processes', {});
    const above = parent[cart]!;
    if (above !== -1) {
      const under = await page.ask('find', { under: above });
      assert.ok(under.processes.includes(cart) && under.processes.includes(above));
    }
    const atEnd = await page.ask('find', { aliveAt: trace.eventCount - 1 });
    assert.ok(atEnd.processes.length < trace.processCount);
    const none = await page.ask('find', { text: 'shop.cart', module: 'No.Such.Module' });
    assert.equal(none.processes.length, 0);
    const { crashed } = await page.ask('opening', { version: cinemaVersion });
    const byReason = await page.ask('find', { text: 'functionclauseerror' });
    assert.ok(byReason.processes.includes(crashed[0]!), 'found by why it crashed');
  });

  it('overview and picture: the whole trace, and what is drawn of some lanes', async () => {
    const overview = await page.ask('overview', { axis: 'order', columns: 100 });
    assert.equal(
      overview.counts.reduce((sum, count) => sum + count, 0),
      trace.eventCount,
    );
    const carts = await page.ask('find', { module: 'Shop.Cart' });
    const picture = await page.ask('picture', wholePicture(trace.duration, [...carts.processes]));
    assert.equal(picture.events, trace.eventCount);
    assert.ok(picture.density.lane.length > 0);
    assert.ok(picture.density.lane.every((lane) => lane < carts.processes.length));
  });

  it('nearest, neighbour and cone: from one event to others', async () => {
    const near = await page.ask('nearest', { axis: 'order', at: 100.2 });
    assert.equal(near?.moment, 100);
    assert.equal(near.process, eventAt(trace, 100 as Moment).process);
    const next = await page.ask('neighbour', { moment: 100, forward: true, kinds: 0 });
    assert.equal(next?.moment, 101);
    const same = await page.ask('neighbour', {
      moment: 100,
      forward: true,
      kinds: 0,
      processes: Int32Array.of(near.process),
    });
    assert.equal(same?.process, near.process);
    assert.equal(await page.ask('neighbour', { moment: trace.eventCount - 1, forward: true, kinds: 0 }), null);
    const { crashes } = await page.ask('opening', { version: cinemaVersion });
    const cone = await page.ask('cone', { moment: crashes[0]!, direction: 'causes' });
    assert.equal(cone.bound.length, trace.processCount);
    assert.equal(cone.bound.filter((bound) => bound !== -1).length, cone.processes);
    assert.ok(cone.bound.every((bound) => bound <= crashes[0]!));
    assert.ok(cone.processes > 1);
  });

  it('source: the recorded text, and where it can stop', async () => {
    const number = trace.sources.findIndex(({ path }) => path.endsWith('cart.ex'));
    const { path, language, text, lines, hits } = await page.ask('source', { source: number });
    assert.match(path, /cart\.ex$/);
    assert.equal(language, 'elixir');
    assert.match(text ?? '', /defmodule Shop\.Cart/);
    assert.equal(lines.length, hits.length);
    assert.ok(hits.some((count) => count > 0));
  });

  it('seek and step: the cursor goes where they say, and all pages hear of it', async () => {
    const other = await connectPage(served);
    const position = await page.ask('seek', { moment: 200 });
    assert.equal(position.moment, 200);
    assert.equal(position.process, eventAt(trace, 200 as Moment).process);
    for (const one of [page, other]) {
      const news = await one.news();
      assert.ok(news.kind === 'position' && news.position.moment === 200);
    }
    assert.equal((await other.ask('opening', { version: cinemaVersion })).cursor.moment, 200);
    const forth = await page.ask('step', { verb: 'stepIn' });
    assert.ok(forth.moment > 200);
    await page.ask('seek', { moment: 0 });
    const atStart = await page.ask('step', { verb: 'stepBack' });
    assert.match(atStart.note ?? '', /Start of the recording/);
    other.close();
  });

  it('views are kept in the file, replaced by name and removed', async () => {
    await page.ask('saveView', { name: 'crash', state: { version: 1, lanes: [1, 2] } });
    await page.ask('saveView', { name: 'all', state: null });
    await page.ask('saveView', { name: ' crash ', state: { version: 1, lanes: [3] } });
    const { views, fingerprint } = await page.ask('opening', { version: cinemaVersion });
    assert.deepEqual(views, [
      { name: 'all', state: null },
      { name: 'crash', state: { version: 1, lanes: [3] } },
    ]);
    assert.equal(fingerprint, trace.fingerprint, 'the trace is the same one');
    assert.deepEqual((await page.ask('removeView', { name: 'all' })).views, [
      { name: 'crash', state: { version: 1, lanes: [3] } },
    ]);
    await assert.rejects(page.ask('saveView', { name: '  ', state: 1 }), /needs a name/);
  });

  for (const [what, name, given, expected] of [
    ['a moment outside', 'seek', { moment: 1e9 }, /"moment" must be a moment of this trace, 0 to \d+/],
    ['a moment between', 'event', { moment: 1.5 }, /"moment"/],
    ['a process that is none', 'find', { under: -1 }, /"under" must be a process/],
    ['lanes as a list', 'picture', { ...wholePicture(1, []), lanes: [1, 2] }, /"lanes" must be an Int32Array/],
    ['a lane too many', 'picture', { ...wholePicture(1, []), lanes: Int32Array.of(99_999) }, /"lanes"/],
    ['lanes not all folded or not', 'picture', { ...wholePicture(1, [1]), folded: new Uint8Array() }, /"folded"/],
    [
      'a window that ends before it begins',
      'picture',
      { ...wholePicture(1, []), window: { axis: 'time', from: 5, to: 5 } },
      /begin before/,
    ],
    [
      'a window of no numbers',
      'picture',
      { ...wholePicture(1, []), window: { axis: 'time', from: null, to: 'x' } },
      /"from" must be a number/,
    ],
    ['no columns', 'overview', { axis: 'time', columns: 0 }, /"columns" must be a whole number from 1/],
    ['an axis of its own', 'overview', { axis: 'space', columns: 9 }, /"axis" must be one of time, order/],
    ['a verb of its own', 'step', { verb: 'leap' }, /"verb" must be one of next/],
    ['nothing at all', 'labels', undefined, /"given" must be a record/],
    ['a list', 'opening', [], /"given" must be a record/],
    ['a question that is none', 'toString', {}, /does not know the question "toString"/],
    ['a question of the prototype', '__proto__', {}, /does not know the question/],
  ] as const)
    it(`tells what is wrong with ${what}, and goes on`, async () => {
      const said = await page.begin(name, given).done;
      assert.ok('problem' in said);
      assert.match(said.problem, expected);
      assert.ok(await page.ask('nearest', { axis: 'order', at: 1 }));
    });
});
