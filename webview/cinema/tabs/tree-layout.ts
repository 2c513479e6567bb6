import type { ProcessTree, TreeNode } from '../../../protocol/index.ts';
import type { Measure } from '../render/measure.ts';
import { mostChildren } from '../state/arrange-rows.ts';

export const nodeHeight = 24;
export const rowPitch = 32;
const leftMargin = 16;
const topMargin = 12;
/** Between a box and its children: room for the lines. */
const childGap = 40;
const shortGap = 20;
/** To the right of all boxes: room for the curves of links. */
const rightMargin = 120;
const widestName = 240;
const widestReason = 200;

/** Which nodes are drawn, as the lanes have it. */
export interface TreeChoice {
  /**
   * `own`: it has a lane; `other`: OTP's own and nothing else, which is counted; `no`: the filter or a hand hides it. Ancestors of
   * those with a lane stay as context.
   */
  readonly shown: (process: number) => 'own' | 'other' | 'no';
  readonly folded: ReadonlySet<number>;
  readonly unfolded: ReadonlySet<number>;
}

/** A node with its box, in CSS pixels. Children stand under each other to the right of their parent, the first in its row. */
export interface PlacedNode {
  readonly node: TreeNode;
  /** Index of its parent among the placed; -1: a root. */
  readonly parent: number;
  readonly depth: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Only there because a descendant passes. */
  readonly context: boolean;
  readonly foldable: boolean;
  readonly folded: boolean;
  /** Nodes below it that are not drawn because it is folded. */
  readonly members: number;
  /** OTP's own with nothing but one child: its sign alone, so that those who matter stand near. */
  readonly short: boolean;
  /** Index among its siblings and their number, from 1, for screen readers. */
  readonly position: number;
  readonly siblings: number;
  /** What stands in the box, and where from its left edge: the name, the pid, the reason of its end, the badge of restarts. */
  readonly texts: BoxTexts;
}

export interface BoxTexts {
  readonly name: string;
  readonly pid: string;
  readonly pidX: number;
  readonly reason: string;
  readonly reasonX: number;
  readonly badge: string;
  readonly badgeX: number;
  readonly badgeWidth: number;
  readonly foldX: number;
}

