import { eventsPerPage, message as column, messagesPerPage } from '../build/shapes.ts';
import { type Trace } from '../trace.ts';

/** A message as it stands in the table; one record is used again and again. */
export interface MessageRow {
  /** -1 where not recorded. */
  send: number;
  arrive: number;
  receive: number;
  /** Processes, -1 where not known. */
  sender: number;
  receiver: number;
  /** Its first moment, and its last: taking, else arrival, else the first. */
  first: number;
  last: number;
}

/** Pages of messages looked at before a window for those still under way when it begins, the nearest first. */
const furthestBefore = 64;

/** How many messages began in pages of events, `last` included. */
export function messagesBegun(trace: Trace, firstPage: number, lastPage: number): number {
  const { pageMessages } = trace.inside.index;
  const end = pageMessages[Math.min(lastPage + 1, pageMessages.length - 1)] ?? 0;
  return Math.max(0, end - (pageMessages[firstPage] ?? end));
}

/** Messages that began in a range of moments, `end` not included. */
export function forEachBegun(
  trace: Trace,
  start: number,
  end: number,
  visit: (row: Readonly<MessageRow>) => void,
): void {
  if (end <= start) return;
  const { pageMessages } = trace.inside.index;
  const from = pageMessages[Math.floor(start / eventsPerPage)] ?? 0;
  const to = pageMessages[Math.floor((end - 1) / eventsPerPage) + 1] ?? from;
  forEachRow(trace, from, to, (row) => {
    if (row.first >= start && row.first < end) visit(row);
  });
}

/** Messages that began before a moment and of which something happened at it or later, as far as they are near. */
export function forEachUnderWay(trace: Trace, moment: number, visit: (row: Readonly<MessageRow>) => void): void {
  if (moment <= 0 || moment > trace.eventCount) return;
  const { pageMessages, messages } = trace.inside.index;
  const { latest } = messages;
  // Of the page of events the moment is in, those that began before it count too.
  const end = pageMessages[Math.floor((moment - 1) / eventsPerPage) + 1] ?? 0;
  let looked = 0;
  for (let page = Math.floor((end - 1) / messagesPerPage); page >= 0 && looked < furthestBefore; page--) {
    if (latest[page]! < moment) continue;
    looked++;
    forEachRow(trace, page * messagesPerPage, Math.min(end, (page + 1) * messagesPerPage), (row) => {
      if (row.first < moment && row.last >= moment) visit(row);
    });
  }
}

const shared: MessageRow = { send: 0, arrive: 0, receive: 0, sender: 0, receiver: 0, first: 0, last: 0 };

function forEachRow(trace: Trace, from: number, to: number, visit: (row: Readonly<MessageRow>) => void): void {
  const { messages } = trace.inside;
  const row = shared;
  for (let number = from; number < to;) {
    const page = Math.floor(number / messagesPerPage);
    const sends = messages.column(page, column.send);
    const arrivals = messages.column(page, column.arrive);
    const takings = messages.column(page, column.receive);
    const senders = messages.column(page, column.sender);
    const receivers = messages.column(page, column.receiver);
    const end = Math.min(to, (page + 1) * messagesPerPage);
    for (; number < end; number++) {
      const at = number - page * messagesPerPage;
      row.send = sends[at]!;
      row.arrive = arrivals[at]!;
      row.receive = takings[at]!;
      row.sender = senders[at]!;
      row.receiver = receivers[at]!;
      row.first = row.send === -1 ? row.arrive : row.send;
      row.last = row.receive !== -1 ? row.receive : row.arrive !== -1 ? row.arrive : row.first;
      visit(row);
    }
  }
}
