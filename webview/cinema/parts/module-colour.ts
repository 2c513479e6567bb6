import type { Colour } from '../render/renderer.ts';

/**
 * The module of a function's title: `Shop.Cart` of `Shop.Cart.add/2`, of `Shop.Cart.add("poster", 3)` and of
 * `fun in Shop.Cart.add/2`; `ring` of `ring:loop/2`.
 */
export function moduleOf(title: string): string {
  const name = nameOf(title);
  return name.slice(0, Math.max(0, endOfModule(name))) || name;
}

/** The title without its module: `add/2`, `add("poster", 3)`, `fun in add/2`. */
export function withoutModule(title: string): string {
  const name = nameOf(title);
  const end = endOfModule(name);
  if (end <= 0) return title;
  const start = title.indexOf(name);
  return title.slice(0, start) + title.slice(start + end + 1);
}

/** `Shop.Cart.add/2` without what stands before it and its arguments. */
function nameOf(title: string): string {
  const bracket = title.indexOf('(');
  const name = bracket < 0 ? title : title.slice(0, bracket);
  return name.slice(name.lastIndexOf(' ') + 1);
}

/** Where the sign between module and function stands; -1: there is no module. */
function endOfModule(name: string): number {
  const colon = name.indexOf(':');
  if (colon > 0) return colon;
  // The last dot before a function; operators such as `Kernel.../2` have dots of their own.
  return /\.(?=[^.]+$|\.+(\/|$))/.exec(name)?.index ?? -1;
}

/** Colours of calls by module: each module that was recorded has its own while there are enough, the recorded ones first. */
export function moduleColours(modules: readonly string[]): (title: string, colours: readonly Colour[]) => Colour {
  const numbers = new Map(modules.map((module, index) => [module, index]));
  return (title, colours) => {
    const module = moduleOf(title);
    let number = numbers.get(module);
    if (number === undefined) numbers.set(module, (number = numbers.size));
    return colours[number % colours.length]!;
  };
}