export interface TreeShape {
  /** Parents before their children, from top to bottom. */
  readonly placed: readonly PlacedNode[];
  /** Index of each process among the placed: its own, or that of the folded one it is in. */
  readonly ofProcess: ReadonlyMap<number, number>;
  /** Processes that are not drawn because they are OTP's own and nothing else. */
  readonly others: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Places the boxes. Siblings stand in the order of their numbers, which is that of their first appearance: whoever comes or goes while
 * the film plays, the others keep their order.
 */
export function shapeOfTree(tree: ProcessTree, choice: TreeChoice, measure: Measure): TreeShape {
  const { order, parentOf } = preorder(tree.nodes);
  const counts = wanted(order, parentOf, choice);
  const placed: PlacedNode[] = [];
  let right = leftMargin;
  const ofProcess = new Map<number, number>();
  let row = -1;
  for (const node of order) {
    if (!counts.kept.has(node.process)) continue;
    const parentProcess = parentOf.get(node.process)!;
    const parent = ofProcess.get(parentProcess) ?? -1;
    const above = placed[parent];
    if (above?.folded === true) {
      // It is counted with the box it is folded into.
      ofProcess.set(node.process, parent);
      placed[parent] = { ...above, members: above.members + 1 };
      continue;
    }
    const position = (counts.positions.get(parentProcess) ?? 0) + 1;
    counts.positions.set(parentProcess, position);
    if (position > 1 || parent < 0) row++;
    const children = counts.children.get(node.process) ?? 0;
    const folded =
      children > 0 &&
      (choice.folded.has(node.process) || (children > mostChildren && !choice.unfolded.has(node.process)));
    const depth = above === undefined ? 0 : above.depth + 1;
    const short =
      node.label.isMachinery && children === 1 && !folded && node.status !== 'crashed' && node.restarts === 0;
    const { texts, width } = short ? shortBox : box(node, measure, children > 0);
    const x = above === undefined ? leftMargin : above.x + above.width + (above.short ? shortGap : childGap);
    right = Math.max(right, x + width);
    ofProcess.set(node.process, placed.length);
    placed.push({
      node,
      parent,
      depth,
      x,
      y: topMargin + row * rowPitch,
      width,
      context: choice.shown(node.process) !== 'own',
      foldable: children > 0,
      folded,
      members: 0,
      short,
      position,
      siblings: counts.children.get(parentProcess) ?? 1,
      texts,
    });
  }
  return {
    placed,
    ofProcess,
    others: counts.others,
    width: right + rightMargin,
    height: topMargin * 2 + (row + 1) * rowPitch,
  };
}

/** Parents before their children, siblings by number. Walks in a loop, however deep; what is not below a root becomes one. */
function preorder(nodes: readonly TreeNode[]): {
  readonly order: readonly TreeNode[];
  readonly parentOf: ReadonlyMap<number, number>;
} {
  const known = new Set(nodes.map(({ process }) => process));
  const children = new Map<number, TreeNode[]>();
  for (const node of [...nodes].sort((a, b) => a.process - b.process)) {
    const parent = known.has(node.parent) && node.parent !== node.process ? node.parent : -1;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [node]);
    else siblings.push(node);
  }
  const order: TreeNode[] = [];
  const parentOf = new Map<number, number>();
  const open = [...(children.get(-1) ?? [])].reverse().map((node) => ({ node, parent: -1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent } = next;
    if (parentOf.has(node.process)) continue;
    parentOf.set(node.process, parent);
    order.push(node);
    const below = children.get(node.process) ?? [];
    for (let index = below.length - 1; index >= 0; index--) open.push({ node: below[index]!, parent: node.process });
  }
  return { order, parentOf };
}

/** Which nodes are drawn: who is wanted and all ancestors of those. */
function wanted(order: readonly TreeNode[], parentOf: ReadonlyMap<number, number>, choice: TreeChoice) {
  const kept = new Set<number>();
  let others = 0;
  for (const { process } of [...order].reverse()) {
    const shown = choice.shown(process);
    if (shown === 'own') kept.add(process);
    else if (shown === 'other' && !kept.has(process)) others++;
    const parent = parentOf.get(process)!;
    if (kept.has(process) && parent >= 0) kept.add(parent);
  }
  const children = new Map<number, number>();
  for (const { process } of order) {
    const parent = parentOf.get(process)!;
    if (kept.has(process)) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return { kept, others, children, positions: new Map<number, number>() };
}

const noTexts: BoxTexts = {
  name: '',
  pid: '',
  pidX: 0,
  reason: '',
  reasonX: 0,
  badge: '',
  badgeX: 0,
  badgeWidth: 0,
  foldX: Infinity,
};
const shortBox = { texts: noTexts, width: 25 };

const signRoom = 24;
const gap = 8;

function box(
  { label, status, reason, restarts }: TreeNode,
  measure: Measure,
  foldable: boolean,
): { readonly texts: BoxTexts; readonly width: number } {
  const name = measure.fit(label.name === '' ? label.pid : label.name, 'label', widestName);
  let end = signRoom + measure.width(name, 'label');
  const next = (text: string, room: number): { readonly text: string; readonly x: number } => {
    const fitted = text === '' ? '' : measure.fit(text, 'small', room);
    const x = end + gap;
    if (fitted !== '') end = x + measure.width(fitted, 'small');
    return { text: fitted, x };
  };
  const pid = next(label.name === '' ? '' : label.pid, widestName);
  const ended = status === 'crashed' || status === 'exited';
  const why = next(ended && reason !== null ? reason : '', widestReason);
  const badge = restarts > 0 ? `restarted ${restarts}×` : '';
  const badgeX = end + gap;
  const badgeWidth = badge === '' ? 0 : measure.width(badge, 'small') + 12;
  if (badge !== '') end = badgeX + badgeWidth;
  const foldX = end + gap;
  if (foldable) end = foldX + 12;
  return {
    texts: {
      name,
      pid: pid.text,
      pidX: pid.x,
      reason: why.text,
      reasonX: why.x,
      badge,
      badgeX,
      badgeWidth,
      foldX,
    },
    width: Math.ceil(end + 10),
  };
}

/** Where one lands who presses a key on node `index`; null: nowhere. Folding is asked for by `fold`. */
export function treeKey(
  { placed }: TreeShape,
  index: number,
  key: string,
): { readonly index: number } | { readonly fold: boolean } | null {
  const now = placed[index];
  if (now === undefined) return placed.length > 0 && key.startsWith('Arrow') ? { index: 0 } : null;
  const last = placed.length - 1;
  if (key === 'ArrowDown') return { index: Math.min(last, index + 1) };
  if (key === 'ArrowUp') return { index: Math.max(0, index - 1) };
  if (key === 'Home') return { index: 0 };
  if (key === 'End') return { index: last };
  if (key === 'ArrowRight') return now.folded ? { fold: false } : now.foldable ? { index: index + 1 } : null;
  if (key === 'ArrowLeft') {
    if (now.foldable && !now.folded) return { fold: true };
    return now.parent >= 0 ? { index: now.parent } : null;
  }
  return null;
}

/** What lies under a point: a node, and on which part of it. */
export function treeHit(
  { placed }: TreeShape,
  x: number,
  y: number,
): { readonly index: number; readonly part: 'box' | 'badge' | 'fold' } | null {
  // Rows ascend with the index: only those of one row are looked at.
  for (let index = firstAtRow(placed, y - nodeHeight); index < placed.length; index++) {
    const { x: left, y: top, width, texts, foldable } = placed[index]!;
    if (top > y) break;
    if (y > top + nodeHeight || x < left || x > left + width) continue;
    const inside = x - left;
    if (foldable && inside >= texts.foldX - 4) return { index, part: 'fold' };
    if (texts.badge !== '' && inside >= texts.badgeX && inside <= texts.badgeX + texts.badgeWidth)
      return { index, part: 'badge' };
    return { index, part: 'box' };
  }
  return null;
}

/** The first node whose row does not end above `y`. */
export function firstAtRow(placed: readonly PlacedNode[], y: number): number {
  let [low, high] = [0, placed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placed[middle]!.y < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The crash path as drawn: its processes numbered in the order in which they failed, and an arrow from each to the next. */
export function crashArrows(
  shape: TreeShape,
  path: readonly { readonly process: number }[],
): readonly { readonly number: number; readonly from: number; readonly to: number }[] {
  const arrows: { number: number; from: number; to: number }[] = [];
  let before = -1;
  path.forEach(({ process }, step) => {
    const at = shape.ofProcess.get(process) ?? -1;
    if (at < 0 || at === before) return;
    arrows.push({ number: step + 1, from: before, to: at });
    before = at;
  });
  return arrows;
}
