import { type Browser, chromium as driver } from 'playwright-core';
import { chromium } from '../../../scripts/set-up/system.mjs';

const always = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Without a graphics card WebGL2 is drawn in software, if Chromium is asked to. */
const withWebGl = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/**
 * @param drawing `plain`: without WebGL, as a browser of its own accord is where there is no graphics card; its canvas is faster there
 * @throws Error with the command that installs Chromium, where there is none
 */
export async function launchBrowser(drawing: 'webgl' | 'plain' = 'webgl'): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('no Chromium: run `npm run set-up`');
  const args = [...always, ...(drawing === 'webgl' ? withWebGl : ['--disable-gpu'])];
  return driver.launch({ executablePath, headless: true, args });
}
