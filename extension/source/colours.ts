import { Disposable, extensions, languages, SemanticTokensBuilder, SemanticTokensLegend, type Extension } from 'vscode';
import { colourTokens, tokenTypes } from './colour-tokens.ts';

/** Longer texts stay without colours: nobody wrote them by hand, and reading them would hold up the extension host. */
const LARGEST = 1_000_000;

const legend = new SemanticTokensLegend([...tokenTypes]);

interface Manifest {
  readonly contributes?: { readonly grammars?: readonly { readonly language?: string }[] };
}

/**
 * Colours Elixir and Erlang where no other extension does. It stands down, at once, for one that brings a grammar:
 * semantic tokens would lie over that grammar's colours.
 */
export function registerColours(): readonly Disposable[] {
  return (['elixir', 'erlang'] as const).map((language) => {
    let provider: Disposable | undefined;
    const choose = (): void => {
      const needed = !extensions.all.some((extension) => bringsGrammar(extension, language));
      if (needed) provider ??= register(language);
      else {
        provider?.dispose();
        provider = undefined;
      }
    };
    choose();
    const subscription = extensions.onDidChange(choose);
    return new Disposable(() => {
      subscription.dispose();
      provider?.dispose();
    });
  });
}

function bringsGrammar(extension: Extension<unknown>, language: string): boolean {
  const { contributes } = extension.packageJSON as Manifest;
  return contributes?.grammars?.some((grammar) => grammar.language === language) ?? false;
}

function register(language: 'elixir' | 'erlang'): Disposable {
  return languages.registerDocumentSemanticTokensProvider(
    language,
    {
      provideDocumentSemanticTokens(document) {
        const text = document.getText();
        if (text.length > LARGEST) return undefined;
        const builder = new SemanticTokensBuilder(legend);
        for (const { start, end, type } of colourTokens(text, language)) {
          const first = document.positionAt(start).line;
          const last = document.positionAt(end).line;
          // A token of VS Code stays on its line: one that goes over several becomes one for each.
          for (let line = first; line <= last; line++) {
            const whole = document.lineAt(line);
            const from = line === first ? document.positionAt(start).character : 0;
            const to = line === last ? document.positionAt(end).character : whole.text.length;
            if (to > from) builder.push(line, from, to - from, tokenTypes.indexOf(type));
          }
        }
        return builder.build();
      },
    },
    legend,
  );
}
