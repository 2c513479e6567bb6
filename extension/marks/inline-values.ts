import { debug, InlineValueText, languages, Range, type Disposable } from 'vscode';
import type { BindingMark } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import { sourceOf } from './sources.ts';
import { placeOfName } from './value-place.ts';

/** While stopped, the values that the frame has bound so far, each beside the place where it was bound. */
export function registerInlineValues(): readonly Disposable[] {
  return (['elixir', 'erlang'] as const).map((language) =>
    languages.registerInlineValuesProvider(language, {
      async provideInlineValues(document, viewPort, { frameId }) {
        const session = debug.activeDebugSession;
        if (session?.type !== DEBUG_TYPE) return [];
        const bindings = await ask(session, { frameId, source: sourceOf(document.uri) });
        return bindings.flatMap(({ name, line, column, text }) => {
          const row = line - 1;
          if (row < viewPort.start.line || row > viewPort.end.line || row >= document.lineCount) return [];
          const place = placeOfName(document.lineAt(row).text, name, column);
          if (place === null) return [];
          return [new InlineValueText(new Range(row, place.start, row, place.end), `${name} = ${text}`)];
        });
      },
    }),
  );
}

/** A frame that is no longer shown has no values; that is no problem to tell. */
async function ask(
  session: { customRequest(command: string, given: object): Thenable<unknown> },
  given: object,
): Promise<readonly BindingMark[]> {
  try {
    return ((await session.customRequest('cinema/bindings', given)) as { bindings: readonly BindingMark[] }).bindings;
  } catch {
    return [];
  }
}
