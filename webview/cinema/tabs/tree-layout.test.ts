import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessTree, TreeNode } from '../../../protocol/index.ts';
import { createMeasure } from '../render/measure.ts';
import {
  crashArrows,
  nodeHeight,
  shapeOfTree,
  treeHit,
  treeKey,
  type TreeChoice,
  type TreeShape,
} from './tree-layout.ts';

const measure = createMeasure((text) => text.length * 6);
const all: TreeChoice = { shown: () => 'own', folded: new Set(), unfolded: new Set() };

function node(process: number, parent: number, more: Partial<TreeNode> = {}): TreeNode {
  return {
    process,
    label: { name: `P${process}`, pid: `<0.${process}.0>`, isMachinery: false },
    parent,
    status: 'running',
    born: process,
    died: -1,
    linked: true,
    supervisor: false,
    restarts: 0,
    replaced: -1,
    reason: null,
    ...more,
  };
}

function tree(...nodes: readonly TreeNode[]): ProcessTree {
  return { moment: 0, nodes, leftOut: 0, links: new Int32Array(), crashPath: [] };
}

/** A line a box, indented by its column, with its row. */
function drawn({ placed }: TreeShape): readonly string[] {
  const top = placed[0]?.y ?? 0;
  return placed.map(
    ({ node: { process }, depth, y, folded, members, context }) =>
      `${(y - top) / 32}${'  '.repeat(depth + 1)}${process}${folded ? ` +${members}` : ''}${context ? ' (context)' : ''}`,
  );
}

const family = tree(node(0, -1), node(1, 0), node(3, 1), node(2, 0), node(5, 1), node(4, -1));

describe('layout of the process tree', () => {
  it('puts a parent in the row of its first child, and siblings in the order of their first appearance', () => {
    assert.deepEqual(drawn(shapeOfTree(family, all, measure)), [
      '0  0',
      '0    1',
      '0      3',
      '1      5',
      '2    2',
      '3  4',
    ]);
  });

  it('folds a subtree into one box that counts it', () => {
    const shape = shapeOfTree(family, { ...all, folded: new Set([1]) }, measure);
    assert.deepEqual(drawn(shape), ['0  0', '0    1 +2', '1    2', '2  4']);
    assert.equal(shape.ofProcess.get(5), shape.ofProcess.get(1));
  });

  it('folds a parent of many by itself until it is unfolded by hand', () => {
    const many = tree(node(0, -1), ...Array.from({ length: 60 }, (_, index) => node(index + 1, 0)));
    assert.deepEqual(drawn(shapeOfTree(many, all, measure)), ['0  0 +60']);
    assert.equal(shapeOfTree(many, { ...all, unfolded: new Set([0]) }, measure).placed.length, 61);
  });

  it('keeps ancestors of what the filter finds, and counts what is only OTP’s own', () => {
    const choice: TreeChoice = { ...all, shown: (process) => (process === 5 ? 'own' : process === 4 ? 'other' : 'no') };
    const shape = shapeOfTree(family, choice, measure);
    assert.deepEqual(drawn(shape), ['0  0 (context)', '0    1 (context)', '0      5']);
    assert.equal(shape.others, 1);
  });

  it('draws OTP’s own with a single child as a mere sign, so that the program stands near', () => {
    const label = { name: 'application_master:init/4', pid: '<0.9.0>', isMachinery: true };
    const chain = tree(
      node(0, -1, { label }),
      node(1, 0, { label }),
      node(2, 1),
      node(3, -1, { label, status: 'crashed' }),
      node(4, 3),
    );
    const { placed } = shapeOfTree(chain, all, measure);
    assert.deepEqual(
      placed.map(({ short }) => short),
      [true, true, false, false, false],
    );
    assert.ok(placed[2]!.x < placed[3]!.width);
  });

  it('keeps the order of those that stay while others come and go', () => {
    const before = shapeOfTree(family, all, measure).placed.map((one) => one.node.process);
    const later = shapeOfTree(tree(...family.nodes.filter((one) => one.process !== 3), node(9, 0)), all, measure);
    const after = later.placed.map((one) => one.node.process);
    assert.deepEqual(
      after.filter((process) => process !== 9),
      before.filter((process) => process !== 3),
    );
  });

  it('places any forest, also a damaged one, without boxes that overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.integer({ min: -1, max: 40 })), { maxLength: 60 }),
        fc.array(fc.nat(40)),
        (pairs, folded) => {
          const nodes = [...new Map(pairs).entries()].map(([process, parent]) => node(process, parent));
          const { placed } = shapeOfTree(tree(...nodes), { ...all, folded: new Set(folded) }, measure);
          placed.forEach((one, index) => {
            const next = placed.find((other, at) => at > index && other.y === one.y);
            assert.ok(next === undefined || next.x >= one.x + one.width);
            assert.ok(one.parent < index && (one.parent < 0 || placed[one.parent]!.x < one.x));
          });
        },
      ),
    );
  });

  it('survives a chain of two thousand', () => {
    const chain = tree(...Array.from({ length: 2000 }, (_, index) => node(index, index - 1)));
    assert.equal(shapeOfTree(chain, all, measure).placed.at(-1)?.depth, 1999);
  });
});

