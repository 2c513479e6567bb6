import { type Sink } from '../store/store.ts';
import { tableWriter, type TableDirectory } from '../store/table.ts';
import { filled, numbers, push } from './growing.ts';
import { keyedQueues } from './queues.ts';
import { mailbox, mailboxShapes, message, messageShapes, messagesPerPage } from './shapes.ts';

/** Pairs sends, arrivals and takings while events go by. 20 bytes a message in memory. */
export interface Messages {
  send(moment: number, sender: number, receiver: number, hash: number): number;
  arrive(moment: number, sender: number, receiver: number, hash: number): number;
  /** The message taken, -1 when it was not seen to arrive. */
  receive(moment: number, process: number, hash: number): number;
  finish(sink: Sink, processCount: number): MessageTables;
  /** Messages so far. */
  count(): number;
  /** Calls back with both ends of every message whose ends are known, and the moment of its first event. */
  forEachPair(callback: (sender: number, receiver: number, first: number) => void): void;
}

export interface MessageTables {
  readonly messages: TableDirectory;
  /** Per page of the messages: the latest moment at which something of one of them happened. */
  readonly latest: Int32Array;
  readonly mailboxes: TableDirectory;
  /** Where each process begins in the mailboxes; one more at the end. */
  readonly mailboxStarts: Int32Array;
  /** Per page of the mailboxes: the latest moment at which one of its messages was still there. */
  readonly mailboxLatest: Int32Array;
}

const none = -1;
const never = 0x7fff_ffff;

export function messages(): Messages {
  const sent = numbers();
  const arrived = numbers();
  const taken = numbers();
  const senders = numbers();
  const receivers = numbers();
  const underway = keyedQueues();
  const waiting = keyedQueues();

  function add(sender: number, receiver: number): number {
    push(sent, none);
    push(arrived, none);
    push(taken, none);
    push(senders, sender);
    push(receivers, receiver);
    return sent.length - 1;
  }

  return {
    send(moment, sender, receiver, hash) {
      const number = add(sender, receiver);
      sent.values[number] = moment;
      // Receiver unknown, as with the alias a reply of OTP goes to: whoever gets that message from this sender.
      underway.put(sender, receiver, hash, number);
      return number;
    },
    arrive(moment, sender, receiver, hash) {
      let number = sender >= 0 ? underway.take(sender, receiver, hash) : none;
      if (number === none && sender >= 0) {
        number = underway.take(sender, none, hash);
        if (number !== none) receivers.values[number] = receiver;
      }
      if (number === none) number = add(sender, receiver);
      arrived.values[number] = moment;
      waiting.put(receiver, 0, hash, number);
      return number;
    },
    receive(moment, process, hash) {
      const number = waiting.take(process, 0, hash);
      if (number !== none) taken.values[number] = moment;
      return number;
    },
    finish(sink, processCount) {
      const messageLatest: number[] = [];
      const table = tableWriter(sink, messageShapes, messagesPerPage, (columns, rows) => {
        let most = -1;
        for (const column of [message.send, message.arrive, message.receive]) {
          for (let row = 0; row < rows; row++) most = Math.max(most, columns[column]![row]!);
        }
        messageLatest.push(most);
      });
      for (let number = 0; number < sent.length; number++) {
        table.columns[message.send]![table.used] = sent.values[number]!;
        table.columns[message.arrive]![table.used] = arrived.values[number]!;
        table.columns[message.receive]![table.used] = taken.values[number]!;
        table.columns[message.sender]![table.used] = senders.values[number]!;
        table.columns[message.receiver]![table.used] = receivers.values[number]!;
        table.advance();
      }
      const { order, starts } = byReceiver(filled(receivers), filled(arrived), processCount);
      const latest: number[] = [];
      const boxes = tableWriter(sink, mailboxShapes, messagesPerPage, (columns, rows) => {
        let most = -1;
        for (let row = 0; row < rows; row++) {
          const until = columns[mailbox.receive]![row]!;
          most = Math.max(most, until === none ? never : until);
        }
        latest.push(most);
      });
      for (const number of order) {
        boxes.columns[mailbox.arrive]![boxes.used] = arrived.values[number]!;
        boxes.columns[mailbox.receive]![boxes.used] = taken.values[number]!;
        boxes.advance();
      }
      return {
        messages: table.finish(),
        latest: Int32Array.from(messageLatest),
        mailboxes: boxes.finish(),
        mailboxStarts: starts,
        mailboxLatest: Int32Array.from(latest),
      };
    },
    count: () => sent.length,
    forEachPair(callback) {
      for (let number = 0; number < sent.length; number++) {
        const sender = senders.values[number]!;
        const receiver = receivers.values[number]!;
        if (sender >= 0 && receiver >= 0) {
          callback(sender, receiver, sent.values[number] === none ? arrived.values[number]! : sent.values[number]!);
        }
      }
    },
  };
}

/** Messages that arrived, sorted by receiver and then by arrival. */
function byReceiver(receivers: Int32Array, arrived: Int32Array, processCount: number) {
  const starts = new Int32Array(processCount + 1);
  for (let number = 0; number < receivers.length; number++) {
    if (arrived[number] !== none) starts[receivers[number]! + 1]!++;
  }
  for (let process = 0; process < processCount; process++) starts[process + 1]! += starts[process]!;
  const free = starts.slice();
  const order = new Int32Array(starts[processCount] ?? 0);
  for (let number = 0; number < receivers.length; number++) {
    if (arrived[number] !== none) order[free[receivers[number]!]!++] = number;
  }
  // Numbers follow sends; arrivals at one process may come in another order.
  for (let process = 0; process < processCount; process++) {
    const run = order.subarray(starts[process], starts[process + 1]);
    let inOrder = true;
    for (let at = 1; at < run.length && inOrder; at++) inOrder = arrived[run[at - 1]!]! <= arrived[run[at]!]!;
    if (!inOrder) run.sort((left, right) => arrived[left]! - arrived[right]!);
  }
  return { order, starts };
}
