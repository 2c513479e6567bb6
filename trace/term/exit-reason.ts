import { elixirAtom, elixirFunctionName } from './atom-elixir.ts';
import { printTerm, type Language, type ValueOptions } from './children.ts';
import { erlangAtom } from './erlang-text.ts';
import { functionOfFun } from './print-elixir.ts';
import { structOf, textField, type Struct } from './struct.ts';
import { type ListTerm, type Term, type TupleTerm } from './term.ts';

/** Why a process ended, as a person wants to read it. */
export interface ExitText {
  /** What the language calls it: `ArithmeticError`, `badarith`; `exit` where no exception was raised. */
  readonly type: string;
  /** As `Exception.message/1` and `Exception.format_exit/1` say it, or as the shell of Erlang does. */
  readonly message: string;
  /** Innermost first: `lib/payment.ex:12: Shop.Payment.transfer("robert", 4548.5)`. */
  readonly stack: readonly string[];
}

interface Reader {
  readonly language: Language;
  readonly print: (term: Term) => string;
}

const most = { characters: 500, stack: 60, nested: 8, argumentsShown: 50, fileName: 1000 };

/**
 * Says the reason of an exit. Differs from what the BEAM itself would say only where that asks the running system: which
 * module is loaded, which argument of a built-in was wrong, `message/1` of an exception that keeps no message.
 */
export function exitText(reason: Term, language: Language, options: ValueOptions = {}): ExitText {
  const print = (term: Term) => printTerm(term, language, { maximumCharacters: most.characters, ...options });
  return ofExit(reason, { language, print }, most.nested);
}

function ofExit(reason: Term, reader: Reader, depth: number): ExitText {
  const [what, where] = pair(reason) ?? [];
  if (what !== undefined && where !== undefined) {
    const trace = stackOf(where);
    if (trace !== undefined) {
      const stack = trace.map((entry) => entryText(entry, reader)).filter((line) => line !== '');
      return { ...ofError(what, trace[0], reader), stack };
    }
    const called = depth > 0 && where.kind === 'tuple' && where.size === 3 ? callText(where, reader) : undefined;
    if (called !== undefined) {
      const inner = ofExit(what, reader, depth - 1);
      const isRaised = inner.type !== 'exit' && reader.language === 'elixir';
      const cause = isRaised ? `an exception was raised: (${inner.type}) ${inner.message}` : inner.message;
      const message = reader.language === 'elixir' ? `exited in: ${called}: ${cause}` : `${cause} in call to ${called}`;
      return { type: 'exit', message, stack: inner.stack };
    }
  }
  if (reason.kind === 'map' && exceptionOf(reason) !== undefined)
    return { ...ofError(reason, undefined, reader), stack: [] };
  return { type: 'exit', message: plainExit(reason, reader), stack: [] };
}

const exits: ReadonlyMap<string, string> = new Map([
  ['normal', 'normal'],
  ['shutdown', 'shutdown'],
  ['killed', 'killed'],
  ['timeout', 'time out'],
  ['calling_self', 'process attempted to call itself'],
  ['noconnection', 'no connection'],
  [
    'noproc',
    "no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started",
  ],
]);

const exitsWith: ReadonlyMap<string, string> = new Map([
  ['shutdown', 'shutdown: '],
  ['bad_return_value', 'bad return value: '],
  ['bad_call', 'bad call: '],
  ['bad_cast', 'bad cast: '],
  ['already_started', 'already started: '],
]);

function plainExit(reason: Term, { language, print }: Reader): string {
  if (language === 'erlang') {
    const isOwn = reason.kind === 'atom' && reason.name === 'calling_self';
    return isOwn ? 'the current process attempted to call itself' : print(reason);
  }
  if (reason.kind === 'atom') return exits.get(reason.name) ?? print(reason);
  const [key, value] = pair(reason) ?? [];
  if (key?.kind !== 'atom' || value === undefined) return print(reason);
  if (key.name === 'nodedown' && value.kind === 'atom') return `no connection to ${value.name}`;
  const words = exitsWith.get(key.name);
  return words === undefined ? print(reason) : `${words}${print(value)}`;
}

