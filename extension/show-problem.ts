import { commands, window } from 'vscode';
import type { Problem } from './problem.ts';

/** Shows a problem with its next steps as buttons. Does not wait for the answer. */
export function showProblem(problem: Problem): void {
  void window.showErrorMessage(problem.message, ...problem.nextSteps.map((step) => step.title)).then((title) => {
    const step = problem.nextSteps.find((candidate) => candidate.title === title);
    if (step) void commands.executeCommand(step.command, ...(step.arguments ?? []));
  });
}
