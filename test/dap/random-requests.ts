import fc from 'fast-check';

/** Anything a client might put where a number, a text or an object is expected. */
const junk = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 1, 2, 3, 7, 1e9, 0.5, '', 'x', '__proto__', 'constructor', [], {}),
  fc.jsonValue({ maxDepth: 2 }),
);
const smallNumber = fc.integer({ min: -2, max: 40 });

/** Arguments with sensible names and mostly sensible values, so that requests get past the first check. */
const someArguments = fc.record(
  {
    threadId: smallNumber,
    frameId: smallNumber,
    variablesReference: smallNumber,
    startFrame: smallNumber,
    levels: smallNumber,
    start: smallNumber,
    count: smallNumber,
    filter: fc.constantFrom('indexed', 'named', 'other'),
    singleThread: fc.boolean(),
    verb: fc.constantFrom('stepBackInto', 'stepBackOut', 'toCause', 'toEffect', 'toString'),
    moment: smallNumber,
    time: fc.double({ noNaN: true }),
    fraction: fc.double({ min: -1, max: 2, noNaN: true }),
    process: smallNumber,
    expression: fc.constantFrom(
      'x',
      'x[0]',
      'x.y',
      'back',
      'out',
      'into',
      'cause',
      'effect',
      'continue',
      'rcontinue',
      'seek 3',
      'seek 50%',
      'seek 1ms',
      'seek',
      'where',
      'help',
      '1 +',
      '',
    ),
    context: fc.constantFrom('hover', 'watch', 'repl', 'clipboard', 'variables', '__proto__'),
    source: fc.constantFrom({ path: '/shop/lib/cart.ex' }, { sourceReference: 1 }, { sourceReference: 99 }, {}, null),
    line: smallNumber,
    endLine: smallNumber,
    column: smallNumber,
    targetId: smallNumber,
    breakpoints: fc.array(fc.record({ line: smallNumber }), { maxLength: 3 }),
    filters: fc.subarray(['uncaught', 'other']),
    requestId: smallNumber,
  },
  { requiredKeys: [] },
);

const commands = fc.constantFrom(
  'configurationDone',
  'setBreakpoints',
  'breakpointLocations',
  'setExceptionBreakpoints',
  'threads',
  'stackTrace',
  'scopes',
  'variables',
  'source',
  'loadedSources',
  'evaluate',
  'exceptionInfo',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'continue',
  'reverseContinue',
  'pause',
  'gotoTargets',
  'goto',
  'cancel',
  'restart',
  'cinema/step',
  'cinema/seek',
  'cinema/position',
  'launch',
  'initialize',
  'toString',
  '__proto__',
  'unheardOf',
);

export interface RandomRequest {
  readonly command: string;
  readonly given: unknown;
}

export const randomRequest: fc.Arbitrary<RandomRequest> = fc.record({
  command: commands,
  given: fc.oneof(
    { weight: 6, arbitrary: someArguments },
    { weight: 1, arbitrary: junk },
    {
      weight: 1,
      arbitrary: fc.dictionary(
        fc.constantFrom('threadId', 'frameId', 'source', 'line', 'breakpoints', 'expression', 'trace'),
        junk,
      ),
    },
  ),
});
