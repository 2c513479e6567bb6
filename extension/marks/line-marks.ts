import {
  debug,
  Range,
  SourceBreakpoint,
  Uri,
  window,
  workspace,
  type DecorationOptions,
  type TextEditor,
  type TextEditorDecorationType,
} from 'vscode';
import type { SourceMarks } from '../../protocol/index.ts';
import type { Marks } from './sources.ts';
import { countText } from './texts.ts';

const LANGUAGES = ['elixir', 'erlang'];

/** How often each line of code was reached, in the margin: green where it ran, a pale 0 where it never did. */
export function showLineMarks(marks: Marks): { dispose(): void } {
  /** By text: VS Code has one type of decoration for each picture in the margin. */
  const types = new Map<string, TextEditorDecorationType>();
  const typeOf = (text: string): TextEditorDecorationType => {
    let type = types.get(text);
    if (type === undefined) {
      type = window.createTextEditorDecorationType({
        light: { gutterIconPath: picture(text, text === '0' ? '#9a9a9a' : '#2e7d32') },
        dark: { gutterIconPath: picture(text, text === '0' ? '#707070' : '#7bc77e') },
        gutterIconSize: 'contain',
      });
      types.set(text, type);
    }
    return type;
  };

  const draw = async (editor: TextEditor): Promise<void> => {
    const { document } = editor;
    if (!LANGUAGES.includes(document.languageId)) return;
    const isWanted = workspace.getConfiguration('cinema', document).get<boolean>('lineMarks', true);
    const found = isWanted ? await marks.of(document.uri) : null;
    const byText = found === null ? new Map<string, DecorationOptions[]>() : decorations(found, editor);
    // Those of another recording go, too.
    for (const text of byText.keys()) typeOf(text);
    for (const [text, type] of types) editor.setDecorations(type, byText.get(text) ?? []);
  };
  const drawAll = (): void => window.visibleTextEditors.forEach((editor) => void draw(editor));

  const subscriptions = [
    marks.changed(drawAll),
    window.onDidChangeVisibleTextEditors(drawAll),
    debug.onDidChangeBreakpoints(drawAll),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('cinema.lineMarks') && drawAll()),
  ];
  return {
    dispose: () => {
      for (const one of [...subscriptions, ...types.values()]) one.dispose();
    },
  };
}

/** A breakpoint's dot has the margin for itself. */
function decorations({ lines }: SourceMarks, { document }: TextEditor): ReadonlyMap<string, DecorationOptions[]> {
  const dotted = new Set(
    debug.breakpoints
      .filter((one) => one instanceof SourceBreakpoint)
      .filter(({ location }) => location.uri.toString() === document.uri.toString())
      .map(({ location }) => location.range.start.line),
  );
  const byText = new Map<string, DecorationOptions[]>();
  for (const { line, hits } of lines) {
    if (line > document.lineCount || dotted.has(line - 1)) continue;
    const text = countText(hits);
    const said =
      hits === 0 ? 'Never ran in this recording.' : `Reached ${hits.toLocaleString('en-US')}× in this recording.`;
    const options = { range: new Range(line - 1, 0, line - 1, 0), hoverMessage: said };
    const all = byText.get(text);
    if (all === undefined) byText.set(text, [options]);
    else all.push(options);
  }
  return byText;
}

function picture(text: string, colour: string): Uri {
  const size = [10, 10, 8, 6.5][text.length] ?? 5.5;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text x="15" y="11.5" text-anchor="end" font-family="sans-serif" font-size="${size}" fill="${colour}">${text}</text></svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
