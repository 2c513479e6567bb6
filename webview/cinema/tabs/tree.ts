import type { ProcessTree } from '../../../protocol/index.ts';
import { element } from '../../element.ts';
import type { App, View } from '../app.ts';
import { iconButton } from '../parts/icon.ts';
import { oneAtATime } from '../parts/one-at-a-time.ts';
import { scrollPicture } from '../parts/scroll-picture.ts';
import { canvasMeasure } from '../render/measure.ts';
import { playheadOf, type FilmState } from '../state/film-state.ts';
import { crashList } from './tree-crash.ts';
import { drawTree } from './tree-draw.ts';
import {
  shapeOfTree,
  treeHit,
  treeKey,
  firstAtRow,
  nodeHeight,
  type TreeChoice,
  type TreeShape,
} from './tree-layout.ts';
import { newestEventOf } from './newest-event.ts';
import { treeLegend, treeSummary } from './tree-summary.ts';
import { whileShown } from './while-shown.ts';
import './tree.css';

const noTree: ProcessTree = { moment: -1, nodes: [], leftOut: 0, links: new Int32Array(), crashPath: [] };

/** Who supervises and is linked to whom, as of the playhead, with restarts and the path of the newest crash. */
export function createTreeView(app: App): View {
  const { actions, client, store, theme } = app;
  let tree = noTree;
  let measure = canvasMeasure(theme.palette());
  let shape: TreeShape = shapeOfTree(noTree, choiceOf(store.get()), measure);
  /** Process the keys are at; the selected one until a key is pressed. */
  let active = -1;
  /** The selected process is to be brought on screen once. */
  let isNewlyShown = true;

  const picture = scrollPicture({
    label: 'Processes under who started them',
    role: 'tree',
    className: 'tree-picture',
    theme,
    size: () => ({ width: shape.width, height: shape.height, head: 0 }),
    head: () => [],
    body: (area) =>
      drawTree(tree, shape, { selected: store.get().selection?.process ?? -1, active }, theme.palette(), area),
  });
  const summary = element('span', 'tree-summary');
  const others = element('button', 'link-button tree-others');
  others.type = 'button';
  others.addEventListener('click', () => actions.arrange({ showOthers: true }));
  const legend = element('div', 'tree-legend');
  const crash = crashList(actions);
  const bar = element(
    'div',
    'tree-bar',
    summary,
    others,
    legend,
    iconButton('collapse-all', 'Fold all', () => foldAll(true)),
    iconButton('expand-all', 'Unfold all', () => foldAll(false)),
  );
  const view = element('div', 'tree', bar, element('div', 'tree-content', picture.element, crash.element));

  /** What is at the top of the screen stays there, whoever came or went above it. */
  const layOut = (): void => {
    const scroller = picture.element;
    const top = shape.placed[firstAtRow(shape.placed, scroller.scrollTop)];
    const offset = top === undefined ? 0 : top.y - scroller.scrollTop;
    shape = shapeOfTree(tree, choiceOf(store.get()), measure);
    picture.draw();
    const now = top === undefined ? undefined : shape.placed[shape.ofProcess.get(top.node.process) ?? -1];
    if (now !== undefined && scroller.scrollTop > 0) scroller.scrollTop = now.y - offset;
    summary.textContent = treeSummary(tree, shape, store.get());
    others.textContent = shape.others > 0 ? `show ${shape.others} others` : '';
    crash.show(tree.crashPath, store.get());
  };

  const ask = oneAtATime(async () => {
    if (store.get().directory === null) return;
    const { moment } = playheadOf(store.get());
    const answered = await client.askNewest('tree', 'tree', { moment });
    if (answered.ok) {
      tree = answered.value;
      layOut();
      if (isNewlyShown) reveal((store.get().selection ?? playheadOf(store.get())).process);
      isNewlyShown = false;
    } else if (!answered.cancelled) actions.complain(answered.problem);
  });

  const reveal = (process: number): void => {
    const one = shape.placed[shape.ofProcess.get(process) ?? -1];
    if (one === undefined) return;
    const [left, right] = [one.x - 16, one.x + one.width + 16];
    picture.reveal({ top: one.y - 6, bottom: one.y + nodeHeight + 6 }, { left, right });
  };
  const foldAll = (folded: boolean): void => {
    const parents = shape.placed.filter(({ foldable }) => foldable).map(({ node }) => node.process);
    const { arrangement } = store.get();
    actions.arrange(
      folded
        ? { folded: [...new Set([...arrangement.folded, ...parents])], unfolded: [] }
        : { folded: [], unfolded: [...new Set([...arrangement.unfolded, ...arrangement.folded, ...parents])] },
    );
  };
  const fold = (process: number, isFolded: boolean): void => {
    const { folded, unfolded } = store.get().arrangement;
    const without = (list: readonly number[]): readonly number[] => list.filter((one) => one !== process);
    actions.arrange(
      isFolded
        ? { folded: [...without(folded), process], unfolded: without(unfolded) }
        : { folded: without(folded), unfolded: [...without(unfolded), process] },
    );
  };
  const select = (process: number): void => {
    void newestEventOf(app, process).then((place) => {
      if (place !== null) actions.select(place);
    });
  };
  const activate = (index: number): void => {
    const one = shape.placed[index];
    if (one === undefined) return;
    active = one.node.process;
    reveal(active);
    picture.draw();
    picture.activate(`node-${active}`);
  };
  const goToBirth = (index: number): void => {
    const { node } = shape.placed[index]!;
    void actions.goTo(Math.max(0, node.born), node.process);
  };

  picture.element.addEventListener('click', (event) => {
    const { x, y } = picture.at(event);
    const hit = treeHit(shape, x, y);
    if (hit === null) return;
    const { node, folded } = shape.placed[hit.index]!;
    activate(hit.index);
    if (hit.part === 'fold') return fold(node.process, !folded);
    const replaced = tree.nodes.find(({ process }) => process === node.replaced);
    if (hit.part === 'badge' && node.replaced >= 0) {
      const died = replaced?.died ?? store.get().directory?.death[node.replaced] ?? -1;
      if (died >= 0) return void actions.goTo(died, node.replaced);
      return select(node.replaced);
    }
    select(node.process);
  });
  picture.element.addEventListener('dblclick', (event) => {
    const { x, y } = picture.at(event);
    const hit = treeHit(shape, x, y);
    if (hit?.part === 'box') goToBirth(hit.index);
  });
  picture.element.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    const index = shape.ofProcess.get(active) ?? shape.ofProcess.get(store.get().selection?.process ?? -1) ?? -1;
    const one = shape.placed[index];
    if (event.key === 'Enter' && one !== undefined) {
      if (event.ctrlKey || event.shiftKey) goToBirth(index);
      else select(one.node.process);
    } else {
      const next = event.ctrlKey ? null : treeKey(shape, index, event.key);
      // Left and right are the tree's, also where they lead nowhere: elsewhere they move the film.
      if (next === null && event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      if (next !== null && 'fold' in next) fold(one!.node.process, next.fold);
      else if (next !== null) activate(next.index);
    }
    event.preventDefault();
    event.stopPropagation();
  });

  const following = whileShown(app, {
    sized: picture.element,
    redraw: (fresh) => {
      if (fresh) {
        measure = canvasMeasure(theme.palette());
        shape = shapeOfTree(tree, choiceOf(store.get()), measure);
        legend.replaceChildren(...treeLegend(theme.palette()));
      }
      picture.draw(fresh);
    },
    changed: (now, before) => {
      if (before === null) isNewlyShown = true;
      const isNew = before === null || now.directory !== before.directory;
      if (isNew || playheadOf(now).moment !== playheadOf(before).moment) ask();
      if (isNew || now.rows !== before.rows || now.arrangement !== before.arrangement) layOut();
      else if (now.selection !== before.selection) {
        active = now.selection?.process ?? active;
        reveal(active);
        picture.draw();
      }
    },
  });
  return {
    name: 'tree',
    title: 'Tree',
    element: view,
    ...following,
    picture: () => Promise.resolve(picture.picture()),
  };
}

/** As the lanes have it: what has a lane is drawn, what only the row of others stands for is counted. */
function choiceOf({ rows, arrangement }: FilmState): TreeChoice {
  return {
    shown: (process) => {
      const row = rows.ofProcess[process] ?? -1;
      if (row < 0) return 'no';
      return rows.process[row]! < 0 ? 'other' : 'own';
    },
    folded: new Set(arrangement.folded),
    unfolded: new Set(arrangement.unfolded),
  };
}
