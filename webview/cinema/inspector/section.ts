import { element } from '../../element.ts';

/** A part of the inspector under a heading that folds. */
export interface SectionContent {
  /** What its folding is kept under, the same for every event. */
  readonly name: string;
  readonly title: string;
  /** Beside the title: a count, a remark. */
  readonly note: string;
  /** Made when it is first open. */
  readonly content: () => readonly Node[];
}

/** @param fold told when it is folded or unfolded by hand */
export function foldingSection(
  { name, title, note, content }: SectionContent,
  isFolded: boolean,
  fold: (name: string, isFolded: boolean) => void,
): HTMLElement {
  const heading = element('h3', '', title);
  if (note !== '') heading.append(' ', element('span', 'inspector-note', note));
  const body = element('div', 'inspector-section-body');
  const made = element('details', 'inspector-section', element('summary', '', heading), body);
  made.dataset['section'] = name;
  made.open = !isFolded;
  let folded = isFolded;
  const fill = (): void => {
    if (made.open && body.childElementCount === 0) body.append(...content());
  };
  made.addEventListener('toggle', () => {
    fill();
    // The event comes also when the section is made open, and later than that.
    if (made.open !== folded) return;
    folded = !made.open;
    fold(name, folded);
  });
  fill();
  return made;
}
