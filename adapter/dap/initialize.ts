import { type DebugProtocol } from '@vscode/debugprotocol';
import { flagIn, textIn } from './arguments.ts';
import { done, type Handler } from './session.ts';

const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsEvaluateForHovers: true,
  supportsStepBack: true,
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true,
  supportsRestartRequest: true,
  supportsCancelRequest: true,
  supportsSingleThreadExecutionRequests: true,
  supportsClipboardContext: true,
  supportsGotoTargetsRequest: true,
  supportsReadMemoryRequest: true,
  supportsRestartFrame: true,
  supportsStepInTargetsRequest: true,
  supportsSteppingGranularity: true,
  exceptionBreakpointFilters: [
    {
      filter: 'uncaught',
      label: 'Crashes (uncaught errors)',
      description: 'Stops where a process ends abnormally, or an OTP behaviour goes down.',
      default: true,
    },
  ],
};

export const initialize: Handler = (session, given) => {
  session.client = {
    linesStartAt1: flagIn(given, 'linesStartAt1') ?? true,
    columnsStartAt1: flagIn(given, 'columnsStartAt1') ?? true,
    usesUris: textIn(given, 'pathFormat') === 'uri',
    followsLinks: textIn(given, 'clientID') === 'vscode',
    wantsProgress: flagIn(given, 'supportsProgressReporting') ?? false,
  };
  return done(capabilities);
};
