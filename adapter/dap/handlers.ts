import { breakpointLocations, setBreakpoints, setExceptionBreakpoints } from './breakpoints.ts';
import { cinemaBookmark, cinemaBookmarks, cinemaRemoveBookmark } from './bookmarks.ts';
import { cinemaPosition, cinemaSeek, cinemaStep } from './cinema.ts';
import { cinemaDoor } from './cinema-door.ts';
import { evaluate } from './evaluate.ts';
import { exceptionInfo } from './exception.ts';
import { restartFrame, stepInTargets } from './frames.ts';
import { goto, gotoTargets } from './goto.ts';
import { cinemaCauses, cinemaHistory } from './history.ts';
import { initialize } from './initialize.ts';
import { cinemaJustMyCode } from './just-my-code.ts';
import { launch } from './launch.ts';
import { cancel, disconnect, restart, terminate } from './lifecycle.ts';
import { locations } from './follow-link.ts';
import { cinemaBindings, cinemaMarks } from './marks.ts';
import { readMemory } from './memory.ts';
import { continueBackward, continueForward, pause } from './run.ts';
import { cinemaRunTo } from './run-to.ts';
import { scopes } from './scopes.ts';
import { type Handler } from './session.ts';
import { loadedSources, source } from './source.ts';
import { stackTrace } from './stack.ts';
import { configurationDone, stepWith } from './steps.ts';
import { threads } from './threads.ts';
import { variables } from './variables.ts';

/** Every request this adapter answers. */
export const handlers: Readonly<Record<string, Handler>> = {
  initialize,
  launch,
  configurationDone,
  setBreakpoints,
  breakpointLocations,
  setExceptionBreakpoints,
  threads,
  stackTrace,
  scopes,
  variables,
  readMemory,
  source,
  loadedSources,
  locations,
  evaluate,
  exceptionInfo,
  next: stepWith('next'),
  stepIn: stepWith('stepIn'),
  stepOut: stepWith('stepOut'),
  stepBack: stepWith('stepBack'),
  continue: continueForward,
  reverseContinue: continueBackward,
  pause,
  restartFrame,
  stepInTargets,
  gotoTargets,
  goto,
  cancel,
  restart,
  terminate,
  disconnect,
  'cinema/step': cinemaStep,
  'cinema/seek': cinemaSeek,
  'cinema/runTo': cinemaRunTo,
  'cinema/history': cinemaHistory,
  'cinema/causes': cinemaCauses,
  'cinema/position': cinemaPosition,
  'cinema/justMyCode': cinemaJustMyCode,
  'cinema/door': cinemaDoor,
  'cinema/bookmarks': cinemaBookmarks,
  'cinema/bookmark': cinemaBookmark,
  'cinema/removeBookmark': cinemaRemoveBookmark,
  'cinema/marks': cinemaMarks,
  'cinema/bindings': cinemaBindings,
};
