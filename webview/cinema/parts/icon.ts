import { element } from '../../element.ts';
import './parts.css';

/** A sign of VS Code's own set (codicons), by its name there. Screen readers pass over it. */
export function icon(name: string, className = ''): HTMLElement {
  const made = element('span', `codicon codicon-${name}${className === '' ? '' : ` ${className}`}`);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

/** A button that shows a sign only; `label` is its tooltip and its name. */
export function iconButton(name: string, label: string, action: (event: MouseEvent) => void): HTMLButtonElement {
  const made = element('button', 'icon-button', icon(name));
  made.type = 'button';
  made.title = label;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', action);
  return made;
}
