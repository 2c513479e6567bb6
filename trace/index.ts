/** The face of trace/: open a recording, ask about any moment of it, step through it. README.md says what the answers mean. */
export * from './model.ts';
export * from './term/index.ts';
// Of the two the one of the model: 'other' languages have no printer of their own.
export { type Language } from './model.ts';
export { closeTrace, type Trace } from './trace.ts';
export { defaultCacheFolder } from './cache/folder.ts';
export { openTrace, type OpenOptions } from './cache/open.ts';
/** Thrown by any question whose answer lies in a damaged part of the index; the next opening makes the index anew. */
export { IndexDamaged } from './store/store.ts';
export { describeTrace } from './describe.ts';
export { join as joinParts, type JoinOptions, type JoinReport } from './formats/cinema/join.ts';
export { summarize, totalsOf, type ProcessSummary, type TraceSummary } from './questions/summary.ts';
export { traceFromText } from './fixture/from-text.ts';
export { sliceOf, type SliceOptions, type SliceProblem, type TraceSlice } from './slice/slice.ts';
export { traceOfSlice } from './slice/open-slice.ts';
export {
  eventAt,
  isStop,
  lastEventOf,
  momentAtTime,
  nextEventOf,
  nextStop,
  previousStop,
  timeAt,
  valuesAt,
  type Place,
  type TraceEvent,
} from './questions/events.ts';
export {
  frameAt,
  functionTitle,
  stackAt,
  type FrameFacts,
  type FrameView,
  type FunctionView,
} from './questions/frames.ts';
export { printingOf, printingOfModule, type Printing } from './questions/printing.ts';
export { processAt, processesAliveAt, type ProcessView } from './questions/processes.ts';
export {
  argumentsOf,
  placedBindings,
  variableOfOccurrence,
  variablesAt,
  type BindingView,
  type NamedValue,
  type PlacedBinding,
} from './questions/variables.ts';
export { readValue, type ValueReference } from './questions/values.ts';
export {
  callsOf,
  crashes,
  nextIn,
  previousIn,
  stopLines,
  stopsOnLine,
  type Posting,
  type StopLine,
} from './questions/postings.ts';
export {
  bindingsOf,
  hitsOf,
  monitorsOf,
  namesBoundIn,
  pageOf,
  statesOf,
  type Hits,
  type HitsOnly,
} from './questions/hits.ts';
export { causeOf, effectOf, isMailboxKnown, mailboxAt, stateAt, type StateView } from './questions/causes.ts';
export { outputAt, outputMoments, outputsBefore, type ProgramOutput } from './questions/outputs.ts';
export { foreignModules, foreignSites, isForeignAt } from './questions/own-code.ts';
export { handledMessage, handlerOf } from './questions/handled.ts';
export { step, type StepCommand, type StepResult } from './stepping/step.ts';
export { stepBy, type Granularity } from './stepping/granularity.ts';
export * from './film/shapes.ts';
export { overviewOf } from './film/overview.ts';
export { crashList, type CrashList } from './film/crashes.ts';
export { pictureOf } from './film/picture.ts';
export { processColumns } from './film/process-columns.ts';
export { nearestEvent, neighbourEvent } from './film/neighbour.ts';
export { coneOf, type ConeOptions } from './film/cone.ts';
export { linksAt, partnersOf, processCountsAt, processesOfModule, type ProcessCounts } from './film/relations.ts';
export { callsWithin, childFrames, rootFrames, sendsOfFrame, type FramesFound } from './film/calls.ts';
export { readNotes, writeNotes, type Notes } from './formats/cinema/notes.ts';
