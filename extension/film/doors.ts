import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import {
  debug,
  EventEmitter,
  ProgressLocation,
  window,
  type DebugSession,
  type Event,
  type LogOutputChannel,
} from 'vscode';
import type { DoorAddress } from '../../protocol/index.ts';
import { DEBUG_TYPE } from '../debug/configuration.ts';
import type { Programs } from '../programs.ts';

/** Where the film of a trace comes from. */
export interface FilmSource {
  readonly trace: string;
  readonly address: DoorAddress;
  /** The replay that follows its cursor; undefined for a film without a debugger. */
  readonly session: DebugSession | undefined;
}

/** The doors of this window: one a replay, and one for each trace that is looked at without. */
export interface Doors {
  /** The replay in front, once its recording is open. */
  readonly replay: () => Promise<FilmSource> | undefined;
  /** The film of a trace: of the replay of that trace where there is one, else from a program of its own. */
  readonly filmOf: (trace: string) => Promise<FilmSource>;
  /** A replay has opened its recording, came to the front, or ended: films may have another source now. */
  readonly changed: Event<void>;
  readonly dispose: () => void;
}

export function createDoors(programs: Programs, log: LogOutputChannel): Doors {
  const changed = new EventEmitter<void>();
  /** Replays whose recording is open, newest last, with what they answered. */
  const replays = new Map<DebugSession, Promise<FilmSource>>();
  const served = new Map<string, { readonly child: ChildProcess; readonly source: Promise<FilmSource> }>();

  const ready = (session: DebugSession): void => {
    if (replays.has(session)) return;
    const asked = Promise.resolve(session.customRequest('cinema/door', {})).then((address: DoorAddress) => ({
      trace: String(session.configuration['trace']),
      address,
      session,
    }));
    asked.catch((error: unknown) => log.error(`${session.name}: no door: ${String(error)}`));
    replays.set(session, asked);
    changed.fire();
  };

  const subscriptions: readonly { dispose(): unknown }[] = [
    changed,
    // The first position is told when the recording is open and the replay stands.
    debug.onDidReceiveDebugSessionCustomEvent(({ session, event }) => {
      if (session.type === DEBUG_TYPE && event === 'cinema/position') ready(session);
    }),
    debug.onDidTerminateDebugSession((session) => {
      if (replays.delete(session)) changed.fire();
    }),
    debug.onDidChangeActiveDebugSession(() => changed.fire()),
  ];

  const serve = (trace: string): Promise<FilmSource> => {
    const known = served.get(trace);
    if (known !== undefined) return known.source;
    const child = spawn(programs.node, [programs.cinema, 'serve', trace, '--json'], {
      env: { ...process.env, ...programs.environment },
      // It ends when its input does, so it never outlives this window.
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const source = Promise.resolve(whileServing(child, trace)).then((address): FilmSource => ({
      trace,
      address,
      session: undefined,
    }));
    const forget = (): void => {
      if (served.get(trace)?.child === child) served.delete(trace);
    };
    child.on('exit', forget);
    child.on('error', forget);
    source.catch((error: unknown) => {
      log.error(`${trace}: ${String(error)}`);
      child.kill();
      forget();
    });
    served.set(trace, { child, source });
    return source;
  };

  return {
    replay: () => {
      const active = debug.activeDebugSession;
      return (active && replays.get(active)) ?? [...replays.values()].at(-1);
    },
    filmOf: (trace) => {
      const session = [...replays.keys()].reverse().find(({ configuration }) => configuration['trace'] === trace);
      return (session && replays.get(session)) ?? serve(trace);
    },
    changed: changed.event,
    dispose: () => {
      for (const { child } of served.values()) child.kill();
      subscriptions.forEach((subscription) => void subscription.dispose());
    },
  };
}

/** Indexing a long trace takes its time: the status bar says how far it is. */
function whileServing(child: ChildProcess, trace: string): Thenable<DoorAddress> {
  const title = `Opening ${path.basename(trace)}`;
  return window.withProgress({ location: ProgressLocation.Window, title }, (progress) =>
    addressFrom(child, (fraction, what) => progress.report({ message: `${what} ${Math.floor(fraction * 100)}%` })),
  );
}

/** What `cinema serve --json` prints: how far the indexing is, then where the door is. */
type Said = DoorAddress | { readonly progress: number; readonly what: string };

/** @throws Error with what the program complains of */
function addressFrom(child: ChildProcess, report: (fraction: number, what: string) => void): Promise<DoorAddress> {
  return new Promise((resolve, reject) => {
    let rest = '';
    let complaint = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const said = parsed(line);
        if (said === undefined) reject(new Error(`cinema serve said: ${line}`));
        else if ('port' in said) resolve(said);
        else report(said.progress, said.what);
      }
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('exit', (code) => {
      const first = complaint.split('\n').find((line) => line.trim() !== '');
      reject(new Error(first?.replace(/^cinema( serve)?: /, '') ?? `cinema serve ended with ${code ?? 'a signal'}.`));
    });
  });
}

function parsed(line: string): Said | undefined {
  try {
    return JSON.parse(line) as Said;
  } catch {
    return undefined;
  }
}
