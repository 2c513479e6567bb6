import type { EventView, ValueView } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App } from '../app.ts';
import { icon, iconButton } from '../parts/icon.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { valueTree } from '../parts/value-tree.ts';
import { changeList } from './changes.ts';
import { causesAndEffects, stackList } from './links.ts';
import { foldingSection, type SectionContent } from './section.ts';
import { crashText, stateNote, valuesTitle } from './texts.ts';

/** The door gives no more than this. */
const mostFrames = 50;

/** Parts of values that are open, a set for each section; they are open for the next event too. */
export type OpenedParts = Map<string, Set<string>>;

/** An event in full: the parts of the inspector below its head, those with nothing to say left out. */
export function inspectorBody(app: App, view: EventView, openedParts: OpenedParts, unfold: boolean): readonly Node[] {
  const goTo = (moment: number, process: number): void => void app.actions.goTo(moment, process);
  const copy = (text: string): void => app.host.copy(text);
  const tree = (name: string, label: string, values: readonly ValueView[]): HTMLElement => {
    const opened = openedParts.get(name) ?? new Set<string>();
    openedParts.set(name, opened);
    const { client, actions } = app;
    return valueTree({ label, values, client, copy, complain: (problem) => actions.complain(problem), opened, unfold });
  };
  const folded = app.store.get().foldedSections;
  const fold = (name: string, isFolded: boolean): void => {
    const others = app.store.get().foldedSections.filter((one) => one !== name);
    app.store.set({ foldedSections: isFolded ? [...others, name] : others });
  };
  const { values, variables, stack, state, crash, note } = view;
  const sections: SectionContent[] = [];
  if (values.length > 0) {
    const title = crash === null ? valuesTitle(view.kind) : 'Crash';
    sections.push({ name: 'values', title, note: '', content: () => [tree('values', title, values)] });
  }
  const links = view.causes.length + view.effects.length;
  if (links > 0) {
    sections.push({
      name: 'links',
      title: 'Causes and effects',
      note: printCount(links),
      content: () => causesAndEffects(view, goTo),
    });
  }
  const isChanged = state !== null && state.diff.length > 0;
  const stateSection = (): void => {
    if (state === null) return;
    sections.push({
      name: 'state',
      title: 'State',
      note: stateNote(state),
      content: () => [
        ...(isChanged ? changeList(state.diff) : []),
        tree('state', isChanged ? 'State before and after' : 'State', statesOf(state)),
      ],
    });
  };
  // A state that changed is news; one that did not stands below what is nearer to the event.
  if (isChanged) stateSection();
  if (variables.length > 0) {
    sections.push({
      name: 'variables',
      title: 'Variables',
      note: printCount(variables.length),
      content: () => [tree('variables', 'Variables in scope', variables)],
    });
  }
  if (!isChanged) stateSection();
  if (stack.length > 0) {
    sections.push({
      name: 'stack',
      title: 'Stack',
      note: stack.length < mostFrames ? counted(stack.length, 'frame') : `innermost ${mostFrames}`,
      content: () => stackList(view, goTo),
    });
  }
  return [
    ...(crash === null ? [] : [crashBox(crash, copy)]),
    ...(note === null ? [] : [element('p', 'inspector-warning', icon('warning'), element('span', '', note))]),
    ...sections.map((section) => foldingSection(section, folded.includes(section.name), fold)),
  ];
}

/** Before and after where they differ, else the one there is. */
function statesOf({ before, after, diff }: NonNullable<EventView['state']>): readonly ValueView[] {
  if (before !== null && after !== null && diff.length === 0) return [{ ...after, name: 'state' }];
  return [before && { ...before, name: 'before' }, after && { ...after, name: 'after' }].filter((one) => one !== null);
}

function crashBox(crash: NonNullable<EventView['crash']>, copy: (text: string) => void): HTMLElement {
  const made = element(
    'section',
    'inspector-crash',
    element(
      'div',
      'inspector-crash-head',
      icon('error'),
      element('h3', '', crash.type),
      iconButton('copy', 'Copy in full', () => copy(crashText(crash))),
    ),
    element('p', 'inspector-crash-message', crash.message),
    crash.stack.length === 0
      ? null
      : element('ol', 'inspector-crash-stack', ...crash.stack.map((line) => element('li', '', line))),
  );
  made.setAttribute('aria-label', 'Crash');
  return made;
}