type Said = Pick<ExitText, 'type' | 'message'>;
/** What an error is called, and what it says; `…` stands for its value. */
type Saying = readonly [type: string, elixir: string, erlang: string];

const plainErrors: ReadonlyMap<string, Saying> = new Map([
  ['badarg', ['ArgumentError', 'argument error', 'bad argument']],
  [
    'badarith',
    [
      'ArithmeticError',
      'bad argument in arithmetic expression',
      'an error occurred when evaluating an arithmetic expression',
    ],
  ],
  ['system_limit', ['SystemLimitError', 'a system limit has been reached', 'a system limit has been reached']],
  ['cond_clause', ['CondClauseError', 'no cond clause evaluated to a truthy value', 'cond_clause']],
  ['if_clause', ['ErlangError', 'Erlang error: :if_clause', 'no true branch found when evaluating an if expression']],
  ['timeout_value', ['ErlangError', 'Erlang error: :timeout_value', 'bad receive timeout value']],
]);

const valuedErrors: ReadonlyMap<string, Saying> = new Map([
  ['badarg', ['ArgumentError', 'argument error: …', 'bad argument: …']],
  ['badmatch', ['MatchError', 'no match of right hand side value: …', 'no match of right hand side value …']],
  ['case_clause', ['CaseClauseError', 'no case clause matching: …', 'no case clause matching …']],
  ['try_clause', ['TryClauseError', 'no try clause matching: …', 'no try clause matching …']],
  ['with_clause', ['WithClauseError', 'no with clause matching: …', '{with_clause,…}']],
  ['badfun', ['BadFunctionError', 'expected a function, got: …', 'bad function …']],
  ['badmap', ['BadMapError', 'expected a map, got: …', 'bad map: …']],
  ['badkey', ['KeyError', 'key … not found', 'bad key: …']],
]);

/** Exception structs of Elixir that keep the value instead of a message. */
const structErrors: ReadonlyMap<string, string> = new Map([
  ['MatchError', 'badmatch'],
  ['CaseClauseError', 'case_clause'],
  ['TryClauseError', 'try_clause'],
  ['WithClauseError', 'with_clause'],
  ['BadFunctionError', 'badfun'],
  ['BadMapError', 'badmap'],
]);

/** An error that was raised; `top` is the innermost entry of its stack. */
function ofError(reason: Term, top: TupleTerm | undefined, reader: Reader): Said {
  const { language, print } = reader;
  const exception = reason.kind === 'map' ? exceptionOf(reason) : undefined;
  if (exception !== undefined) return ofStruct(exception, reason, reader);
  const isElixir = language === 'elixir';
  const key = reason.kind === 'tuple' ? reason.child(0) : reason;
  if (key?.kind === 'atom') {
    const say = ([type, elixir, erlang]: Saying, value = '') => ({
      type: isElixir ? type : key.name,
      message: (isElixir ? elixir : erlang).replace('…', () => value),
    });
    if (reason.kind === 'atom') {
      if (reason.name === 'undef' || reason.name === 'function_clause') return ofCall(reason.name, top, reader);
      const saying = plainErrors.get(reason.name);
      if (saying !== undefined) return say(saying);
    } else if (reason.kind === 'tuple') {
      const value = reason.child(1);
      const third = reason.child(2);
      const saying = valuedErrors.get(key.name);
      if (saying !== undefined && value !== undefined && reason.size === 2) return say(saying, print(value));
      if (isElixir && key.name === 'badkey' && value !== undefined && third !== undefined)
        return { type: 'KeyError', message: keyMessage(value, third, reader) };
      if (isElixir && key.name === 'badbool' && value?.kind === 'atom' && third !== undefined) {
        const message = `expected a boolean on left-side of "${value.name}", got: ${print(third)}`;
        return { type: 'BadBooleanError', message };
      }
      const arity = key.name === 'badarity' && value !== undefined ? arityMessage(value, reader) : undefined;
      if (arity !== undefined) return { type: isElixir ? 'BadArityError' : 'badarity', message: arity };
    }
  }
  if (isElixir) return { type: 'ErlangError', message: `Erlang error: ${print(reason)}` };
  return { type: key?.kind === 'atom' ? key.name : 'error', message: print(reason) };
}

