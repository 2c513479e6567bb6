import { frameAt, rootFrames, type FrameId, type Moment, type ProcessId, type Trace } from '../../../trace/index.ts';
import { type SpanRow } from '../../../protocol/index.ts';
import { type Handler } from '../film.ts';
import { pace } from '../pace.ts';
import { rootsOfAll } from './span-roots.ts';
import { causedBy, rowOf } from './spans.ts';

const mostRows = 5_000;

/** A call that has a row. */
interface Node {
  readonly frame: FrameId;
  readonly via: SpanRow['via'];
  readonly indent: number;
  /** What it caused, null until asked for; once it is opened, those of them that have a row under it. */
  children: readonly Node[] | null;
  /** Calls under it beyond those. */
  further: number;
  opened: boolean;
}

/**
 * Calls and what they caused, wherever that was. First those are unfolded that were asked for, then level by level as long as there is
 * room, so that the whole is seen before its details.
 */
export const waterfall: Handler<'waterfall'> = async ({ trace }, asked, asking) => {
  const limit = Math.min(mostRows, Math.max(1, Math.trunc(asked.limit)));
  const [from, to] = [Math.max(0, asked.from) as Moment, Math.min(trace.eventCount - 1, asked.to) as Moment];
  const pause = pace(asking);
  const found =
    asked.process === -1
      ? await rootsOfAll(trace, from, to, limit, () => pause(0, 'Looking for calls'))
      : rootFrames(trace, asked.process as ProcessId, from, to, limit);
  const roots = found.frames.map((frame) => nodeOf(frame, 'root', 0));
  /** A call has one row: what is caused in two ways, or (in a wrong trace) by itself, is shown where it comes first. */
  const shown = new Set<FrameId>(found.frames);
  const isFresh = ({ frame }: Node) => !shown.has(frame);
  const asks = new Set<number>(asked.open);
  for (const isWanted of [({ frame }: Node) => asks.has(frame), () => true]) {
    const open = [...roots];
    for (let at = 0; at < open.length; at++) {
      await pause(shown.size / limit, 'Following calls');
      const node = open[at]!;
      if (!node.opened && isWanted(node)) unfold(trace, node, isFresh, limit - shown.size);
      if (!node.opened) continue;
      for (const child of node.children!) {
        shown.add(child.frame);
        open.push(child);
      }
    }
  }
  const rows: SpanRow[] = [];
  let leftOut = found.leftOut;
  for (const node of inOrder(roots)) {
    await pause(rows.length / shown.size, 'Reading calls');
    const under = node.opened ? node.children!.length : node.children!.filter(isFresh).length;
    leftOut += node.further + (node.opened ? 0 : under);
    const { indent, via, opened } = node;
    rows.push(rowOf(trace, frameAt(trace, node.frame)!, { indent, via, children: under + node.further, opened }));
  }
  return { rows, leftOut, tokens: sumOf(rows, 'tokens'), cost: sumOf(rows, 'cost') };
};

function nodeOf(frame: FrameId, via: SpanRow['via'], indent: number): Node {
  return { frame, via, indent, children: null, further: 0, opened: false };
}

/** Opens a call if there is room for all that it caused. */
function unfold(trace: Trace, node: Node, isFresh: (node: Node) => boolean, room: number): void {
  if (node.children === null) {
    const { spans, leftOut } = causedBy(trace, node.frame);
    node.children = spans.map(({ frame, via }) => nodeOf(frame, via, node.indent + 1));
    node.further = leftOut;
  }
  const fresh = node.children.filter(isFresh);
  if (fresh.length === 0 || fresh.length > room) return;
  node.children = fresh;
  node.opened = true;
}

/** Each before what is under it. */
function inOrder(roots: readonly Node[]): readonly Node[] {
  const order: Node[] = [];
  const open = roots.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order.push(node);
    if (node.opened) open.push(...node.children!.toReversed());
  }
  return order;
}

/** What the rows know, each token once: a span that wraps others tells their sum again. Null where no row knows any. */
function sumOf(rows: readonly SpanRow[], of: 'tokens' | 'cost'): number | null {
  let sum: number | null = null;
  /** By indent: a row there, below the one looked at, knows some. */
  const known: boolean[] = [];
  for (const row of rows.toReversed()) {
    const isToldBelow = known[row.indent + 1] === true;
    known[row.indent + 1] = false;
    const own = row[of];
    if (own !== null && !isToldBelow) sum = (sum ?? 0) + own;
    if (own !== null || isToldBelow) known[row.indent] = true;
  }
  return sum;
}
