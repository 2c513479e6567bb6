import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SHOP, useFilm } from './harness/film.ts';

interface Place {
  readonly moment: number;
  readonly process: number;
  readonly time: number;
}

describe('other pictures of the same trace', function () {
  this.timeout(60_000);
  const film = useFilm({ trace: SHOP });
  const page = () => film().page;
  const cursor = (): Promise<Place> => film().state('state.cursor');
  const act = async (call: string): Promise<void> => {
    await page().evaluate(`void window.cinema.app.actions.${call}`);
    await film().idle();
  };
  const openTab = async (name: string): Promise<void> => {
    await page().getByRole('tab', { name }).click();
    await film().idle();
  };
  const crashes = (): Promise<number[]> => film().state('[...state.opening.crashes]');

  afterEach(() => assert.deepEqual(film().errors, []));

  describe('the tree', () => {
    it('shows who started whom as of the playhead, supervisors marked', async () => {
      await act(`goTo(${(await crashes())[0]!})`);
      await openTab('Tree');
      const items = page().locator('.tree-picture [role=treeitem]');
      await items.locator('xpath=self::*[contains(@aria-label, "Shop.Supervisor")]').first().waitFor();
      const labels = await items.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
      assert.ok(
        labels.some((label) => /Shop\.Supervisor.*supervisor/i.test(label)),
        labels.join('\n'),
      );
      assert.ok(
        labels.some((label) => label.includes('Shop.Payment')),
        labels.join('\n'),
      );
    });

    it('is of another time when the playhead is elsewhere', async () => {
      const before = await page().locator('.tree-picture [role=treeitem]').count();
      await act('goTo(2088)');
      const labels = await page()
        .locator('.tree-picture [role=treeitem]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
      assert.ok(labels.length < before);
      assert.ok(labels.every((label) => !label.includes('Shop.Payment')));
    });

    it('numbers whom the crash took along; each step can be gone to', async () => {
      await act(`goTo(${await film().state<number>('state.opening.events - 1')})`);
      const steps = page().locator('.tree-crash-step');
      assert.ok((await steps.count()) >= 2);
      await steps.first().click();
      await film().idle();
      assert.ok((await crashes()).includes((await cursor()).moment));
    });

    it('tells restarts, and leads to the one that was replaced', async () => {
      await act(`goTo(${await film().state<number>('state.opening.events - 1')})`);
      const badge = page().locator('.tree-picture text', { hasText: 'restarted' }).first();
      await badge.scrollIntoViewIfNeeded();
      await film().idle();
      const box = (await badge.boundingBox())!;
      await page().mouse.click(box.x + 6, box.y + box.height / 2);
      await film().idle();
      const dead = await film().state<number>('state.directory.death[state.cursor.process]');
      assert.equal((await cursor()).moment, dead);
    });
  });

  describe('the sequence', () => {
    it('has a column for each chosen process, and the messages between them', async () => {
      await act(`goTo(${(await crashes())[0]!})`);
      await openTab('Sequence');
      const options = page().locator('.sequence-picture [role=option]');
      assert.ok((await options.count()) > 5);
      assert.match((await page().locator('.sequence-picture').textContent()) ?? '', /Shop\.Payment/);
      await page().locator('.sequence-choose').click();
      const first = page().locator('.sequence-choice input').first();
      await first.click();
      await film().idle();
      const columns = await film().state<number[]>('state.arrangement.columns');
      assert.ok(columns.length > 0);
      await page().locator('.sequence-choose').click();
    });

    it('goes to where a message that is clicked is handled, the message stays selected; with Shift to its send', async () => {
      // Of an arrow that is short enough, its middle: brought to the middle of the screen.
      const place = (): Promise<[number, number]> =>
        page().evaluate<[number, number]>(() => {
          const arrows = [...document.querySelectorAll('.sequence-picture [role=option][aria-label*="received after"] path:first-of-type')]; // prettier-ignore
          const arrow = arrows.find((one) => {
            const { width, height } = one.getBoundingClientRect();
            return width > 60 && width < 500 && height < 4;
          })!;
          arrow.scrollIntoView({ block: 'center', inline: 'center' });
          const { left, top, width, height } = arrow.getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        });
      await place();
      await film().idle();
      const at = await place();
      await page().mouse.click(...at);
      await film().idle();
      const received = await cursor();
      assert.equal(await page().locator('.sequence-picture [role=option][aria-selected=true]').count(), 1);
      await page().keyboard.down('Shift');
      await page().mouse.click(...at);
      await page().keyboard.up('Shift');
      await film().idle();
      const sent = await cursor();
      assert.ok(sent.moment < received.moment, `${sent.moment} before ${received.moment}`);
      assert.notEqual(sent.process, received.process);
    });
  });

  describe('the calls', () => {
    const rows = () => page().locator('.waterfall-picture [role=treeitem]');
    const labels = (): Promise<string[]> =>
      rows().evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

    it('lead from a call into the processes it caused something in', async () => {
      await act('fit()');
      await act('select(null)');
      await openTab('Calls');
      await page().locator('.waterfall-picture').focus();
      await page().keyboard.press('Home');
      await film().idle();
      const all = await labels();
      assert.ok(
        all.some((label) => label.includes('Shop.Cart.add/3')),
        all.join('\n'),
      );
      assert.ok(
        all.some((label) => /Shop\.(Stock|Pricing)\.handle_call\/3/.test(label)),
        all.join('\n'),
      );
    });

    it('tell a call in full beside the rows, and move the debugger to it', async () => {
      const row = page().locator('.waterfall-picture [role=treeitem][aria-label*="Shop.Cart.add/3"]').first();
      const box = (await row.boundingBox())!;
      await page().mouse.click(box.x + 220, box.y + box.height / 2);
      await film().idle();
      const { kind } = await page().evaluate<{ kind: string }>(
        'window.cinema.app.client.ask("event", { moment: window.cinema.app.store.get().cursor.moment }).then(({ value }) => ({ kind: value.kind }))',
      );
      assert.equal(kind, 'call');
      assert.match(await page().locator('.waterfall').innerText(), /arguments/i);
    });

    it('fold and unfold by keys', async () => {
      const picture = page().locator('.waterfall-picture');
      await picture.focus();
      await page().keyboard.press('Home');
      const expanded = (): Promise<string | null> =>
        picture.evaluate((one) => {
          const active = document.getElementById(one.getAttribute('aria-activedescendant') ?? '');
          return active?.getAttribute('aria-expanded') ?? null;
        });
      for (let row = 0; row < 30 && (await expanded()) !== 'true'; row++) await page().keyboard.press('ArrowDown');
      assert.equal(await expanded(), 'true');
      await page().keyboard.press('ArrowLeft');
      await film().idle();
      assert.equal(await expanded(), 'false');
      await page().keyboard.press('ArrowRight');
      await film().idle();
      assert.equal(await expanded(), 'true');
    });
  });

  it('have in Mermaid what the sequence shows', async () => {
    await openTab('Sequence');
    const numberIn = async (place: string): Promise<number> =>
      Number(/[\d,]+/.exec(await page().locator(place).innerText())![0].replaceAll(',', ''));
    const shown = await numberIn('.sequence-summary');
    const participants = await numberIn('.sequence-choose');
    const saving = page().waitForEvent('download');
    await page().getByRole('button', { name: 'Share what is on screen' }).click();
    await page()
      .getByRole('menuitem', { name: /Mermaid/ })
      .first()
      .click();
    const lines = readFileSync(await (await saving).path(), 'utf8')
      .trim()
      .split('\n');
    assert.equal(lines.filter((line) => line.startsWith('  participant ')).length, participants);
    // Steps from or to processes that have no column are in neither.
    assert.equal(lines.length - 1 - participants, shown);
  });

  it('sort processes by every column that has an order', async () => {
    await openTab('Processes');
    const grid = page().getByRole('grid', { name: 'Processes' });
    for (const title of ['Name', 'Pid', 'Status', 'Queue', 'In', 'Out', 'Calls', 'Events', 'Born', 'Lifetime']) {
      const heading = grid.getByRole('columnheader', { name: title, exact: true });
      await heading.getByRole('button').click();
      await film().idle();
      const order = await heading.getAttribute('aria-sort');
      assert.ok(order === 'ascending' || order === 'descending', title);
      assert.equal(await grid.locator('[aria-sort=ascending], [aria-sort=descending]').count(), 1, title);
      if (!['In', 'Out', 'Calls', 'Events'].includes(title)) continue;
      const name = { In: 'received', Out: 'sent' }[title] ?? title.toLowerCase();
      const numbers = (await grid.locator(`.virtual-list-row .processes-${name}`).allInnerTexts())
        .slice(0, 8)
        .map((text) => Number(text.replaceAll(',', '')));
      assert.ok(numbers.length > 4, title);
      const sorted = [...numbers].sort((one, other) => (order === 'descending' ? other - one : one - other));
      assert.deepEqual(numbers, sorted, title);
    }
  });

  it('share cursor, selection and filter', async () => {
    const [crash] = await crashes();
    await openTab('Lanes');
    await act(`goTo(${crash})`);
    await act(`arrange({ filter: { text: 'Shop.Payment', under: -1, module: '', talksTo: -1, alive: false } })`);
    await openTab('Processes');
    await page().locator('[role=row]', { hasText: 'Shop.Payment' }).first().waitFor();
    const names = await page().locator('[role=row]').allInnerTexts();
    // The cart is among them: its exit reason names the process that it had called.
    assert.ok(names.length >= 3 && names.length < 10, names.join('\n'));
    await openTab('Tree');
    assert.equal((await cursor()).moment, crash);
    await act(`arrange({ filter: { text: '', under: -1, module: '', talksTo: -1, alive: false } })`);
  });
});