function keyMessage(key: Term, holder: Term, { print }: Reader): string {
  return `key ${print(key)} not found in: ${print(holder)}`;
}

/** `undef` and `function_clause`: the function is the one on top of the stack. */
function ofCall(name: 'undef' | 'function_clause', top: TupleTerm | undefined, reader: Reader): Said {
  const isElixir = reader.language === 'elixir';
  const isUndefined = name === 'undef';
  const type = isElixir ? (isUndefined ? 'UndefinedFunctionError' : 'FunctionClauseError') : name;
  if (top === undefined) {
    const plain = isUndefined ? 'undefined function' : 'no function clause matches';
    return { type, message: plain };
  }
  if (!isElixir) {
    const called = isUndefined ? functionText(top, reader, 'arity') : functionText(top, reader);
    return { type, message: `${isUndefined ? 'undefined function' : 'no function clause matching'} ${called}` };
  }
  const called = functionText(top, reader, 'arity');
  return {
    type,
    message: isUndefined ? `function ${called} is undefined` : `no function clause matching in ${called}`,
  };
}

function arityMessage(value: Term, { language, print }: Reader): string | undefined {
  const [fun, given] = pair(value) ?? [];
  const arity = fun?.kind === 'fun' || fun?.kind === 'export' ? fun.arity : undefined;
  if (fun === undefined || given?.kind !== 'list' || arity === undefined) return undefined;
  const count = given.length();
  const shown = given.slice(0, most.argumentsShown).map(print).join(', ');
  if (language === 'erlang') {
    const number = ['no', 'one', 'two'][count] ?? `${count}`;
    return `${print(fun).replace(/^fun /, '')} called with ${number} argument${count === 1 ? '' : 's'}`;
  }
  const words = count === 0 ? 'no arguments' : `${count} argument${count === 1 ? '' : 's'} (${shown})`;
  return `${print(fun)} with arity ${arity} called with ${words}`;
}

function exceptionOf(map: Term & { readonly kind: 'map' }): Struct | undefined {
  const struct = structOf(map);
  const mark = struct?.fields.get('__exception__');
  return mark?.kind === 'atom' && mark.name === 'true' ? struct : undefined;
}

function ofStruct({ module, fields }: Struct, whole: Term, reader: Reader): Said {
  const type = module.startsWith('Elixir.') ? elixirAtom(module) : `:${module}`;
  const say = (message: string): Said => ({ type, message });
  const message = textField(fields, 'message');
  if (message !== undefined) return say(message);
  const value = fields.get('term');
  const key = fields.get('key');
  const saying = valuedErrors.get(structErrors.get(type) ?? '');
  if (saying !== undefined && value !== undefined) return say(saying[1].replace('…', () => reader.print(value)));
  if (type === 'KeyError' && key !== undefined) {
    const isNil = value === undefined || (value.kind === 'atom' && value.name === 'nil');
    return say(isNil ? `key ${reader.print(key)} not found` : keyMessage(key, value, reader));
  }
  return say(reader.print(whole));
}

function pair(term: Term): readonly [Term, Term] | undefined {
  if (term.kind !== 'tuple' || term.size !== 2) return undefined;
  const [first, second] = term.slice(0, 2);
  return first !== undefined && second !== undefined ? [first, second] : undefined;
}

