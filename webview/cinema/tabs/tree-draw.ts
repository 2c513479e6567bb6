import type { ProcessStatus, ProcessTree } from '../../../protocol/index.ts';
import type { Area, Item } from '../parts/scroll-picture.ts';
import { paint, svgElement } from '../parts/svg.ts';
import { fontSizes } from '../render/fonts.ts';
import type { Palette } from '../theme/theme.ts';
import { crashArrows, firstAtRow, nodeHeight, type PlacedNode, rowPitch, type TreeShape } from './tree-layout.ts';

/** What of the page's state shows in the tree. */
export interface TreeMarks {
  /** Process of the selected event, -1: none. */
  readonly selected: number;
  /** Process the keys are at. */
  readonly active: number;
}

/** What lies in the area, back to front: lines to parents, links, boxes, the crash path. */
export function drawTree(
  tree: ProcessTree,
  shape: TreeShape,
  marks: TreeMarks,
  palette: Palette,
  area: Area,
): readonly Item[] {
  const { placed } = shape;
  const items: Item[] = [];
  const boxes: Item[] = [];
  const inArea = (from: PlacedNode, to: PlacedNode): boolean =>
    Math.min(from.y, to.y) <= area.bottom && Math.max(from.y, to.y) + nodeHeight >= area.top;
  for (const [index, one] of placed.entries()) {
    const parent = placed[one.parent];
    if (parent === undefined || !inArea(parent, one)) continue;
    items.push(lineToParent(parent, one, index, palette));
  }
  for (let at = 0; at + 1 < tree.links.length; at += 2) {
    const [from, to] = [nodeOf(shape, tree.links[at]!), nodeOf(shape, tree.links[at + 1]!)];
    if (from !== undefined && to !== undefined && from !== to && inArea(from, to))
      items.push(linkCurve(from, to, palette));
  }
  for (let index = firstAtRow(placed, area.top - rowPitch); index < placed.length; index++) {
    const one = placed[index]!;
    if (one.y > area.bottom) break;
    boxes.push(drawBox(one, marks, palette));
  }
  items.push(...boxes);
  for (const { number, from, to } of crashArrows(shape, tree.crashPath)) {
    const target = placed[to]!;
    const source = placed[from];
    if (inArea(source ?? target, target)) items.push(crashArrow(number, source, target, palette));
  }
  return items;
}

function nodeOf(shape: TreeShape, process: number): PlacedNode | undefined {
  return shape.placed[shape.ofProcess.get(process) ?? -1];
}

const middle = ({ y }: PlacedNode): number => y + nodeHeight / 2;

function lineToParent(parent: PlacedNode, child: PlacedNode, index: number, palette: Palette): Item {
  const [x1, y1] = [parent.x + parent.width, middle(parent)];
  const [x2, y2] = [child.x, middle(child)];
  const trunk = x2 - Math.min(16, (x2 - x1) / 2);
  const path =
    y1 === y2
      ? `M${x1} ${y1}H${x2}`
      : `M${x1} ${y1}H${trunk - 6}Q${trunk} ${y1} ${trunk} ${y1 + 6}V${y2 - 6}Q${trunk} ${y2} ${trunk + 6} ${y2}H${x2}`;
  const { linked } = child.node;
  return {
    key: `line-${index}`,
    version: `${path} ${linked}`,
    make: () =>
      svgElement('path', {
        d: path,
        fill: 'none',
        stroke: paint(palette.faintText),
        'stroke-width': linked ? 1.2 : 1,
        ...(!linked && { 'stroke-dasharray': '2 4' }),
      }),
  };
}

/** From right edge to right edge, bulging to the right. */
function curve(
  from: PlacedNode,
  to: PlacedNode,
  bulge: number,
): { readonly path: string; readonly x: number; readonly y: number } {
  const [x1, y1, x2, y2] = [from.x + from.width, middle(from), to.x + to.width, middle(to)];
  const right = Math.max(x1, x2) + bulge;
  // The middle of a cubic curve: an eighth of its ends and three eighths of its handles.
  return {
    path: `M${x1} ${y1}C${right} ${y1} ${right} ${y2} ${x2} ${y2}`,
    x: (x1 + x2) / 8 + right * 0.75,
    y: (y1 + y2) / 2,
  };
}

