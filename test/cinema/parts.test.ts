import assert from 'node:assert/strict';
import { openPart, type PartPage } from './harness/part.ts';

/** Opens a value with 250 parts, a text of 300,000 characters, and one that was not recorded. */
const tree = `(() => {
  const value = (name, text, more) => ({ name, text, type: 'list (250)', value: 'v:' + name, parts: 0, whole: true, ...more });
  const asked = [];
  const copied = [];
  const client = {
    ask: async (question, given) => {
      asked.push([question, given.start ?? given.value]);
      if (question === 'copy') return { ok: true, value: { text: given.value === 'v:long' ? 'x'.repeat(300_000) : 'whole ' + given.value } };
      if (given.value === 'v:gone') return { ok: false, problem: 'it is gone', cancelled: false };
      const parts = [];
      for (let index = given.start; index < Math.min(250, given.start + given.count); index++) parts.push(value(String(index), '<img src=x onerror="window.hit=1">'));
      return { ok: true, value: { parts, total: 250 } };
    },
  };
  const problems = [];
  const opened = new Set();
  const make = () => part.valueTree({
    label: 'Values', client, opened, unfold: true, copy: (text) => copied.push(text), complain: (problem) => problems.push(problem),
    values: [
      value('<b>list</b>', '[<img src=x onerror="window.hit=1">, …]', { value: 'v:list', parts: 250, whole: false }),
      value('long', '"xxxx…', { whole: false }),
      value('cut', 'not recorded', { value: null }),
      value('gone', '[…]', { parts: 2 }),
    ],
  });
  document.body.replaceChildren(make());
  Object.assign(window, { asked, copied, problems, opened, make });
})()`;

describe('a tree of values', function () {
  this.timeout(60_000);
  let part: PartPage;
  before(async () => {
    part = await openPart('webview/cinema/parts/value-tree.ts');
  });
  after(() => part.close());
  beforeEach(() => part.run(tree));
  const items = () => part.page.getByRole('treeitem');

  it('asks for parts when they are wanted, a page at a time', async () => {
    assert.deepEqual(await part.run('asked'), []);
    await items().first().locator('.value-row').first().click();
    await part.page.getByText('100 of 250: show more').click();
    await part.page.getByText('200 of 250: show more').click();
    await part.page.getByRole('treeitem', { name: '249:' }).waitFor();
    assert.deepEqual(await part.run('asked'), [
      ['unfold', 0],
      ['unfold', 100],
      ['unfold', 200],
    ]);
    assert.equal(await part.page.getByText('show more').count(), 0);
    assert.equal(await items().count(), 4 + 250);
  });

  it('goes on to the next page by key, and the focus stays in the list', async () => {
    await items().first().focus();
    await part.page.keyboard.press('ArrowRight');
    await part.page.getByText('100 of 250: show more').waitFor();
    await part.run(
      `[...document.querySelectorAll('.value-item')].find((one) => one.textContent.startsWith('100 of 250')).focus()`,
    );
    await part.page.keyboard.press('Enter');
    await part.page.getByRole('treeitem', { name: '100:' }).waitFor();
    assert.match(await part.run(`document.activeElement.getAttribute('aria-label')`), /^100: /);
    await part.page.keyboard.press('Home');
    assert.match(await part.run(`document.activeElement.getAttribute('aria-label')`), /^<b>list/);
  });

  it('never reads a text as HTML', async () => {
    await items().first().locator('.value-row').first().click();
    await part.page.getByText('100 of 250: show more').waitFor();
    assert.equal(await part.run(`document.querySelectorAll('.value-tree img, .value-tree b').length`), 0);
    assert.equal(await part.run('window.hit'), undefined);
  });

  it('opens a long text whole, as much of it as a page bears, and copies all of it', async () => {
    await items().nth(1).locator('.value-row').click();
    await part.page.getByText('200,000 more characters: copy takes them all').waitFor();
    assert.equal(await part.run(`document.querySelector('pre').textContent.length`), 100_000);
    await items().nth(1).hover();
    await items().nth(1).getByRole('button', { name: 'Copy in full' }).click();
    await part.page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await part.run('copied[0].length'), 300_000);
  });

  it('has nothing to open or copy in a value that was not recorded', async () => {
    const cut = items().nth(2);
    assert.equal(await cut.getAttribute('aria-expanded'), null);
    assert.equal(await cut.getByRole('button').count(), 0);
  });

  it('tells when a value cannot be had, and asks again when it is opened again', async () => {
    const gone = items().nth(3);
    await gone.locator('.value-row').click();
    await part.page.waitForFunction('window.problems.length === 1');
    await gone.locator('.value-row').click();
    await gone.locator('.value-row').click();
    await part.page.waitForFunction('window.problems.length === 2');
  });

  it('opens the same parts in the tree of the next event', async () => {
    await items().first().locator('.value-row').first().click();
    await part.page.getByText('100 of 250: show more').waitFor();
    await part.run('document.body.replaceChildren(make())');
    await part.page.getByText('100 of 250: show more').waitFor();
    assert.equal(await items().first().getAttribute('aria-expanded'), 'true');
    assert.deepEqual(part.errors, []);
  });
});

describe('a long list', function () {
  this.timeout(60_000);
  let part: PartPage;
  before(async () => {
    part = await openPart('webview/cinema/parts/virtual-list.ts');
    await part.run(`(() => {
      const chosen = [];
      const opened = [];
      const list = part.virtualList({
        label: 'Numbers', role: 'listbox', className: 'numbers', rowHeight: 20,
        make: () => { const row = document.createElement('div'); row.setAttribute('role', 'option'); return row; },
        fill: (row, index) => { row.textContent = 'row ' + index; },
        chosen: (index) => chosen.push(index), opened: (index) => opened.push(index),
      });
      list.element.style.height = '200px';
      document.body.replaceChildren(list.element);
      list.setCount(100_000);
      Object.assign(window, { list, chosen, opened });
    })()`);
  });
  after(() => part.close());
  const rows = () => part.page.getByRole('option');

  it('makes only the rows on screen, and a few beyond', async () => {
    assert.ok((await rows().count()) <= 10 + 6 + 6);
    await part.run('list.element.scrollTop = 1_000_000');
    await part.page.getByText('row 50000', { exact: true }).waitFor();
    assert.ok((await rows().count()) <= 11 + 6 + 6);
    const texts = await rows().allInnerTexts();
    assert.equal(new Set(texts).size, texts.length);
  });

  it('is walked by keys, and says which row is meant', async () => {
    await part.run('list.element.focus()');
    await part.page.keyboard.press('End');
    await part.page.keyboard.press('ArrowUp');
    assert.deepEqual(await part.run('chosen.slice(-2)'), [99_999, 99_998]);
    const id: string = await part.run(`list.element.getAttribute('aria-activedescendant')`);
    assert.equal(await part.page.locator(`[id="${id}"]`).innerText(), 'row 99998');
    await part.page.keyboard.press('Home');
    await part.page.keyboard.press('PageDown');
    await part.page.keyboard.press('Enter');
    assert.deepEqual(await part.run('opened'), [9]);
  });

  it('keeps the rows right when it becomes shorter', async () => {
    await part.run('list.element.scrollTop = 1_500_000');
    await part.run('list.setCount(3)');
    await part.page.getByText('row 2', { exact: true }).waitFor();
    assert.deepEqual(await rows().allInnerTexts(), ['row 0', 'row 1', 'row 2']);
    assert.equal(await part.run('list.active()'), -1);
    assert.deepEqual(part.errors, []);
  });
});
