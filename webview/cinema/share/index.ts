/** The face of share/: takes what is on screen out of the page. */
import type { App, ExportPicture, View } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { openMenu } from '../parts/menu.ts';
import { fileName } from './file-name.ts';
import { pngOf } from './png.ts';
import { windowAsMermaid, windowAsPage } from './stretch.ts';

export type Shared = 'svg' | 'png' | 'mermaid' | 'html';

/** The button that opens the menu of what can be shared. */
export function createShareMenu(app: App, view: () => View): HTMLElement {
  const made = iconButton('export', 'Share what is on screen', () => {
    const shown = view();
    const noPicture = shown.picture === null;
    const one = (label: string, icon: string, what: Shared, disabled = false) => ({
      label,
      icon,
      disabled,
      run: () => void share(app, shown, what),
    });
    openMenu(made, 'Share', [
      one('Picture as SVG', 'file-media', 'svg', noPicture),
      one('Picture as PNG', 'file-media', 'png', noPicture),
      null,
      one('Sequence as Mermaid', 'type-hierarchy', 'mermaid'),
      { label: 'Copy the sequence as Mermaid', icon: 'copy', run: () => void copyMermaid(app) },
      null,
      one('This stretch as an HTML page', 'file-code', 'html'),
    ]);
  });
  made.setAttribute('aria-haspopup', 'menu');
  return made;
}

/** Makes it and hands it to the host, which asks where to. What goes wrong is shown. */
export async function share(app: App, view: View, what: Shared): Promise<void> {
  const { actions, host } = app;
  try {
    switch (what) {
      case 'svg': {
        const picture = await pictureOf(view);
        return host.save(nameFor(app, view.name, 'svg'), new TextEncoder().encode(picture.svg), 'image/svg+xml');
      }
      case 'png': {
        const picture = await pictureOf(view);
        return host.save(nameFor(app, view.name, 'png'), await pngOf(picture), 'image/png');
      }
      case 'mermaid': {
        const made = await windowAsMermaid(app);
        if ('problem' in made) return sayWhy(app, made.problem);
        return host.save(nameFor(app, 'sequence', 'mmd'), new TextEncoder().encode(made.value), 'text/plain');
      }
      case 'html': {
        const made = await windowAsPage(app);
        if ('problem' in made) return sayWhy(app, made.problem);
        return host.save(made.value.name, made.value.bytes, 'text/html');
      }
    }
  } catch (error) {
    actions.complain(error instanceof Error ? error.message : String(error));
  }
}

async function copyMermaid(app: App): Promise<void> {
  const made = await windowAsMermaid(app);
  if ('problem' in made) return sayWhy(app, made.problem);
  app.host.copy(made.value);
}

function sayWhy({ actions }: App, problem: string | null): void {
  if (problem !== null) actions.complain(problem);
}

async function pictureOf(view: View): Promise<ExportPicture> {
  if (view.picture === null) throw new Error(`“${view.title}” has no picture of its own.`);
  return view.picture();
}

function nameFor({ store }: App, what: string, extension: string): string {
  return fileName(store.get().opening?.name ?? '', what, extension);
}