/** Entries of a stack trace; undefined where the term is none. */
function stackOf(term: Term): readonly TupleTerm[] | undefined {
  if (term.kind !== 'list') return undefined;
  const entries = term.slice(0, most.stack).filter((entry) => entry.kind === 'tuple');
  return entries.length > 0 && isEntry(entries[0]!) ? entries.filter(isEntry) : undefined;
}

/** `{Module, Function, Arity or arguments, Location}`, or `{Fun, Arguments, Location}`. */
function isEntry(entry: TupleTerm): boolean {
  const location = entry.child(entry.size - 1);
  if (location?.kind !== 'list') return false;
  return entry.size === 4 ? entry.child(0)?.kind === 'atom' && entry.child(1)?.kind === 'atom' : entry.size === 3;
}

function entryText(entry: TupleTerm, reader: Reader): string {
  const called = functionText(entry, reader);
  const location = entry.child(entry.size - 1);
  const find = (key: string) => {
    for (const item of location?.kind === 'list' ? location.slice(0, 10) : []) {
      const [name, value] = pair(item) ?? [];
      if (name?.kind === 'atom' && name.name === key) return value;
    }
    return undefined;
  };
  const path = find('file');
  const file = path?.kind === 'list' ? charactersOf(path) : '';
  if (file === '') return called;
  const line = find('line');
  const number = line?.kind === 'integer' && typeof line.value === 'number' && line.value > 0 ? line.value : undefined;
  if (reader.language === 'elixir') return `${file}:${number === undefined ? '' : `${number}:`} ${called}`;
  return `${called} (${file}${number === undefined ? '' : `, line ${number}`})`;
}

function charactersOf(list: ListTerm): string {
  const codes = list.slice(0, most.fileName).map((item) => (item.kind === 'integer' ? Number(item.value) : -1));
  return codes.every((code) => code >= 0 && code <= 0x10ffff) ? String.fromCodePoint(...codes) : '';
}

/** `Shop.Payment.transfer("robert", 4548.5)`, or with its arity where the arguments are not known or not wanted. */
function functionText(entry: TupleTerm, reader: Reader, what: 'arguments' | 'arity' = 'arguments'): string {
  const [first, second, third] = entry.slice(0, 3);
  const given = entry.size === 4 ? third : second;
  let ending = '';
  if (given?.kind === 'list') {
    const shown = given.slice(0, most.argumentsShown).map(reader.print);
    const separator = reader.language === 'elixir' ? ', ' : ',';
    ending = what === 'arity' ? `/${given.length()}` : `(${shown.join(separator)})`;
  } else if (given !== undefined) ending = `/${reader.print(given)}`;
  if (first === undefined) return '';
  if (entry.size === 3) return `${reader.print(first)}${ending}`;
  if (first.kind !== 'atom' || second?.kind !== 'atom') return '';
  if (reader.language === 'erlang') return `${erlangAtom(first.name)}:${erlangAtom(second.name)}${ending}`;
  const inside = functionOfFun(second.name);
  return inside === undefined
    ? `${elixirAtom(first.name)}.${elixirFunctionName(second.name)}${ending}`
    : `anonymous fn${ending} in ${elixirAtom(first.name)}.${elixirFunctionName(inside.name)}/${inside.arity}`;
}

/** The call that a process died in: `{GenServer, :call, [server, message, timeout]}`. */
function callText(term: TupleTerm, reader: Reader): string | undefined {
  const [module, name, given] = term.slice(0, 3);
  if (module?.kind !== 'atom' || name?.kind !== 'atom' || given?.kind !== 'list') return undefined;
  const shown = given.slice(0, most.argumentsShown).map(reader.print);
  return reader.language === 'elixir'
    ? `${elixirAtom(module.name)}.${elixirFunctionName(name.name)}(${shown.join(', ')})`
    : `${erlangAtom(module.name)}:${erlangAtom(name.name)}(${shown.join(',')})`;
}
