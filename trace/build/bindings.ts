import { grown } from './growing.ts';
import { siteFlag, type SiteTable } from './sites.ts';

/** For every open frame: the newest event that bound variables, for each of the scopes that are open in it. */
export interface BindingStacks {
  begin(slot: number): void;
  end(slot: number): void;
  /**
   * An event at a site of the frame: the moment of the newest earlier event of the frame whose bindings are visible from
   * the site, or -1. Scopes nest, so leaving one forgets it; `opens` forgets what an earlier round through it bound.
   */
  visit(slot: number, site: number, moment: number): number;
}

/** One node an open scope with bindings. */
export function bindingStacks(sites: SiteTable): BindingStacks {
  let heads = new Int32Array(64).fill(-1);
  let capacity = 64;
  let used = 0;
  let free = -1;
  let next = new Int32Array(capacity);
  let into = new Int32Array(capacity);
  let out = new Int32Array(capacity);
  let moments = new Int32Array(capacity);
  let siteOf = new Int32Array(capacity);
  /** What the newest event's own `previous` is. */
  let earlier = new Int32Array(capacity);

  function newNode(): number {
    if (free !== -1) {
      const node = free;
      free = next[node]!;
      return node;
    }
    if (used === capacity) {
      capacity *= 2;
      next = grown(next, capacity, 0);
      into = grown(into, capacity, 0);
      out = grown(out, capacity, 0);
      moments = grown(moments, capacity, 0);
      siteOf = grown(siteOf, capacity, 0);
      earlier = grown(earlier, capacity, 0);
    }
    return used++;
  }

  function drop(slot: number): number {
    const node = heads[slot]!;
    const rest = (heads[slot] = next[node]!);
    next[node] = free;
    free = node;
    return rest;
  }

  return {
    begin(slot) {
      if (slot >= heads.length) heads = grown(heads, Math.max(slot + 1, heads.length * 2), -1);
      heads[slot] = -1;
    },
    end(slot) {
      while (heads[slot] !== -1) drop(slot);
    },
    visit(slot, site, moment) {
      const inner = sites.scopeIn[site]!;
      const outer = sites.scopeOut[site]!;
      const what = sites.flags[site]!;
      let head = heads[slot]!;
      while (head !== -1 && (into[head]! > inner || out[head]! < outer)) head = drop(slot);
      if ((what & siteFlag.opens) !== 0) while (head !== -1 && into[head] === inner) head = drop(slot);
      const previous = head === -1 ? -1 : moments[head]!;
      if ((what & siteFlag.binds) === 0) return previous;
      if (head !== -1 && into[head] === inner) {
        moments[head] = moment;
        // The same site binds the same variables again: what it bound before is hidden, and need not be walked over.
        if (siteOf[head] === site) return earlier[head]!;
        siteOf[head] = site;
        earlier[head] = previous;
        return previous;
      }
      const node = newNode();
      next[node] = head;
      into[node] = inner;
      out[node] = outer;
      moments[node] = moment;
      siteOf[node] = site;
      earlier[node] = previous;
      heads[slot] = node;
      return previous;
    },
  };
}
