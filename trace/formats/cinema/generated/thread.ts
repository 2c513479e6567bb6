import { type Description } from '../description.ts';
import { type ThreadWriter, type VmMore } from '../writer.ts';
import { type Random } from './random.ts';

/**
 * A scheduler thread of the generated program: its clock, and a writer that sometimes drops what it is told, as a recorder
 * whose buffers are full does.
 */
export interface SimulatedThread {
  /** Nanoseconds of the true clock. */
  clock: number;
  site(site: number, values?: readonly Description[]): void;
  receive(site: number, hash: number, values: readonly Description[]): void;
  try(site: number, number: number): void;
  caught(site: number, number: number, values: readonly [Description, Description, Description]): void;
  vm(tag: string, term: Description, more?: VmMore): void;
  mark(fact: Description): void;
  process(pid: Description): void;
}

export interface ThreadOptions {
  readonly random: Random;
  /** Added to the clock in what is written: this thread's clock goes wrong by so much. */
  readonly skew: number;
  /** One record in so many begins a gap; 0: none does. */
  readonly gapEvery: number;
  readonly count: () => void;
}

const nothing: readonly Description[] = [];

export function simulateThread(writer: ThreadWriter, options: ThreadOptions): SimulatedThread {
  const { random, skew, gapEvery, count } = options;
  let muted = 0;
  let lost = 0;

  /** Time passes; true when the record is to be written. */
  const tick = (): boolean => {
    thread.clock += 60 + random.below(180);
    if (gapEvery > 0 && muted === 0 && random.once(gapEvery)) muted = 1 + random.below(60);
    if (muted > 0) {
      lost++;
      if (--muted === 0) {
        writer.dropped(lost);
        lost = 0;
      }
      return false;
    }
    count();
    return true;
  };
  const now = () => thread.clock + skew;

  const thread: SimulatedThread = {
    clock: 0,
    site(site, values = nothing) {
      if (tick()) writer.site(now(), site, values);
    },
    receive(site, hash, values) {
      if (tick()) writer.receive(now(), site, hash, values);
    },
    try(site, number) {
      if (tick()) writer.try(now(), site, number);
    },
    caught(site, number, values) {
      if (tick()) writer.caught(now(), site, number, values);
    },
    vm(tag, term, more) {
      if (tick()) writer.vm(now(), tag, term, more);
    },
    mark(fact) {
      if (tick()) writer.mark(now(), fact);
    },
    process: (pid) => writer.process(pid),
  };
  return thread;
}
