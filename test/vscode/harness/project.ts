import { inProject } from '../../../scripts/lib/project.mjs';

/** The package under test; `npm run package` writes it. */
export const VSIX: string = inProject('execution-cinema.vsix');

/** The workspace of the examples, with their recordings. */
export const EXAMPLES: string = inProject('examples');
