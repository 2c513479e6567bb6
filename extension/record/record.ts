import { execFile } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  tasks,
  TaskScope,
  type CancellationToken,
  type TaskExecution,
  type WorkspaceFolder,
} from 'vscode';
import { RECORDINGS_FOLDER, type RecordingRequest } from '../debug/configuration.ts';
import { failure, nextSteps, success, type Result } from '../problem.ts';
import type { Programs } from '../programs.ts';
import { kindOf } from '../traces/traces.ts';
import { joinCommandLine, timestamp } from './command-line.ts';

/**
 * Runs `cinema record` in a terminal, as a task: the person sees the program, may type into it (`iex`) and may end it
 * with Ctrl+C. Resolves when it has ended and left its trace where the request says.
 */
export async function recordInTerminal(
  request: RecordingRequest,
  programs: Programs,
  folder: WorkspaceFolder | undefined,
  token: CancellationToken | undefined,
): Promise<Result<null>> {
  const prepared = await prepareFolder(request);
  if (!prepared.ok) return prepared;
  const line = joinCommandLine(request.command);
  // The recorder never writes over a file. A trace of a fixed name is recorded beside the old one, then takes its place.
  const taken = (await kindOf(request.trace)) !== 'nothing';
  const target = taken ? request.trace.replace(/(\.cinema)?$/, `-${timestamp(new Date())}.cinema`) : request.trace;
  const options = [...request.options, '-o', target, '--', ...request.command];
  const task = new Task(
    { type: 'cinema', command: line },
    folder ?? TaskScope.Workspace,
    `Record ${line}`,
    'Execution Cinema',
    new ProcessExecution(programs.node, [programs.cinema, 'record', ...options], {
      cwd: request.cwd,
      env: { ...request.env, ...programs.environment },
    }),
    [],
  );
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    focus: true,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    echo: false,
    showReuseMessage: false,
  };
  const code = await untilEnded(task, token);
  if (token?.isCancellationRequested === true) return failure('The recording was cancelled.');
  if ((await kindOf(target)) === 'nothing') await finishCutOff(target, programs);
  if ((await kindOf(target)) === 'nothing') return noRecording(line, code);
  if (taken) await rename(target, request.trace);
  return success(null);
}

function noRecording(line: string, code: number | undefined): Result<never> {
  const end = code === undefined ? 'was ended' : `ended with code ${code}`;
  const reason = code === 127 ? 'The program was not found on the PATH.' : 'The terminal says why.';
  return failure(
    `"${line}" ${end} and left no recording. ${reason}`,
    { title: 'Show Terminal', command: 'workbench.action.terminal.focus' },
    nextSteps.openLaunchConfigurations,
  );
}

/** Makes the folder of the trace. Our own folder of recordings keeps itself out of version control. */
async function prepareFolder(request: RecordingRequest): Promise<Result<null>> {
  if (!request.trace.endsWith('.cinema')) {
    return failure(
      `"trace" must end in .cinema to be recorded to: ${request.trace}`,
      nextSteps.openLaunchConfigurations,
    );
  }
  const folder = path.dirname(request.trace);
  try {
    await mkdir(folder, { recursive: true });
    if (path.basename(folder) === RECORDINGS_FOLDER) {
      await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
    }
    return success(null);
  } catch (error) {
    return failure(`The folder ${folder} for recordings cannot be made: ${String(error)}`);
  }
}

/** Starts the task and waits for the end of its process. @returns the exit code, if it came to that */
async function untilEnded(task: Task, token: CancellationToken | undefined): Promise<number | undefined> {
  // The end may be announced before executeTask answers: both are kept until they can be compared.
  const ended = new Map<TaskExecution, number | undefined>();
  let started: TaskExecution | undefined;
  let done: (code: number | undefined) => void = () => undefined;
  const end = new Promise<number | undefined>((resolve) => (done = resolve));
  const note = (execution: TaskExecution, code: number | undefined): void => {
    if (!ended.has(execution)) ended.set(execution, code);
    if (execution === started) done(ended.get(execution));
  };
  const subscriptions = [
    tasks.onDidEndTaskProcess(({ execution, exitCode }) => note(execution, exitCode)),
    // A task whose process could not be started ends without an end of a process.
    tasks.onDidEndTask(({ execution }) => setTimeout(() => note(execution, undefined), 500)),
  ];
  try {
    started = await tasks.executeTask(task);
    subscriptions.push(...(token ? [token.onCancellationRequested(() => started?.terminate())] : []));
    if (ended.has(started)) return ended.get(started);
    return await end;
  } finally {
    subscriptions.forEach((subscription) => void subscription.dispose());
  }
}

/** A terminal that is closed takes `cinema record` with it; what the program had written is made a trace here. */
async function finishCutOff(trace: string, programs: Programs): Promise<void> {
  const parts = `${trace}.parts`;
  if ((await kindOf(parts)) !== 'folder') return;
  const env = { ...process.env, ...programs.environment };
  await new Promise<void>((resolve) => {
    execFile(programs.node, [programs.cinema, 'join', parts, '-o', trace], { env }, () => resolve());
  });
}
