/** How a person has arranged the lanes: what is kept with the workspace and in named views. Processes by number. */
export interface Arrangement {
  /** Shape of this object; older ones are read as far as they are understood. */
  readonly version: 1;
  /** `tree`: children under who spawned them; `flat`: one list. */
  readonly grouping: 'tree' | 'flat';
  /** On top, in this order, always on screen. */
  readonly pinned: readonly number[];
  readonly hidden: readonly number[];
  /** Folded by hand: one lane for the whole subtree. */
  readonly folded: readonly number[];
  /** Unfolded by hand where the page would fold (many children). */
  readonly unfolded: readonly number[];
  /** Tall, to see nested calls. */
  readonly expanded: readonly number[];
  /** Dragged: these come first among their siblings, in this order. */
  readonly order: readonly number[];
  /** Processes of the sequence diagram, chosen by hand; empty: the page chooses. */
  readonly columns: readonly number[];
  /** Show OTP's own and what never touched recorded code as lanes of their own. */
  readonly showOthers: boolean;
  readonly filter: Filter;
  /** Bit 1 << code of each event kind that is drawn. */
  readonly kinds: number;
  /** Arrows of messages: all, those of the selected process and event, none. */
  readonly arrows: 'all' | 'selected' | 'none';
}

/** Which lanes are shown. All conditions must hold. */
export interface Filter {
  readonly text: string;
  /** Descendants of this process; -1: any. */
  readonly under: number;
  /** Ran code of this module; empty: any. */
  readonly module: string;
  /** Exchanged messages with it; -1: any. */
  readonly talksTo: number;
  /** Alive at the cursor. */
  readonly alive: boolean;
}

export const noFilter: Filter = { text: '', under: -1, module: '', talksTo: -1, alive: false };

/** Codes of event kinds as the trace has them (trace/model.ts, `eventKinds`): the order is part of the protocol. */
export const kindNames = [
  'spawn',
  'exit',
  'register',
  'unregister',
  'link',
  'unlink',
  'monitor',
  'send',
  'arrive',
  'receive',
  'call',
  'return',
  'exception',
  'line',
  'bind',
  'value',
  'try',
  'state',
  'span',
  'log',
  'gap',
] as const;
export type KindName = (typeof kindNames)[number];

export const kindCode = Object.fromEntries(kindNames.map((name, code) => [name, code])) as Readonly<
  Record<KindName, number>
>;

/** A mask of kinds. */
export function kindMask(...names: readonly KindName[]): number {
  return names.reduce((mask, name) => mask | (1 << kindCode[name]), 0);
}

/** What is drawn unless someone says otherwise: everything but links, monitors and bookkeeping. */
export const usualKinds = kindMask(
  ...([
    'spawn',
    'exit',
    'register',
    'send',
    'arrive',
    'receive',
    'call',
    'return',
    'exception',
    'line',
    'bind',
  ] as const),
  ...(['value', 'state', 'span', 'log', 'gap'] as const),
);

export const firstArrangement: Arrangement = {
  version: 1,
  grouping: 'tree',
  pinned: [],
  hidden: [],
  folded: [],
  unfolded: [],
  expanded: [],
  order: [],
  columns: [],
  showOthers: false,
  filter: noFilter,
  kinds: usualKinds,
  arrows: 'all',
};

/** Reads what was kept, by this or an older page, or written by hand: what is not understood is as at first. */
export function readArrangement(kept: unknown): Arrangement {
  if (typeof kept !== 'object' || kept === null || !('version' in kept) || kept.version !== 1) return firstArrangement;
  const given = kept as Readonly<Record<string, unknown>>;
  const list = (name: string): readonly number[] => {
    const value = given[name];
    return Array.isArray(value) ? value.filter((one): one is number => Number.isSafeInteger(one) && one >= 0) : [];
  };
  const filter = (typeof given['filter'] === 'object' && given['filter'] !== null ? given['filter'] : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = (name: string): string => (typeof filter[name] === 'string' ? filter[name] : '');
  const process = (name: string): number => (Number.isSafeInteger(filter[name]) ? (filter[name] as number) : -1);
  const arrows = given['arrows'];
  return {
    version: 1,
    grouping: given['grouping'] === 'flat' ? 'flat' : 'tree',
    pinned: list('pinned'),
    hidden: list('hidden'),
    folded: list('folded'),
    unfolded: list('unfolded'),
    expanded: list('expanded'),
    order: list('order'),
    columns: list('columns'),
    showOthers: given['showOthers'] === true,
    filter: {
      text: text('text'),
      under: process('under'),
      module: text('module'),
      talksTo: process('talksTo'),
      alive: filter['alive'] === true,
    },
    kinds: Number.isSafeInteger(given['kinds']) ? (given['kinds'] as number) : usualKinds,
    arrows: arrows === 'selected' || arrows === 'none' ? arrows : 'all',
  };
}