describe('keys and mouse in the process tree', () => {
  const shape = shapeOfTree(family, all, measure);
  const at = (process: number): number => shape.ofProcess.get(process)!;

  it('moves as a tree does', () => {
    assert.deepEqual(treeKey(shape, at(1), 'ArrowDown'), { index: at(3) });
    assert.deepEqual(treeKey(shape, at(5), 'ArrowLeft'), { index: at(1) });
    assert.deepEqual(treeKey(shape, at(1), 'ArrowLeft'), { fold: true });
    assert.deepEqual(treeKey(shape, at(1), 'ArrowRight'), { index: at(3) });
    assert.deepEqual(treeKey(shape, at(4), 'End'), { index: at(4) });
    assert.equal(treeKey(shape, at(4), 'ArrowRight'), null);
    const folded = shapeOfTree(family, { ...all, folded: new Set([1]) }, measure);
    assert.deepEqual(treeKey(folded, folded.ofProcess.get(1)!, 'ArrowRight'), { fold: false });
  });

  it('finds the box under the mouse, its badge and its fold', () => {
    const restarted = shapeOfTree(tree(node(0, -1, { restarts: 2, replaced: 7 }), node(1, 0)), all, measure);
    const box = restarted.placed[0]!;
    const y = box.y + nodeHeight / 2;
    assert.deepEqual(treeHit(restarted, box.x + 3, y), { index: 0, part: 'box' });
    assert.deepEqual(treeHit(restarted, box.x + box.texts.badgeX + 3, y), { index: 0, part: 'badge' });
    assert.deepEqual(treeHit(restarted, box.x + box.texts.foldX + 3, y), { index: 0, part: 'fold' });
    assert.equal(treeHit(restarted, box.x + box.width + 3, y), null);
    const second = restarted.placed[1]!;
    assert.deepEqual(treeHit(restarted, second.x + 3, y), { index: 1, part: 'box' });
  });
});

describe('the crash path in the process tree', () => {
  it('numbers whom the crash took along and leads from each to the next, through folded boxes too', () => {
    const path = [3, 3, 5, 2].map((process) => ({ process }));
    const arrows = (folded: readonly number[]): readonly string[] => {
      const shape = shapeOfTree(family, { ...all, folded: new Set(folded) }, measure);
      const name = (index: number): string => String(shape.placed[index]?.node.process ?? '-');
      return crashArrows(shape, path).map(({ number, from, to }) => `${number}: ${name(from)} → ${name(to)}`);
    };
    assert.deepEqual(arrows([]), ['1: - → 3', '3: 3 → 5', '4: 5 → 2']);
    assert.deepEqual(arrows([1]), ['1: - → 1', '4: 1 → 2']);
  });
});
