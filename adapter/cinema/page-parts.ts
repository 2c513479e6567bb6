import { existsSync, readFileSync } from 'node:fs';
import { type PagePart } from './film.ts';

/** Beside the bundled program; and where the build leaves it, for a program that runs from its sources. */
const folders = ['./webview/', '../../dist/webview/'];

/** A part of the built page; null where it was not built. */
export function pagePart(name: PagePart): Uint8Array | null {
  for (const folder of folders) {
    const file = new URL(folder + name, import.meta.url);
    if (existsSync(file)) return readFileSync(file);
  }
  return null;
}
