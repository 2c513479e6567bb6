import { type FunctionId, type Trace } from '../../trace/index.ts';

const elixirPrefix = 'Elixir.';

/** `Shop.Cart` for `Elixir.Shop.Cart`: as the source says it. */
export function moduleTitle(name: string): string {
  return name.startsWith(elixirPrefix) ? name.slice(elixirPrefix.length) : name;
}

/** Functions called `Shop.Cart.add/2`, `Shop.Cart.add` (any arity) or `cart:add/2`, in the order of the trace. */
export function functionsNamed(trace: Trace, text: string): readonly FunctionId[] {
  const match = /^(.+?)[:.]([^.:/]+)(?:\/(\d+))?$/u.exec(lastDotSplit(text.trim()));
  if (match === null) return [];
  const [, module, name, arity] = match;
  return functionsCalled(trace, module!, name!, arity === undefined ? undefined : Number(arity));
}

/** Functions of a module, as the BEAM or as people name it; of any arity when none is given. A module that was loaded again has several. */
export function functionsCalled(
  trace: Trace,
  module: string,
  name: string,
  arity: number | undefined,
): readonly FunctionId[] {
  const found: FunctionId[] = [];
  trace.functions.forEach((candidate, id) => {
    const owner = trace.modules[candidate.module]?.name;
    if (owner === undefined || candidate.name !== name) return;
    if (arity !== undefined && candidate.arity !== arity) return;
    if (owner === module || moduleTitle(owner) === module) found.push(id as FunctionId);
  });
  return found;
}

/** Makes the separator before the function's name a colon, so that dots of module names are left alone. */
function lastDotSplit(text: string): string {
  if (text.includes(':')) return text;
  const dot = text.lastIndexOf('.');
  return dot === -1 ? text : `${text.slice(0, dot)}:${text.slice(dot + 1)}`;
}
