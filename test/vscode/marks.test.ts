import assert from 'node:assert/strict';
import path from 'node:path';
import { type Page } from 'playwright-core';
import { EXAMPLES, eventually, useWorkbench, VSIX } from './harness/index.ts';
import { SELECT } from './harness/selectors.ts';

/** Texts of the pictures in the margin, by line. */
const marginOf = (page: Page): Promise<Readonly<Record<number, string>>> =>
  page.evaluate((select) => {
    const editor = document.querySelector(select.activeEditor);
    const numbers = [...(editor?.querySelectorAll(select.lineNumber) ?? [])];
    const found: Record<number, string> = {};
    for (const mark of editor?.querySelectorAll(select.glyph) ?? []) {
      const image = /base64,([\w+/=]+)/.exec(getComputedStyle(mark).backgroundImage)?.[1];
      const { top } = mark.getBoundingClientRect();
      const number = numbers.find((one) => Math.abs(one.parentElement!.getBoundingClientRect().top - top) < 2);
      const text = image === undefined ? undefined : />([^<]+)<\/text>/.exec(atob(image))?.[1];
      if (number !== undefined && text !== undefined) found[Number(number.textContent)] = text;
    }
    return found;
  }, SELECT);

describe('what ran, in the editor', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'ledger') });
  const lineText = async (line: number): Promise<string> =>
    (await workbench().editor.lines()).find((one) => one.line === line)?.text ?? '';

  it('values stand beside the place where they were bound, and go back in time with the replay', async () => {
    const { debug, editor } = workbench();
    await editor.open('ledger.ex');
    await editor.toggleBreakpoint(9);
    await debug.start();
    await debug.untilStopped();
    await debug.click('continue');
    await debug.untilStoppedAt(9, 'ledger.ex');
    await eventually(async () => {
      assert.match(await lineText(5), /amount = 30/);
      assert.match(await lineText(6), /available = 100/);
    });
    await debug.click('step-back');
    await debug.untilStoppedAt(7, 'ledger.ex');
    await eventually(async () => {
      assert.match(await lineText(6), /available = 100/);
      assert.doesNotMatch(await lineText(7), /target = \d/);
    });
  });

  it('lines tell how often they were reached, and functions how often they were called', async () => {
    const { page } = workbench();
    await eventually(async () => {
      const margin = await marginOf(page);
      assert.ok(Number(margin[6]) > 0 && margin[6] === margin[7], JSON.stringify(margin));
      // Line 9 has a breakpoint, which keeps the margin for itself.
      assert.equal(margin[9], undefined);
      const lenses = await page.locator(SELECT.codeLens).allInnerTexts();
      assert.ok(
        lenses.some((text) => new RegExp(`${margin[6]} calls? · median `).test(text.replace(/\u00a0/g, ' '))),
        lenses.join(' | '),
      );
    });
    await workbench().screenshot('marks');
  });

  it('nothing is left of it when the replay ends', async () => {
    const { page, debug } = workbench();
    await debug.stop();
    await eventually(async () => {
      assert.deepEqual(await marginOf(page), {});
      assert.equal(await page.locator(SELECT.codeLens).count(), 0);
    });
  });
});
