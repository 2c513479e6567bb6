import { element } from '../../element.ts';
import { icon } from './icon.ts';
import './parts.css';

/** What a chip shows of a process. */
export interface ChipContent {
  /** `Shop.Cart <0.158.0>`. */
  readonly label: string;
  readonly crashed: boolean;
  readonly port: boolean;
}

/** A process as a small button. @param does what a click does, for its tooltip: `Show its lane` */
export function processChip(content: ChipContent, does: string, click: () => void): HTMLButtonElement {
  const made = element(
    'button',
    'process-chip',
    icon(content.crashed ? 'error' : content.port ? 'plug' : 'circle-filled'),
    element('span', 'process-chip-name', content.label),
  );
  made.type = 'button';
  made.title = `${content.label}${content.crashed ? ' (crashed)' : ''}\n${does}`;
  made.addEventListener('click', click);
  return made;
}
