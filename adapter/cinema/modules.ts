import { type Trace } from '../../trace/index.ts';

/** `Shop.Cart` for `Elixir.Shop.Cart`. */
function titleOf(name: string): string {
  return name.replace(/^Elixir\./, '');
}

/** Recorded modules as people write them, those recorded by lines first, each once. */
export function moduleTitles(trace: Trace): readonly string[] {
  const of = (level: string) =>
    trace.modules.filter((module) => module.level === level).map(({ name }) => titleOf(name));
  return [...new Set([...of('lines').sort(), ...of('calls').sort()])];
}

/** Numbers of the modules of that title: a module that was loaded again has several. */
export function modulesTitled(trace: Trace, title: string): readonly number[] {
  return trace.modules.flatMap(({ name }, number) => (titleOf(name) === title ? [number] : []));
}