function linkCurve(from: PlacedNode, to: PlacedNode, palette: Palette): Item {
  const { path } = curve(from, to, Math.min(90, 24 + Math.abs(from.y - to.y) / 8));
  return {
    key: `link-${from.node.process}-${to.node.process}`,
    version: path,
    make: () =>
      svgElement(
        'path',
        { d: path, fill: 'none', stroke: paint(palette.message), 'stroke-width': 1.2, 'stroke-opacity': 0.7 },
        svgElement('title', {}, `linked: ${nameOf(from)} and ${nameOf(to)}`),
      ),
  };
}

const nameOf = ({ node: { label } }: PlacedNode): string => `${label.name} ${label.pid}`.trim();

/** `step`: whom the crash took along as number `number`, after `from`. */
function crashArrow(number: number, from: PlacedNode | undefined, to: PlacedNode, palette: Palette): Item {
  const red = paint(palette.crash);
  const x = to.x + to.width;
  const y = middle(to);
  const arrow = from === undefined ? null : curve(from, to, Math.min(110, 44 + Math.abs(from.y - to.y) / 6));
  const [signX, signY] = arrow === null ? [to.x - 2, to.y + 2] : [arrow.x, arrow.y];
  return {
    key: `crash-${number}`,
    version: `${arrow?.path ?? ''} ${signX} ${signY}`,
    make: () =>
      svgElement(
        'g',
        {},
        svgElement('title', {}, `Crash, step ${number}: ${nameOf(to)}`),
        ...(arrow === null
          ? []
          : [
              svgElement('path', { d: arrow.path, fill: 'none', stroke: red, 'stroke-width': 2 }),
              svgElement('path', { d: `M${x + 1} ${y}l9 -4.5v9z`, fill: red }),
            ]),
        svgElement('circle', {
          cx: signX,
          cy: signY,
          r: 8.5,
          fill: red,
          stroke: paint(palette.background),
          'stroke-width': 1.5,
        }),
        svgElement(
          'text',
          {
            x: signX,
            y: signY,
            fill: paint(palette.background),
            'font-size': fontSizes.small,
            'font-weight': 700,
            'text-anchor': 'middle',
            'dominant-baseline': 'central',
          },
          String(number),
        ),
      ),
  };
}

const statusWords: Readonly<Record<ProcessStatus, string>> = {
  'not started': 'not started yet',
  running: 'running',
  waiting: 'waiting',
  exited: 'exited',
  crashed: 'crashed',
};

