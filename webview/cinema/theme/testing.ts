/** What colours look like to people who see fewer of them, for tests of the palettes. */
import { blueOf, greenOf, redOf } from '../render/colour.ts';
import type { Colour } from '../render/renderer.ts';
import { lightOf } from './contrast.ts';

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/**
 * Simulations of the full absence of one kind of cone, for linear RGB. Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
 * "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer
 * Graphics 15(6), 2009: table of matrices, severity 1.0.
 */
export const sights: Readonly<Record<'usual' | 'protanopia' | 'deuteranopia' | 'tritanopia', Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Matrix, [x, y, z]: Triple): Triple =>
  matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Triple;

const LMS: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

/**
 * How far apart two colours look: the distance in OKLab (B. Ottosson, 2020) of what is seen; about 0.02 is the least that is noticed
 * side by side, black and white are 1 apart.
 */
export function distance(one: Colour, other: Colour, sight: Matrix): number {
  const seen = (colour: Colour): Triple => {
    const light: Triple = [lightOf(redOf(colour)), lightOf(greenOf(colour)), lightOf(blueOf(colour))];
    const [red, green, blue] = times(sight, light).map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple;
    const [l, m, s] = times(LMS, [red, green, blue]);
    return times(LAB, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
  };
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
