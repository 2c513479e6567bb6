import { commands, debug, Uri, window, workspace, type ExtensionContext } from 'vscode';
import type { StartAt } from '../protocol/index.ts';
import { adapterFactory } from './debug/adapter-factory.ts';
import { registerConfigurationProviders } from './debug/configuration-provider.ts';
import { DEBUG_TYPE, nameOf, type Choice } from './debug/configuration.ts';
import { registerJustMyCode } from './debug/just-my-code.ts';
import { followPositions } from './debug/position.ts';
import { trafficLog } from './debug/traffic-log.ts';
import { registerVerbs } from './debug/verbs.ts';
import { registerFilm } from './film/film.ts';
import { registerCallLens } from './marks/call-lens.ts';
import { registerInlineValues } from './marks/inline-values.ts';
import { showLineMarks } from './marks/line-marks.ts';
import { followMarks } from './marks/sources.ts';
import { registerHistoryCommands } from './moments/ask-history.ts';
import { registerBookmarks } from './moments/bookmarks.ts';
import { registerCauses } from './moments/causes.ts';
import { registerHistory } from './moments/history.ts';
import { registerLinks } from './moments/links.ts';
import { registerOverview } from './overview/editor.ts';
import { programsIn } from './programs.ts';
import { askWhatToRecord, chooseTrace } from './record/ask.ts';
import { registerTestLens } from './record/test-lens.ts';
import { registerChangedSources } from './source/changed-sources.ts';
import { registerColours } from './source/colours.ts';
import { registerExpressionProviders } from './source/expression-provider.ts';
import { findTraces, traceInView } from './traces/traces.ts';

/** Wires the parts together. Nothing here waits, reads a file or starts a process. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Execution Cinema', { log: true });
  const programs = programsIn(context.extensionPath);
  const memory = context.workspaceState;
  const positions = followPositions();
  const marks = followMarks();
  const history = registerHistory();

  context.subscriptions.push(
    log,
    positions,
    marks,
    showLineMarks(marks),
    debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, adapterFactory(programs)),
    debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, trafficLog(log)),
    ...registerConfigurationProviders(programs, memory),
    ...registerVerbs(positions),
    registerJustMyCode(),
    ...registerChangedSources(),
    ...registerExpressionProviders(),
    ...registerColours(),
    ...registerCallLens(marks),
    ...registerInlineValues(),
    ...registerCauses(),
    ...history.parts,
    ...registerHistoryCommands(history.show),
    ...registerBookmarks(),
    ...registerLinks(context.extension.id, (trace, startAt) => void start({ kind: 'trace', trace }, { startAt })),
    ...registerTestLens((command, cwd) => start({ kind: 'record', command }, { cwd })),
    ...registerFilm({
      extension: context.extensionUri,
      programs,
      log,
      memory,
      replay: (trace) => void start({ kind: 'trace', trace }),
    }),
    registerOverview(context.extensionUri, programs, log, (trace, startAt) =>
      start({ kind: 'trace', trace }, startAt === undefined ? {} : { startAt }),
    ),
    commands.registerCommand('cinema.replay', (uri?: Uri) => replay(uri)),
    commands.registerCommand('cinema.record', async () => {
      const choice = await askWhatToRecord(memory);
      if (choice !== undefined) await start(choice);
    }),
    commands.registerCommand('cinema.pickTrace', async () => {
      const choice = await chooseTrace(await findTraces(), memory);
      return choice?.kind === 'trace' ? choice.trace : undefined;
    }),
    commands.registerCommand('cinema.showLog', () => log.show()),
  );
}

/** Replays a file of the explorer, the trace in view, or what the person chooses. */
function replay(uri: Uri | undefined): Thenable<boolean> {
  const trace = uri instanceof Uri ? uri.fsPath : traceInView();
  if (trace !== undefined) return start({ kind: 'trace', trace });
  return debug.startDebugging(workspace.workspaceFolders?.[0], { type: DEBUG_TYPE, request: 'launch', name: '' });
}

function start(choice: Choice, more: { cwd?: string; startAt?: StartAt } = {}): Thenable<boolean> {
  const what = choice.kind === 'trace' ? { trace: choice.trace } : { record: choice.command };
  const place = choice.kind === 'trace' ? choice.trace : more.cwd;
  const folder = place === undefined ? undefined : workspace.getWorkspaceFolder(Uri.file(place));
  return debug.startDebugging(folder ?? workspace.workspaceFolders?.[0], {
    type: DEBUG_TYPE,
    request: 'launch',
    name: nameOf(choice),
    ...what,
    ...more,
  });
}
