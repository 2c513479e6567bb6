import { EvaluatableExpression, languages, Range, type Disposable } from 'vscode';
import { expressionAt } from './expression-at.ts';

/** Tells the debug hover which variable or field path the mouse is on. */
export function registerExpressionProviders(): readonly Disposable[] {
  return (['elixir', 'erlang'] as const).map((language) =>
    languages.registerEvaluatableExpressionProvider(language, {
      provideEvaluatableExpression(document, { line, character }) {
        const found = expressionAt(document.lineAt(line).text, character, language);
        if (found === null) return undefined;
        return new EvaluatableExpression(new Range(line, found.start, line, found.end), found.text);
      },
    }),
  );
}