/** What a screen reader says of a node, and its tooltip. */
export function describeNode({ node, members, folded }: PlacedNode): string {
  return [
    `${node.label.name} ${node.label.pid}`.trim(),
    node.supervisor ? 'supervisor' : '',
    statusWords[node.status],
    node.reason ?? '',
    node.restarts > 0 ? `restarted ${node.restarts} times` : '',
    folded ? `${members} folded` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** A supervisor is a box with corners, a worker a rounded one, as OTP's own documentation draws them. */
function drawBox(one: PlacedNode, { selected, active }: TreeMarks, palette: Palette): Item {
  const { node, x, y, width, texts, context, foldable, folded, members } = one;
  const isSelected = node.process === selected;
  const isActive = node.process === active;
  return {
    key: `node-${node.process}`,
    version: JSON.stringify([
      x,
      y,
      width,
      texts,
      node.status,
      node.supervisor,
      context,
      foldable,
      folded,
      members,
      isSelected,
      isActive,
      one.position,
      one.siblings,
    ]),
    make: () => {
      const gone = node.status === 'exited' || node.status === 'crashed' || node.status === 'not started';
      const outline = isSelected ? palette.selection : node.status === 'crashed' ? palette.crash : palette.faintText;
      const round = node.supervisor ? 1 : nodeHeight / 2;
      const line = { fill: 'none', stroke: paint(outline), 'stroke-width': isSelected ? 2.5 : 1.2 };
      const small = { y: nodeHeight / 2, 'font-size': fontSizes.small, 'dominant-baseline': 'central' };
      const group = svgElement(
        'g',
        {
          transform: `translate(${x} ${y})`,
          role: 'treeitem',
          'aria-label': describeNode(one),
          'aria-level': one.depth + 1,
          'aria-posinset': one.position,
          'aria-setsize': one.siblings,
          'aria-selected': String(isSelected),
          ...(foldable && { 'aria-expanded': String(!folded) }),
          ...(context && { opacity: 0.5 }),
          cursor: 'pointer',
        },
        svgElement('title', {}, `${describeNode(one)}\nclick: select, double click: go to its birth`),
        svgElement('rect', { width, height: nodeHeight, rx: round, fill: paint(palette.background) }),
        svgElement('rect', {
          width,
          height: nodeHeight,
          rx: round,
          ...line,
          fill: paint(isSelected ? palette.selected : palette.laneOdd),
          ...(gone && { 'stroke-dasharray': '4 3' }),
        }),
        ...(node.supervisor
          ? [
              svgElement('rect', {
                x: 2.5,
                y: 2.5,
                width: width - 5,
                height: nodeHeight - 5,
                ...line,
                'stroke-width': 1,
              }),
            ]
          : []),
        ...(isActive
          ? [
              svgElement('rect', {
                x: -3,
                y: -3,
                width: width + 6,
                height: nodeHeight + 6,
                rx: round + 2,
                fill: 'none',
                stroke: paint(palette.cursor),
                'stroke-dasharray': '1 2',
              }),
            ]
          : []),
        statusSign(node.status, palette),
        svgElement(
          'text',
          {
            x: 24,
            y: nodeHeight / 2,
            'font-size': fontSizes.label,
            'dominant-baseline': 'central',
            fill: paint(gone ? palette.faintText : palette.text),
          },
          texts.name,
        ),
        svgElement('text', { ...small, x: texts.pidX, fill: paint(palette.faintText) }, texts.pid),
        svgElement(
          'text',
          { ...small, x: texts.reasonX, fill: paint(node.status === 'crashed' ? palette.crash : palette.faintText) },
          texts.reason,
        ),
      );
      if (texts.badge !== '') group.append(badge(one, palette));
      if (foldable && !one.short) group.append(foldSign(one, palette));
      return group;
    },
  };
}

function badge({ texts, node }: PlacedNode, palette: Palette): SVGElement {
  return svgElement(
    'g',
    { cursor: 'pointer' },
    svgElement(
      'title',
      {},
      `restarted ${node.restarts}×${node.replaced >= 0 ? '\nclick: go to the end of the one it replaced' : ''}`,
    ),
    svgElement('rect', {
      x: texts.badgeX,
      y: 4,
      width: texts.badgeWidth,
      height: nodeHeight - 8,
      rx: 3,
      fill: 'none',
      stroke: paint(palette.exception),
    }),
    svgElement(
      'text',
      {
        x: texts.badgeX + 6,
        y: nodeHeight / 2,
        'font-size': fontSizes.small,
        'dominant-baseline': 'central',
        fill: paint(palette.exception),
      },
      texts.badge,
    ),
  );
}

/** At the right end of a box: − folds its children, + shows them, with their number beside the box. */
function foldSign({ texts, folded, members, width }: PlacedNode, palette: Palette): SVGElement {
  const centre = { x: texts.foldX + 5, y: nodeHeight / 2 };
  const line = { stroke: paint(palette.text), 'stroke-width': 1.3 };
  return svgElement(
    'g',
    { cursor: 'pointer' },
    svgElement('circle', {
      cx: centre.x,
      cy: centre.y,
      r: 5.5,
      fill: paint(palette.background),
      stroke: paint(palette.faintText),
    }),
    svgElement('path', {
      d: `M${centre.x - 3} ${centre.y}h6${folded ? `M${centre.x} ${centre.y - 3}v6` : ''}`,
      fill: 'none',
      ...line,
    }),
    svgElement(
      'text',
      {
        x: width + 6,
        y: centre.y,
        'font-size': fontSizes.small,
        'dominant-baseline': 'central',
        fill: paint(palette.faintText),
      },
      folded ? `+${members}` : '',
    ),
  );
}

/** Runs: a filled triangle; waits: a ring; exited: a hollow square; crashed: a cross; not started: a dashed ring. */
export function statusSign(status: ProcessStatus, palette: Palette): SVGElement {
  const y = nodeHeight / 2;
  if (status === 'running') return svgElement('path', { d: `M9 ${y - 5}l8 5l-8 5z`, fill: paint(palette.spawn) });
  if (status === 'crashed')
    return svgElement('path', {
      d: `M8 ${y - 4.5}l9 9m0 -9l-9 9`,
      fill: 'none',
      stroke: paint(palette.crash),
      'stroke-width': 2.5,
    });
  if (status === 'exited')
    return svgElement('rect', {
      x: 8.5,
      y: y - 4,
      width: 8,
      height: 8,
      fill: 'none',
      stroke: paint(palette.exit),
      'stroke-width': 1.6,
    });
  return svgElement('circle', {
    cx: 12.5,
    cy: y,
    r: 4.2,
    fill: 'none',
    stroke: paint(palette.faintText),
    'stroke-width': 1.8,
    ...(status === 'not started' && { 'stroke-dasharray': '2 2' }),
  });
}
