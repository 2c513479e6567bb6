import type { SpanView } from '../../../protocol/index.ts';
import { button, element } from '../../element.ts';
import type { App } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { printPlace, printWholePlace } from '../parts/place-text.ts';
import { printCount, printExactTime, printTime } from '../parts/time-text.ts';
import { valueTree } from '../parts/value-tree.ts';
import { chatView } from './chat.ts';
import { printDuration } from './waterfall-draw.ts';
import { printCost } from './waterfall-layout.ts';

/** A call in full, beside the waterfall: arguments, result, and the conversation where it is one of a language model. */
export interface SpanPane {
  readonly element: HTMLElement;
  /** Asks for a call and shows it; what is shown stays until the answer is there. -1: closes. */
  show(frame: number): void;
}

/** @param closed called when the pane is closed by its own button */
export function spanPane(app: App, closed: () => void): SpanPane {
  const { client, actions } = app;
  const pane = element('aside', 'waterfall-span');
  pane.setAttribute('aria-label', 'The selected call');
  pane.hidden = true;
  const opened = new Set<string>();
  let shown = -1;
  const load = async (frame: number): Promise<void> => {
    const answered = await client.askNewest('span', 'span', { frame });
    if (shown !== frame) return;
    if (answered.ok) {
      pane.replaceChildren(...spanParts(app, answered.value, opened, closed));
      pane.scrollTop = 0;
      pane.hidden = false;
    } else if (!answered.cancelled) actions.complain(answered.problem);
  };
  return {
    element: pane,
    show: (frame) => {
      if (frame === shown) return;
      shown = frame;
      if (frame < 0) pane.hidden = true;
      else void load(frame);
    },
  };
}

function spanParts(app: App, span: SpanView, opened: Set<string>, close: () => void): readonly HTMLElement[] {
  const { actions, client, host } = app;
  const copy = (text: string): void => host.copy(text);
  const complain = (problem: string): void => actions.complain(problem);
  const { row, place, chat } = span;
  const tree = (title: string, values: SpanView['arguments']): HTMLElement | null =>
    values.length === 0
      ? null
      : part(
          title,
          valueTree({
            label: title,
            values,
            client,
            copy,
            complain,
            opened,
            unfold: true,
          }),
        );
  const go = button('link-button', `at ${printTime(row.from)}`, () => void actions.goTo(row.call, row.process));
  go.title = `Go to the call, moment ${printCount(row.call)} (${printExactTime(row.from)})`;
  const source = place === null ? null : button('link-button', printPlace(place), () => showPlace());
  if (source !== null) source.title = printWholePlace(place!);
  const showPlace = (): void => {
    // Without an editor, the page's own source pane follows the cursor.
    if (!host.openSource(place!)) void actions.goTo(row.call, row.process);
  };
  const facts = [
    printDuration(row),
    ...(row.tokens === null ? [] : [`${printCount(row.tokens)} tokens`]),
    ...(row.cost === null ? [] : [printCost(row.cost)]),
  ];
  const head = element(
    'header',
    'waterfall-span-head',
    element(
      'div',
      'waterfall-span-line',
      row.kind === null ? null : element('span', 'waterfall-kind', row.kind),
      element('h2', '', row.title),
      iconButton('close', 'Close', close),
    ),
    element('div', 'waterfall-span-facts', facts.join(' · '), ' ', go, ' ', source),
    element('div', 'waterfall-span-facts', row.label),
  );
  const result = span.result === null ? [] : [span.result];
  const made = [
    head,
    chat === null ? null : part('Conversation', chatView(chat, copy)),
    tree('Arguments', span.arguments),
    result.length === 0 ? noResult(span) : tree('Result', result),
  ];
  return made.filter((one) => one !== null);
}

function part(title: string, content: HTMLElement): HTMLElement {
  return element('section', 'waterfall-span-part', element('h3', '', title), content);
}

/** Why there is no result. */
function noResult({ row: { ended } }: SpanView): HTMLElement {
  const why: Readonly<Record<typeof ended, string>> = {
    open: 'The call is not over at the end of the recording.',
    return: 'The result was not recorded.',
    tail: 'It ended in a tail call: what that returned is the result.',
    exception: 'It ended by an exception.',
    exit: 'Its process ended during the call.',
    lost: 'Its end was not recorded.',
  };
  return element('p', 'waterfall-span-note', why[ended]);
}
