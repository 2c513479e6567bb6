export { openCinema } from './content.ts';
export { hasFileMagic, formatVersion } from './layout.ts';
