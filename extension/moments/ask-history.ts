import { commands, debug, window, type Disposable } from 'vscode';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { sourceOf } from '../marks/sources.ts';
import { expressionAt } from '../source/expression-at.ts';
import type { ShowHistory } from './history.ts';
import { replayInFront } from './replays.ts';

/** What VS Code gives with a row of Variables or Watch. */
interface VariableRow {
  readonly variable?: { readonly evaluateName?: string; readonly name?: string };
}

/** The commands that ask for a history: of a value, of a function's calls, of a line, of a process. */
export function registerHistoryCommands(show: ShowHistory): readonly Disposable[] {
  return [
    commands.registerCommand('cinema.showHistory', async (row?: VariableRow) => {
      if (replayInFront() === undefined) return;
      const text = row?.variable?.evaluateName ?? selectedExpression() ?? (await askExpression());
      if (text === undefined || text.trim() === '') return;
      const item = debug.activeStackItem;
      const frame =
        item !== undefined && 'frameId' in item && item.session.type === DEBUG_TYPE ? item.frameId : undefined;
      await show({ kind: 'expression', text, ...(frame !== undefined && { frameId: frame }) });
    }),
    commands.registerCommand(
      'cinema.showCalls',
      async (called?: { readonly module: string; readonly name: string; readonly arity: number }) => {
        const wanted = called ?? (await askFunction());
        if (wanted !== undefined) await show({ kind: 'function', ...wanted });
      },
    ),
    commands.registerCommand('cinema.showHits', async () => {
      const editor = window.activeTextEditor;
      if (editor === undefined) return;
      const line = editor.selection.active.line + 1;
      await show({ kind: 'line', source: sourceOf(editor.document.uri), line });
    }),
    commands.registerCommand('cinema.showStates', () => show({ kind: 'process' })),
  ];
}

/** What is selected in the editor, or the variable that the text cursor is in. */
function selectedExpression(): string | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  if (!selection.isEmpty) return document.getText(selection);
  const language = document.languageId;
  if (language !== 'elixir' && language !== 'erlang') return undefined;
  return expressionAt(document.lineAt(selection.active.line).text, selection.active.character, language)?.text;
}

const askExpression = (): Thenable<string | undefined> =>
  window.showInputBox({
    title: 'History of a Value',
    prompt: 'A variable, an expression, or a path into the state of the process',
    placeHolder: 'cart.items, length(queue), state.total',
  });

async function askFunction(): Promise<{ module: string; name: string; arity: number } | undefined> {
  const read = (text: string) => /^\s*:?(.+)[.:]([^.:/]+)\/(\d{1,3})\s*$/.exec(text);
  const text = await window.showInputBox({
    title: 'Calls of a Function',
    placeHolder: 'Shop.Cart.add/2, ring:loop/2',
    validateInput: (written) =>
      read(written) === null
        ? 'Write the module, the function and how many arguments it takes: Shop.Cart.add/2'
        : undefined,
  });
  const [, module, name, arity] = (text === undefined ? null : read(text)) ?? [];
  return module === undefined || name === undefined ? undefined : { module, name, arity: Number(arity) };
}
