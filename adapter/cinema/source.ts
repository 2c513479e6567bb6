import { stopLines, type SourceId } from '../../trace/index.ts';
import { type Handler } from './film.ts';

export const source: Handler<'source'> = (film, given) => {
  const { trace } = film;
  const id = given.source as SourceId;
  const { path } = trace.sources[id]!;
  const lines = stopLines(trace, id);
  return {
    path,
    language: languageOf(path),
    text: film.sourceText(id),
    lines: Int32Array.from(lines, ({ line }) => line),
    hits: Int32Array.from(lines, ({ hits }) => hits),
  };
};

function languageOf(path: string): 'elixir' | 'erlang' | 'other' {
  if (/\.(exs?|heex|eex|leex)$/.test(path)) return 'elixir';
  return /\.([eh]rl|yrl|xrl)$/.test(path) ? 'erlang' : 'other';
}
