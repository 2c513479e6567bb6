import { kindCode, kindMask, kindNames, type KindName } from '../state/arrangement.ts';

/** Event kinds that are shown and hidden together. */
export interface KindGroup {
  readonly title: string;
  readonly kinds: readonly KindName[];
  readonly mask: number;
}

/** Gaps are in no group: that something is missing is always shown. */
export const kindGroups: readonly KindGroup[] = (
  [
    ['Process life', ['spawn', 'exit', 'register']],
    ['Messages', ['send', 'arrive', 'receive']],
    ['Calls', ['call', 'return', 'span']],
    ['Lines and variables', ['line', 'bind', 'value']],
    ['State', ['state']],
    ['Exceptions', ['exception']],
    ['Output', ['log']],
    ['Links and monitors', ['link', 'unlink', 'monitor', 'unregister', 'try']],
  ] as const
).map(([title, kinds]) => ({ title, kinds, mask: kindMask(...kinds) }));

/** Whether all, some or none of a group is shown. */
export function shownOf({ mask }: KindGroup, kinds: number): 'all' | 'some' | 'none' {
  const shown = kinds & mask;
  return shown === mask ? 'all' : shown === 0 ? 'none' : 'some';
}

/** The mask with a group shown or hidden; gaps stay. */
export function withGroup({ mask }: KindGroup, kinds: number, isShown: boolean): number {
  return (isShown ? kinds | mask : kinds & ~mask) | (1 << kindCode.gap);
}

/** Events of a group in the trace. */
export function eventsOf(
  group: KindGroup,
  counts: readonly { readonly kind: string; readonly count: number }[],
): number {
  return counts.reduce((sum, { kind, count }) => sum + (isKind(kind) && group.kinds.includes(kind) ? count : 0), 0);
}

function isKind(kind: string): kind is KindName {
  return (kindNames as readonly string[]).includes(kind);
}
