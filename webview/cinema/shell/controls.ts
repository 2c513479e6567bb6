import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { VscodeToolbarButton } from '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { element } from '../../element.ts';
import { icon } from '../parts/icon.ts';
import { svgElement } from '../parts/svg.ts';
import { keyText } from './keys.ts';

export interface ToolButton {
  /** A codicon's name, or a drawing. */
  readonly sign: string | SVGElement;
  readonly label: string;
  /** The key that does the same, as `keys.ts` writes it. */
  readonly keys?: string;
  readonly action: () => void;
}

/** A button of the toolbar; its tooltip names the key. */
export function toolButton({ sign, label, keys, action }: ToolButton): VscodeToolbarButton {
  const made = document.createElement('vscode-toolbar-button');
  made.className = 'toolbar-button';
  // Not by the button's own `icon`: each of those loads the whole style sheet of the signs once more into a shadow tree.
  made.append(typeof sign === 'string' ? icon(sign, 'toolbar-sign') : sign);
  name(made, label, keys);
  made.addEventListener('click', action);
  return made;
}

/** A button that is on or off. What it shows follows from the state, not from the click. */
export function toggleButton(button: ToolButton): {
  readonly element: VscodeToolbarButton;
  readonly set: (isOn: boolean) => void;
} {
  const made = toolButton(button);
  made.toggleable = true;
  let isNow = false;
  const put = (isOn: boolean): void => {
    isNow = isOn;
    made.checked = isOn;
  };
  // The button turns itself before it tells: the state alone may.
  made.addEventListener('change', () => put(isNow));
  return { element: made, set: put };
}

/** Sets what a button is called. */
export function name(button: VscodeToolbarButton, label: string, keys?: string): void {
  button.label = label;
  button.title = keys === undefined ? label : `${label} (${keyText(keys)})`;
}

/** Buttons that belong together. */
export function group(label: string, ...children: readonly Node[]): HTMLElement {
  const made = element('div', 'toolbar-group', ...children);
  made.setAttribute('role', 'group');
  made.setAttribute('aria-label', label);
  return made;
}

/** Signs of a player, drawn here: the codicons have no such set. Each is a path of 16 by 16. */
export const signs = {
  toStart: 'M3 3h1.5v10H3zM13 3v10L5.5 8z',
  back: 'M9.8 3.2 11 4.4 7.4 8l3.6 3.6-1.2 1.2L5 8z',
  forward: 'M6.2 3.2 5 4.4 8.6 8 5 11.6l1.2 1.2L11 8z',
  toEnd: 'M11.5 3H13v10h-1.5zM3 3v10l7.5-5z',
  play: 'M4 2.5v11l9-5.5z',
  playBackward: 'M12 2.5v11L3 8z',
  pause: 'M4 3h2.5v10H4zM9.5 3H12v10H9.5z',
  /** A dot that an arrow leads away from, to the left or right. */
  toCause: 'M13 6a2 2 0 1 1 0 4 2 2 0 0 1-1.7-1H5.4l2.3 2.3-1.1 1.1L2.5 8l4.1-4.4 1.1 1.1L5.4 7h5.9A2 2 0 0 1 13 6z',
  toEffect: 'M3 6a2 2 0 1 0 0 4 2 2 0 0 0 1.7-1h5.9l-2.3 2.3 1.1 1.1L13.5 8 9.4 3.6 8.3 4.7 10.6 7H4.7A2 2 0 0 0 3 6z',
  /** A dot and the cone of all that leads to it, or that it leads to. */
  causes: 'M1.5 2.5 10 7v2l-8.5 4.5zM13 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  effects: 'M14.5 2.5 6 7v2l8.5 4.5zM3 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
} as const;

export function drawing(path: string): SVGElement {
  const attributes = { viewBox: '0 0 16 16', class: 'toolbar-sign', 'aria-hidden': 'true' };
  return svgElement('svg', attributes, svgElement('path', { d: path }));
}

/** Gives a drawing another shape. */
export function redraw(sign: SVGElement, path: string): void {
  sign.firstElementChild?.setAttribute('d', path);
}
