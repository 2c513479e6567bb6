import type { ProcessRow, ProcessStatus, TableColumn } from '../../../protocol/index.ts';
import { printPlace, printWholePlace } from '../parts/place-text.ts';
import { counted, printCount, printExactTime, printTime } from '../parts/time-text.ts';

export interface Column {
  readonly name: TableColumn | 'line';
  readonly title: string;
  readonly tooltip: string;
  /** Numbers stand at the right, and largest first is what one wants to see first. */
  readonly isNumber: boolean;
  readonly text: (row: ProcessRow) => string;
  readonly hint: (row: ProcessRow) => string;
}

const unknownQueue =
  'Not known: it takes its messages in code that was not recorded (the loop of a GenServer is OTP’s own), so how many still wait cannot be said.';

export const columns: readonly Column[] = [
  {
    name: 'name',
    title: 'Name',
    tooltip: 'Registered name, module of its first call, or what it was started for',
    isNumber: false,
    text: ({ label }) => (label.name === '' ? label.pid : label.name),
    hint: ({ label }) => `${label.name} ${label.pid}`.trim(),
  },
  {
    name: 'pid',
    title: 'Pid',
    tooltip: 'Process identifier',
    isNumber: false,
    text: ({ label }) => label.pid,
    hint: () => '',
  },
  {
    name: 'status',
    title: 'Status',
    tooltip: 'As of the playhead',
    isNumber: false,
    text: ({ status }) => status,
    hint: () => '',
  },
  {
    name: 'queue',
    title: 'Queue',
    tooltip: 'Messages waiting in the mailbox',
    isNumber: true,
    text: ({ queue }) => (queue === null ? '–' : printCount(queue)),
    hint: ({ queue }) => (queue === null ? unknownQueue : `${counted(queue, 'message')} waiting`),
  },
  numberColumn('received', 'In', 'Messages received', 'received', 'message'),
  numberColumn('sent', 'Out', 'Messages sent', 'sent', 'message'),
  numberColumn('calls', 'Calls', 'Calls recorded', 'calls', 'call'),
  numberColumn('events', 'Events', 'Events recorded', 'events', 'event'),
  {
    name: 'born',
    title: 'Born',
    tooltip: 'Time of its spawn, or of its first event',
    isNumber: true,
    text: ({ born }) => printTime(born),
    hint: ({ born }) => printExactTime(born),
  },
  {
    name: 'lifetime',
    title: 'Lifetime',
    tooltip: 'From its birth to its exit, or to the playhead',
    isNumber: true,
    text: ({ lifetime, status }) => (status === 'not started' ? '' : printTime(lifetime)),
    hint: ({ lifetime, status }) => (status === 'not started' ? '' : printExactTime(lifetime)),
  },
  {
    name: 'line',
    title: 'Line',
    tooltip: 'The newest line it ran',
    isNumber: false,
    text: ({ place }) => (place === null ? '' : printPlace(place)),
    hint: ({ place }) => (place === null ? '' : printWholePlace(place)),
  },
];

function numberColumn(
  name: TableColumn,
  title: string,
  tooltip: string,
  field: 'received' | 'sent' | 'calls' | 'events',
  one: string,
): Column {
  return {
    name,
    title,
    tooltip: `${tooltip} up to the playhead`,
    isNumber: true,
    text: (row) => printCount(row[field]),
    hint: (row) => counted(row[field], one),
  };
}

/** A sign for each status, told apart by shape as well as by colour. */
export const statusIcons: Readonly<Record<ProcessStatus, string>> = {
  'not started': 'circle-outline',
  running: 'play',
  waiting: 'debug-pause',
  exited: 'debug-stop',
  crashed: 'error',
};

/** The order after a click on a column's heading: turned around if it was sorted already. */
export function sortedBy(
  now: { readonly sort: TableColumn; readonly descending: boolean },
  { name, isNumber }: Column,
): { readonly sort: TableColumn; readonly descending: boolean } {
  if (name === 'line') return now;
  return { sort: name, descending: now.sort === name ? !now.descending : isNumber };
}
