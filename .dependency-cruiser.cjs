/**
 * The walls between the rooms. There is no list of exceptions: a rule that is in the way is changed here, for everyone.
 *
 * A room is entered through its `index.ts` alone. A room may have a second face, `testing.ts`, with what tests of other
 * rooms need to build their fixtures (generators, drawings); no product code may import it.
 */

const ROOMS = ['trace', 'query', 'protocol', 'adapter', 'webview', 'extension', 'cli'];

/** Which other rooms a room may import. `protocol` imports no one; `trace` and `query` have no use for it. */
const MAY_IMPORT = {
  trace: [],
  query: ['trace'],
  protocol: [],
  adapter: ['trace', 'query', 'protocol'],
  cli: ['trace', 'query', 'adapter', 'protocol'],
  webview: ['protocol'],
  extension: ['protocol'],
};

const TEST = '(\\.test\\.ts$|/testing\\.ts$|^test/|^bench/)';
const rooms = (names) => `^(${names.join('|')})/`;

/** One rule per room: it reaches no room but those listed. */
const walls = ROOMS.map((room) => ({
  name: `${room}-reaches-only-its-neighbours`,
  comment: `${room}/ may import: ${MAY_IMPORT[room].join(', ') || 'no other room'}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: rooms(ROOMS.filter((other) => other !== room && !MAY_IMPORT[room].includes(other))) },
}));

/** One rule per room: others come in through the front door. */
const doors = ROOMS.map((room) => ({
  name: `${room}-is-entered-through-its-index`,
  comment: `Import ${room}/index.ts (in tests also ${room}/testing.ts), nothing behind it.`,
  severity: 'error',
  from: { pathNot: `^${room}/` },
  to: { path: `^${room}/`, pathNot: `^${room}/(index|testing)\\.ts$` },
}));

const SOCKETS = '^(node:)?(net|tls|http|https|http2|dgram|dns)$';

module.exports = {
  forbidden: [
    ...walls,
    ...doors,
    {
      name: 'fixtures-stay-in-tests',
      comment: 'A testing.ts and everything under test/ and bench/ is for tests.',
      severity: 'error',
      from: { pathNot: TEST },
      to: { path: '(^(test|bench)/|/testing\\.ts$)' },
    },
    {
      name: 'test-tools-stay-in-tests',
      severity: 'error',
      from: { path: rooms(ROOMS), pathNot: TEST },
      to: { path: '(^|/)node_modules/(mocha|fast-check|playwright-core)/|^node:test|^(node:)?assert' },
    },
    {
      name: 'scripts-are-not-a-library',
      comment: 'What scripts/ does is for building; no room imports it.',
      severity: 'error',
      from: { path: rooms(ROOMS) },
      to: { path: '^scripts/' },
    },
    {
      name: 'trace-and-query-open-no-sockets',
      comment: 'The trace is pure: it reads bytes and answers questions.',
      severity: 'error',
      from: { path: '^(trace|query)/', pathNot: TEST },
      to: { path: `${SOCKETS}|(^|/)node_modules/ws/` },
    },
    {
      name: 'trace-knows-no-debug-protocol',
      severity: 'error',
      from: { path: '^(trace|query)/' },
      to: { path: '(^|/)node_modules/@vscode/debug(adapter|protocol)/' },
    },
    {
      name: 'only-the-extension-knows-vscode',
      comment: 'The adapter runs with only Node, for any editor.',
      severity: 'error',
      from: { path: rooms(ROOMS), pathNot: '^extension/' },
      to: { path: '^vscode$|(^|/)node_modules/(@types/vscode|vscode-languageclient|@types/vscode-webview)/' },
    },
    {
      name: 'the-page-runs-in-a-browser',
      comment: 'The cinema page runs in a plain browser too: no Node modules.',
      severity: 'error',
      from: { path: '^webview/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'protocol-is-types-only',
      severity: 'error',
      from: { path: '^protocol/', pathNot: TEST },
      to: { pathNot: '^protocol/|(^|/)node_modules/@vscode/debugprotocol/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.vscode-e2e|examples|recorder)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
