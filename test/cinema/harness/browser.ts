import { type Browser, chromium as driver } from 'playwright-core';
import { chromium } from '../../../scripts/set-up/system.mjs';

/** Without a graphics card WebGL2 is drawn in software, if Chromium is asked to. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** @throws Error with the command that installs Chromium, where there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('no Chromium: run `npm run set-up`');
  return driver.launch({ executablePath, headless: true, args: ARGUMENTS });
}
