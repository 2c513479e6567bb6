import assert from 'node:assert/strict';
import path from 'node:path';
import { EXAMPLES, eventually, useWorkbench, VSIX } from './harness/index.ts';
import { viewRow } from './harness/selectors.ts';

describe('moments of a recording', () => {
  const workbench = useWorkbench({ vsix: [VSIX], workspace: path.join(EXAMPLES, 'shop') });
  const rows = async (view: string): Promise<readonly string[]> =>
    (await workbench().page.locator(viewRow(view)).allInnerTexts()).map((text) =>
      text
        .replace(/\u00a0/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );

  it('are kept as bookmarks, and gone to', async () => {
    const { debug, editor, page, command, answerInput } = workbench();
    await editor.open('pricing.ex');
    await editor.toggleBreakpoint(26);
    await debug.start();
    await debug.untilStopped();
    await debug.click('continue');
    await debug.untilStoppedAt(26, 'pricing.ex');
    await command('Cinema: Bookmark This Moment…');
    await answerInput('the half price');
    await command('Debug: Focus on Bookmarks View');
    await eventually(async () => assert.match((await rows('Bookmarks')).join('\n'), /the half price/));
    await debug.click('step-back');
    await eventually(async () => assert.notEqual((await debug.stoppedLine())?.line, 26));
    await page.locator(viewRow('Bookmarks'), { hasText: 'the half price' }).click();
    await debug.untilStoppedAt(26, 'pricing.ex');
    await workbench().screenshot('bookmarks');
  });

  it('have causes, in other processes', async () => {
    const { debug, page, command } = workbench();
    await command('Debug: Focus on Caused By View');
    await eventually(async () => assert.ok((await rows('Caused By')).length > 1));
    await workbench().screenshot('causes');
    // Who sent what is being handled, and who had sent that.
    const [nearest, next] = await rows('Caused By');
    assert.match(nearest!, /sent call {:discounted, 1999, "HALF"}.*Shop\.Cart </);
    assert.match(next!, /sent call {:coupon, "HALF"}.*Shop\.Demo/);
    await page.locator(viewRow('Caused By'), { hasText: ':coupon' }).first().click();
    await eventually(async () => assert.equal((await debug.stoppedLine())?.file, 'demo.ex'));
  });
});
