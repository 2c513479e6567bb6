/** The face of lanes/: the film as lanes, and the whole trace as a small picture above it. */
export { createLanesView } from './view.ts';
export { createMinimap } from './minimap.ts';
export { lanesKeys } from './film-keys.ts';
