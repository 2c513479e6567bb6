// Renders media/icon.svg into media/icon.png: a VS Code manifest takes no SVG.
import { readFileSync } from 'node:fs';
import { chromium as driver } from 'playwright-core';
import { inProject } from './lib/project.mjs';
import { chromium } from './set-up/system.mjs';

const SIZE = 256;

const browser = await driver.launch({ executablePath: chromium(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block }</style>${readFileSync(inProject('media', 'icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: inProject('media', 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
