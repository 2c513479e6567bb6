import type { ProcessTree } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import { counted, printCount } from '../parts/time-text.ts';
import { paint, svgElement } from '../parts/svg.ts';
import type { FilmState } from '../state/film-state.ts';
import type { Palette } from '../theme/theme.ts';
import { statusSign } from './tree-draw.ts';
import { nodeHeight, type TreeShape } from './tree-layout.ts';

/** `9 processes, 2 folded into others; 14 more are alive`. */
export function treeSummary(
  tree: ProcessTree,
  { placed }: Pick<TreeShape, 'placed'>,
  { directory }: Pick<FilmState, 'directory'>,
): string {
  if (directory === null || tree.moment < 0) return '';
  const folded = placed.reduce((sum, { members }) => sum + members, 0);
  return [
    counted(placed.length + folded, 'process', 'processes'),
    ...(folded > 0 ? [`${printCount(folded)} of them folded`] : []),
    ...(tree.leftOut > 0 ? [`${printCount(tree.leftOut)} more are alive: too many to draw`] : []),
  ].join(', ');
}

/** What the shapes and lines mean. */
export function treeLegend(palette: Palette): readonly HTMLElement[] {
  const sign = (width: number, word: string, ...parts: readonly SVGElement[]): HTMLElement => {
    const drawing = svgElement('svg', { width, height: nodeHeight, 'aria-hidden': 'true' }, ...parts);
    const made = element('span', 'tree-sign', word);
    made.prepend(drawing);
    return made;
  };
  const line = (dashed: boolean, colour: number): SVGElement =>
    svgElement('path', {
      d: 'M2 12h20',
      stroke: paint(colour),
      'stroke-width': 1.4,
      ...(dashed && { 'stroke-dasharray': '2 4' }),
    });
  const box = (inset: number, round: number): SVGElement =>
    svgElement('rect', {
      x: 1 + inset,
      y: 5 + inset,
      width: 22 - 2 * inset,
      height: 14 - 2 * inset,
      rx: round,
      fill: 'none',
      stroke: paint(palette.faintText),
    });
  return [
    sign(24, 'supervisor', box(0, 1), box(2.5, 0)),
    sign(24, 'worker', box(0, 7)),
    ...(['running', 'waiting', 'exited', 'crashed'] as const).map((status) =>
      sign(22, status, statusSign(status, palette)),
    ),
    sign(24, 'linked to its parent', line(false, palette.faintText)),
    sign(24, 'not linked', line(true, palette.faintText)),
    sign(24, 'link', line(false, palette.message)),
  ];
}
