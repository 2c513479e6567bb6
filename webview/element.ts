type Child = Node | string | null;

/** Makes an element. Texts become text nodes: nothing from a trace is ever read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button that does one thing. */
export function button(className: string, label: string, action: () => void): HTMLButtonElement {
  const made = element('button', className, label);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

/** A part of the page under a heading. */
export function section(className: string, title: string, ...children: readonly Child[]): HTMLElement {
  return element('section', className, element('h2', '', title), ...children);
}
