import { CodeLens, EventEmitter, languages, Range, workspace, type TextDocument } from 'vscode';
import type { Marks } from './sources.ts';
import { callsNote, callsText } from './texts.ts';

/** Above each function of the replayed recording, how often it was called and how long that took. */
export function registerCallLens(marks: Marks): readonly { dispose(): unknown }[] {
  const changed = new EventEmitter<void>();
  const lensesOf = async (document: TextDocument): Promise<CodeLens[]> => {
    if (!workspace.getConfiguration('cinema', document).get<boolean>('callLens', true)) return [];
    const found = await marks.of(document.uri);
    return (found?.functions ?? [])
      .filter(({ line }) => line >= 1 && line <= document.lineCount)
      .map((mark) => {
        return new CodeLens(new Range(mark.line - 1, 0, mark.line - 1, 0), {
          title: callsText(mark),
          tooltip: `${callsNote(mark)}${mark.name}/${mark.arity} in the recording that is replayed. Click to see its calls.`,
          command: mark.calls === 0 ? '' : 'cinema.showCalls',
          arguments: [{ module: mark.module, name: mark.name, arity: mark.arity }],
        });
      });
  };
  return [
    changed,
    marks.changed(() => changed.fire()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('cinema.callLens') && changed.fire()),
    ...(['elixir', 'erlang'] as const).map((language) =>
      languages.registerCodeLensProvider(language, {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: lensesOf,
      }),
    ),
  ];
}
