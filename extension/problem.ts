/** Something that went wrong, in words for the person at the keyboard, with what to do next. Data until a door shows it. */
export interface Problem {
  /** One or two sentences: what happened, and why. */
  readonly message: string;
  /** Buttons, the likeliest first. */
  readonly nextSteps: readonly NextStep[];
}

export interface NextStep {
  readonly title: string;
  /** A command of VS Code, with its arguments. */
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export type Result<Value, Failure = Problem> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

export const success = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const failure = (message: string, ...nextSteps: readonly NextStep[]): { ok: false; error: Problem } => ({
  ok: false,
  error: { message, nextSteps },
});

/** Next steps that many problems share. */
export const nextSteps = {
  openLaunchConfigurations: { title: 'Open launch.json', command: 'workbench.action.debug.configure' },
  record: { title: 'Record a Program…', command: 'cinema.record' },
  browse: { title: 'Choose a Recording…', command: 'cinema.replay' },
  showLog: { title: 'Show Log', command: 'cinema.showLog' },
  manageTrust: { title: 'Manage Workspace Trust', command: 'workbench.trust.manage' },
} as const satisfies Record<string, NextStep>;
