import { LogLevel, type DebugAdapterTrackerFactory, type LogOutputChannel } from 'vscode';

/**
 * Writes what the editor and the adapter say to each other into the log, at trace level, so a bug report can hold a
 * transcript. Below that level it costs one comparison a message.
 */
export const trafficLog = (log: LogOutputChannel): DebugAdapterTrackerFactory => ({
  createDebugAdapterTracker: (session) => {
    const trace = (arrow: string, message: unknown): void => {
      if (log.logLevel === LogLevel.Trace) log.trace(`${session.name} ${arrow} ${JSON.stringify(message)}`);
    };
    return {
      onWillStartSession: () => log.info(`${session.name}: starting the adapter`),
      onWillReceiveMessage: (message) => trace('→', message),
      onDidSendMessage: (message) => trace('←', message),
      onError: (error) => log.error(`${session.name}: ${error.message}`),
      onExit: (code, signal) => {
        const how = signal === undefined ? `code ${code ?? 'unknown'}` : `signal ${signal}`;
        if (code === 0 || code === undefined) log.info(`${session.name}: the adapter ended`);
        else log.error(`${session.name}: the adapter ended with ${how}`);
      },
    };
  },
});
