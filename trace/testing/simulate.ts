/** What a simulated run may do. */
export interface SimulationOptions {
  readonly processes?: number;
  /** Events are lost now and then. */
  readonly gaps?: boolean;
}

interface Frame {
  readonly name: string;
  readonly parameters: number;
  readonly scopes: string[];
  tries: number;
}

interface Process {
  readonly name: string;
  readonly stack: Frame[];
  readonly mailbox: { readonly sender: string; readonly message: string; arrived: boolean }[];
  alive: boolean;
  begun: boolean;
}

const functions = ['f', 'g', 'h', 'loop'];
const names = ['x', 'y', 'z'];

/**
 * Turns numbers into a drawing of a run that could have happened: calls, scopes, tail calls recorded and not, exceptions, messages,
 * behaviours, exits. Any numbers make some run, so that a test that fails can be made smaller by leaving numbers out.
 */
export function simulate(
  choices: readonly number[],
  { processes: count = 3, gaps = false }: SimulationOptions = {},
): string {
  const processes: Process[] = Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    stack: [],
    mailbox: [],
    alive: true,
    begun: false,
  }));
  const columns: { readonly process: string; readonly cell: string }[] = [];
  let at = 0;
  let fresh = 0;
  const next = (range: number) => (choices[at++] ?? 0) % range;
  const cell = (process: Process, text: string) => {
    process.begun = true;
    columns.push({ process: process.name, cell: text });
  };
  const line = (frame: Frame) => 10 + functions.indexOf(frame.name) * 20 + frame.scopes.length * 4 + next(4);
  const binding = () => (next(2) === 0 ? '' : ` ${names[next(3)]!}=${fresh++}`);
  const within = ({ scopes }: Frame, opens = false) =>
    scopes.length === 0 ? '' : ` in ${scopes.join('/')}${opens ? ' opens' : ''}`;
  const enter = (process: Process) => {
    const name = functions[next(functions.length)]!;
    const parameters = next(3);
    const given = Array.from(
      { length: parameters },
      (_, index) => `${next(2) === 0 ? '' : `${names[index]!}=`}${fresh++}`,
    );
    cell(process, `call ${name}(${given.join(', ')})@${10 + functions.indexOf(name) * 20}`);
    process.stack.push({ name, parameters, scopes: [], tries: 0 });
  };

  const actions: ((process: Process) => boolean)[] = [
    (process) => (enter(process), true),
    (process) => {
      const frame = process.stack.at(-1);
      if (frame === undefined) return false;
      cell(process, `line@${line(frame)}${within(frame)}${binding()}`);
      return true;
    },
    (process) => {
      const frame = process.stack.at(-1);
      if (frame === undefined || frame.scopes.length > 2) return false;
      frame.scopes.push(['a', 'b'][next(2)]!);
      cell(process, `line@${line(frame)}${within(frame, true)}${binding()}`);
      return true;
    },
    (process) => {
      const frame = process.stack.at(-1);
      if (frame === undefined || frame.scopes.length === 0) return false;
      frame.scopes.pop();
      cell(process, `${next(2) === 0 ? 'bind' : 'line'}@${line(frame)}${within(frame)}${binding()}`);
      return true;
    },
    (process) => {
      const frame = process.stack.pop();
      if (frame === undefined) return false;
      cell(process, `return ${fresh++}@${line(frame)}`);
      const caller = process.stack.at(-1);
      if (caller !== undefined && next(2) === 0) cell(process, `value ${fresh}@${line(caller)}${within(caller)}`);
      return true;
    },
    (process) => {
      const frame = process.stack.pop();
      if (frame === undefined) return false;
      const name = functions[next(functions.length)]!;
      cell(process, `tail ${name}(${fresh})@${line(frame)}${within(frame)}`);
      cell(process, `call ${name}(${fresh++})@${10 + functions.indexOf(name) * 20}`);
      process.stack.push({ name, parameters: 1, scopes: [], tries: 0 });
      return true;
    },
    (process) => {
      // A tail call into code that is not recorded: it may send, and call back, before the caller goes on.
      const frame = process.stack.pop();
      if (frame === undefined) return false;
      cell(process, `tail@${line(frame)}${within(frame)}`);
      if (next(3) === 0) cell(process, `log "unrecorded"`);
      const caller = process.stack.at(-1);
      if (caller !== undefined && caller.name !== frame.name)
        cell(process, `line@${line(caller)} of ${caller.name}${within(caller)}`);
      else process.stack.length = 0;
      if (process.stack.length === 0) cell(process, 'state %{unrecorded: true}');
      return true;
    },
    (process) => {
      const frame = process.stack.at(-1);
      if (frame === undefined) return false;
      frame.tries = ++fresh;
      cell(process, `try ${frame.tries}@${line(frame)}${within(frame)}`);
      return true;
    },
    (process) => {
      const index = process.stack.findLastIndex(({ tries }) => tries > 0);
      if (index === -1) return false;
      const frame = process.stack[index]!;
      const raising = process.stack.at(-1)!;
      if (next(2) === 0) cell(process, `raise :error :boom@${line(raising)}${within(raising)}`);
      process.stack.length = index + 1;
      cell(process, `catch ${frame.tries} :error :boom@${line(frame)}${within(frame)}${binding()}`);
      return true;
    },
    (process) => {
      const receiver = processes[next(processes.length)]!;
      if (!receiver.alive) return false;
      const message = `{:m, ${next(3)}}`;
      cell(process, `send ${receiver.name} ${message}`);
      receiver.mailbox.push({ sender: process.name, message, arrived: false });
      return true;
    },
    (process) => {
      const message = process.mailbox.find(({ arrived }) => !arrived);
      if (message === undefined) return false;
      message.arrived = true;
      cell(process, `arrive ${message.sender} ${message.message}`);
      return true;
    },
    (process) => {
      const waiting = process.mailbox.filter(({ arrived }) => arrived);
      const message = waiting[next(Math.max(1, waiting.length))];
      if (message === undefined) return false;
      // Selective: any, but of equal ones the oldest.
      const oldest = process.mailbox.find((one) => one.arrived && one.message === message.message)!;
      process.mailbox.splice(process.mailbox.indexOf(oldest), 1);
      const frame = process.stack.at(-1);
      cell(
        process,
        `recv ${oldest.sender} ${oldest.message}${frame === undefined ? '' : `@${line(frame)}${within(frame)}${binding()}`}`,
      );
      return true;
    },
    (process) => {
      if (next(3) !== 0) return false;
      cell(process, `state %{count: ${fresh++}}`);
      process.stack.length = 0;
      return true;
    },
    (process) => {
      if (next(8) !== 0) return false;
      if (next(3) === 0) cell(process, `terminate :boom %{last: ${fresh++}}`);
      cell(process, next(2) === 0 ? 'exit :normal' : 'exit :boom');
      process.alive = false;
      return true;
    },
    (process) => {
      const child = processes.find(({ begun, name }) => !begun && name !== process.name);
      if (child === undefined) return false;
      cell(process, `spawn ${child.name}`);
      child.begun = true;
      return true;
    },
    (process) => {
      if (!gaps || next(4) !== 0) return false;
      cell(process, 'gap 5');
      // Whatever was open may be gone: some calls returned unseen.
      process.stack.length = next(process.stack.length + 1);
      return true;
    },
    (process) => {
      cell(process, next(2) === 0 ? `register n${next(3)}` : `unregister n${next(3)}`);
      return true;
    },
    (process) => {
      // Before its first call a process may run code that was entered before recording began.
      if (process.stack.length > 0) return false;
      cell(process, `line@${5 + next(2)} of early/0${binding()}`);
      return true;
    },
  ];

  // What programs do most comes up most: calls, lines, scopes, returns, messages.
  const weights = [4, 6, 2, 2, 4, 2, 1, 1, 2, 4, 4, 4, 1, 1, 2, 1, 1, 1];
  const choiceOf = actions.flatMap((action, index) => Array.from({ length: weights[index] ?? 1 }, () => action));
  while (at < choices.length) {
    const process = processes[next(processes.length)]!;
    if (!process.alive) continue;
    choiceOf[next(choiceOf.length)]!(process);
  }
  return drawn(processes, columns);
}

/** One column an event: the order is what is drawn. */
function drawn(processes: readonly Process[], columns: readonly { process: string; cell: string }[]): string {
  return processes
    .map(({ name }) => `${name}: ${columns.map(({ process, cell }) => (process === name ? cell : '')).join(' | ')}`)
    .join('\n');
}
