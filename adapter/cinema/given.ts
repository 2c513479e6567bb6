import { isRecord } from '../dap/arguments.ts';
import { Refusal, type Film } from './film.ts';

/**
 * Makes sure that something a page sent is what it should be, and answers it.
 * @throws Refusal that names `what` and says what was expected
 */
export type Check<Value> = (value: unknown, what: string, film: Film) => Value;

/** One for each member. An optional member's may say that it is not there. */
export type Checks<Shape> = {
  readonly [Key in keyof Shape]-?: object extends Pick<Shape, Key> ? Check<Shape[Key] | undefined> : Check<Shape[Key]>;
};

function refuse(what: string, expected: string): never {
  throw new Refusal(`"${what}" must be ${expected}.`);
}

/** A record with these members; others are left out. */
export function record<Shape>(checks: Checks<Shape>): Check<Shape> {
  const members = Object.entries<Check<unknown>>(checks);
  return (value, what, film) => {
    if (!isRecord(value)) refuse(what, 'a record');
    const checked: Record<string, unknown> = {};
    for (const [name, check] of members) {
      const member = check(value[name], name, film);
      if (member !== undefined) checked[name] = member;
    }
    return checked as Shape;
  };
}

export function optional<Value>(check: Check<Value>): Check<Value | undefined> {
  return (value, what, film) => (value === undefined || value === null ? undefined : check(value, what, film));
}

export function integer(least: number, most: number): Check<number> {
  return (value, what) => {
    const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    return fits ? (value as number) : refuse(what, `a whole number from ${least} to ${most}`);
  };
}

export const finite: Check<number> = (value, what) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(what, 'a number');

export const flag: Check<boolean> = (value, what) =>
  typeof value === 'boolean' ? value : refuse(what, 'true or false');

export function text(longest: number): Check<string> {
  return (value, what) =>
    typeof value === 'string' && value.length <= longest
      ? value
      : refuse(what, `a text of at most ${longest} characters`);
}

export function oneOf<Word extends string>(...words: readonly Word[]): Check<Word> {
  return (value, what) => words.find((word) => word === value) ?? refuse(what, `one of ${words.join(', ')}`);
}

/** The page's own: whatever JSON can say. */
export const anything: Check<unknown> = (value) => value;

export function bytes(longest: number): Check<Uint8Array> {
  return (value, what) =>
    value instanceof Uint8Array && value.length <= longest
      ? value
      : refuse(what, `a Uint8Array of at most ${longest} bytes`);
}

/** Numbers of the trace count from 0. */
function within(count: (film: Film) => number, name: string, least = 0): Check<number> {
  return (value, what, film) => {
    const most = count(film) - 1;
    const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
    return fits ? (value as number) : refuse(what, `a ${name} of this trace, ${least} to ${most}`);
  };
}

export const moment = within(({ trace }) => trace.eventCount, 'moment');
export const process = within(({ trace }) => trace.processCount, 'process');
export const processOrNone = within(({ trace }) => trace.processCount, 'process', -1);
export const frame = within(({ trace }) => trace.frameCount, 'frame');
export const source = within(({ trace }) => trace.sources.length, 'source');

function several(count: (film: Film) => number, name: string): (longest: number) => Check<Int32Array> {
  return (longest) => (value, what, film) => {
    if (!(value instanceof Int32Array)) refuse(what, 'an Int32Array');
    if (value.length > longest) refuse(what, `at most ${longest} ${name}`);
    const most = count(film);
    if (!value.every((one) => one >= 0 && one < most)) refuse(what, `${name} of this trace, 0 to ${most - 1}`);
    return value;
  };
}

export const processes = several(({ trace }) => trace.processCount, 'processes');
export const frames = several(({ trace }) => trace.frameCount, 'frames');
