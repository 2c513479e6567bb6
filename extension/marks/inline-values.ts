import { InlineValueText, languages, Range, type Disposable } from 'vscode';
import { askQuietly, quietReplayInFront } from '../moments/replays.ts';
import { sourceOf } from './sources.ts';
import { placeOfName } from './value-place.ts';

/** While stopped, the values that the frame has bound so far, each beside the place where it was bound. */
export function registerInlineValues(): readonly Disposable[] {
  return (['elixir', 'erlang'] as const).map((language) =>
    languages.registerInlineValuesProvider(language, {
      async provideInlineValues(document, viewPort, { frameId }) {
        const session = quietReplayInFront();
        if (session === undefined) return [];
        // A frame that is no longer shown has no values; that is no problem to tell.
        const answer = await askQuietly(session, 'cinema/bindings', { frameId, source: sourceOf(document.uri) });
        return (answer?.bindings ?? []).flatMap(({ name, line, column, text }) => {
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
