import { type Description, describe, type ListDescription } from '../description.ts';
import { type Random } from './random.ts';
import { type ShopModules } from './shop.ts';
import { type SimulatedThread } from './thread.ts';

const { atom, list, map, opaque, pid, text, tuple } = describe;

interface Message {
  readonly term: Description;
  readonly hash: number;
  readonly sender: Actor;
  readonly at: number;
}

/** A process of the generated program. `act` is one turn on a thread: everything until it waits again. */
interface Actor {
  readonly pid: Description;
  readonly thread: number;
  readonly mailbox: Message[];
  act: (thread: SimulatedThread, message: Message | undefined) => void;
  /** When its last turn ended. */
  freeAt: number;
  isQueued: boolean;
  isAlive: boolean;
  hasBegun: boolean;
}

export interface SimulationOptions {
  readonly random: Random;
  readonly modules: ShopModules;
  readonly threads: readonly SimulatedThread[];
  /** Processes keep to one thread: needed when the threads' clocks disagree, as no reader could order them otherwise. */
  readonly pinned: boolean;
  readonly servers: number;
  readonly clients: number;
  readonly deepest: number;
  /** The time that passes between two bursts, nanoseconds. */
  readonly pause: number;
}

export interface Simulation {
  /** Runs one turn of some process. */
  turn(): void;
  /** A worker is spawned: a process that computes, tells a server, and ends. */
  spawnWorker(): void;
  readonly processCount: () => number;
}

const ok = atom('ok');
const node = atom('shop@localhost');
const undefinedAtom = atom('undefined');
const fruits = ['pear', 'apple', 'quince'] as const;
const fruitAtoms = fruits.map((name) => atom(name));
const fruitTexts = fruits.map((name) => text(name));
const argumentError = map([
  [atom('__exception__'), atom('true')],
  [atom('__struct__'), atom('Elixir.ArgumentError')],
  [atom('message'), text('argument error')],
]);
const stack = list([
  tuple(
    atom('Elixir.Shop.Worker'),
    atom('check'),
    1,
    list([tuple(atom('file'), list([...Buffer.from('lib/shop/worker.ex')])), tuple(atom('line'), 21)]),
  ),
]);
const cartModule = atom('Elixir.Shop.Cart');
const emptyList = list([]);

export function createSimulation(options: SimulationOptions): Simulation {
  const { random, modules, threads, deepest } = options;
  const { cart, client, worker, ledger } = modules;
  const ready: Actor[] = [];
  let readyHead = 0;
  let nextId = 200;
  let nextHash = 0;
  let nextReference = 0;
  let nextTry = 0;
  let processes = 0;

  const newHash = () => Math.imul(++nextHash, 0x9e3779b1) >>> 0;

  function enqueue(actor: Actor): void {
    if (actor.isQueued || !actor.isAlive) return;
    actor.isQueued = true;
    ready.push(actor);
  }

  function actorOf(id: number): Actor {
    processes++;
    return {
      pid: pid(id),
      thread: id % threads.length,
      mailbox: [],
      act: () => {},
      freeAt: 0,
      isQueued: false,
      isAlive: true,
      hasBegun: false,
    };
  }

  function send(
    thread: SimulatedThread,
    from: Actor,
    to: Actor,
    term: Description,
    receiver: Description = to.pid,
  ): void {
    const hash = newHash();
    thread.vm('send', term, { hash, extra: receiver });
    to.mailbox.push({ term, hash, sender: from, at: thread.clock });
    enqueue(to);
  }

  function arrive(thread: SimulatedThread, message: Message): void {
    thread.vm('receive', message.term, { hash: message.hash, match: tuple(node, message.sender.pid) });
  }

  function spawn(thread: SimulatedThread, call: Description): Actor {
    const child = actorOf(nextId++);
    thread.vm('spawn', child.pid, { extra: call });
    child.freeAt = thread.clock;
    return child;
  }

  /** What a spawned process does first, whatever it is. */
  function begin(thread: SimulatedThread, parent: Actor, call: Description): void {
    thread.vm('spawned', parent.pid, { extra: call });
    thread.vm('link', parent.pid);
  }

  // A GenServer with a name. Its state is a map whose list grows by one and is emptied at fifty.
  function startServer(thread: SimulatedThread, parent: Actor, number: number): Actor {
    const name = atom(`Elixir.Shop.Cart.${number}`);
    const call = tuple(
      atom('proc_lib'),
      atom('init_p'),
      list([
        parent.pid,
        emptyList,
        atom('gen'),
        atom('init_it'),
        list([
          atom('gen_server'),
          parent.pid,
          parent.pid,
          tuple(atom('local'), name),
          cartModule,
          list([name]),
          emptyList,
        ]),
      ]),
    );
    const server = spawn(thread, call);
    let count = 0;
    let items: ListDescription = emptyList;
    let note: Description = atom('nil');
    let state: Description = emptyList;
    const newState = () =>
      map([
        [atom('count'), count],
        [atom('items'), items],
        [atom('name'), name],
        [atom('note'), note],
      ]);
    const tellState = (on: SimulatedThread) =>
      on.vm('call', tuple(atom('gen_server'), atom('loop'), list([state])), {
        match: tuple(atom('state'), cartModule, state),
      });
    server.act = (on, message) => {
      if (message === undefined) {
        begin(on, parent, call);
        on.vm('register', name);
        state = newState();
        on.site(cart.sites.init, [name]);
        on.site(cart.sites.initReturn, [tuple(ok, state)]);
        tellState(on);
        return;
      }
      arrive(on, message);
      const elements = (message.term as { readonly elements: readonly Description[] }).elements;
      if (elements.length === 3) {
        const [, from, request] = elements as [
          Description,
          Description,
          { readonly elements: readonly Description[] } & Description,
        ];
        const [, item, price] = request.elements as [Description, Description, number];
        on.site(cart.sites.call, [request, from, state]);
        on.site(cart.sites.callTotal);
        on.site(cart.sites.total, [item, price]);
        on.site(cart.sites.totalTax);
        on.site(cart.sites.totalSum, [Math.floor(price / 5)]);
        const total = price + Math.floor(price / 5);
        on.site(cart.sites.totalReturn, [total]);
        on.site(cart.sites.totalValue, [total]);
        on.site(cart.sites.callItems, [total]);
        items = count % 50 === 49 ? list([item]) : list([item], items);
        count++;
        on.site(cart.sites.callState, [items]);
        state = newState();
        on.site(cart.sites.callReply, [state]);
        const reply = tuple(ok, total);
        on.site(cart.sites.callReturn, [tuple(atom('reply'), reply, state)]);
        const reference = (from as { readonly elements: readonly Description[] }).elements[1]!;
        send(on, server, message.sender, tuple(reference, reply));
        tellState(on);
      } else {
        const request = elements[1] as { readonly elements: readonly Description[] } & Description;
        on.site(cart.sites.cast, [request, state]);
        on.site(cart.sites.castLine);
        note = request.elements[1]!;
        on.site(cart.sites.castState, [note]);
        state = newState();
        on.site(cart.sites.castReturn, [tuple(atom('noreply'), state)]);
        tellState(on);
      }
    };
    enqueue(server);
    return server;
  }

  function startLedger(thread: SimulatedThread, parent: Actor): Actor {
    const call = tuple(atom('ledger'), atom('loop'), list([1000]));
    const actor = spawn(thread, call);
    let balance = 1000;
    actor.act = (on, message) => {
      if (message === undefined) {
        begin(on, parent, call);
        on.site(ledger.sites.loop, [balance]);
        on.site(ledger.sites.receiveLine);
        return;
      }
      arrive(on, message);
      on.receive(ledger.sites.receive, message.hash, [message.term]);
      on.site(ledger.sites.newLine);
      balance += (message.term as { readonly elements: readonly number[] }).elements[2]!;
      on.site(ledger.sites.sendLine, [balance]);
      send(on, actor, message.sender, tuple(ok, balance));
      on.site(ledger.sites.again);
      on.site(ledger.sites.loop, [balance]);
      on.site(ledger.sites.receiveLine);
    };
    enqueue(actor);
    return actor;
  }

  function startClient(
    thread: SimulatedThread,
    parent: Actor,
    server: Actor,
    deposits: Actor,
    byName: Description,
  ): Actor {
    const call = tuple(atom('Elixir.Shop.Client'), atom('loop'), list([byName, deposits.pid, 0]));
    const actor = spawn(thread, call);
    let n = random.below(100);
    let isCalling = false;
    const order = (on: SimulatedThread) => {
      on.site(client.sites.loop, [byName, deposits.pid, n]);
      on.site(client.sites.pickLine);
      on.site(client.sites.pick, [n]);
      on.site(client.sites.pickName);
      on.site(client.sites.pickAtom, [fruitTexts[n % 3]!]);
      const item = fruitAtoms[n % 3]!;
      on.site(client.sites.pickReturn, [item]);
      on.site(client.sites.pickValue, [item]);
      on.site(client.sites.callLine, [item]);
      const numbers = new Uint8Array(12);
      new DataView(numbers.buffer).setUint32(8, ++nextReference);
      const reference: Description = { type: 'reference', numbers };
      on.vm('call', tuple(atom('erlang'), atom('monitor'), list([atom('process'), byName])), {
        match: tuple(atom('monitor'), server.pid),
      });
      send(
        on,
        actor,
        server,
        tuple(atom('$gen_call'), tuple(actor.pid, reference), tuple(atom('add'), item, n)),
        byName,
      );
      isCalling = true;
    };
    actor.act = (on, message) => {
      if (message === undefined) {
        begin(on, parent, call);
        order(on);
        return;
      }
      arrive(on, message);
      if (isCalling) {
        isCalling = false;
        const reply = (message.term as { readonly elements: readonly Description[] }).elements[1]!;
        const total = (reply as { readonly elements: readonly number[] }).elements[1]!;
        on.site(client.sites.callValue, [reply]);
        on.site(client.sites.sendLine, [total]);
        send(on, actor, deposits, tuple(atom('deposit'), actor.pid, total));
        on.site(client.sites.receiveLine);
      } else {
        on.receive(client.sites.receive, message.hash, [message.term]);
        on.site(client.sites.again);
        n = (n + 1 + random.below(3)) % 5000;
        order(on);
      }
    };
    enqueue(actor);
    return actor;
  }

  function startWorker(thread: SimulatedThread, parent: Actor, server: Actor): void {
    const depth = random.once(40) ? random.below(deepest) : random.below(12);
    const call = tuple(atom('erlang'), atom('apply'), list([opaque('#Fun<Elixir.Shop.0.1234>'), emptyList]));
    const actor = spawn(thread, call);
    actor.act = (on) => {
      begin(on, parent, call);
      const { sites } = worker;
      on.site(sites.run, [server.pid, depth]);
      on.site(sites.runSum);
      for (let n = depth; n > 0; n--) on.site(sites.sum, [n]);
      on.site(sites.sumZero);
      on.site(sites.sumZeroReturn, [0]);
      let sum = 0;
      for (let n = 1; n <= depth; n++) {
        on.site(sites.innerValue, [sum]);
        sum += n;
        on.site(sites.sumReturn, [sum]);
      }
      on.site(sites.sumValue, [sum]);
      on.site(sites.runRisky, [sum]);
      on.site(sites.risky, [sum]);
      const number = ++nextTry;
      on.try(sites.try, number);
      on.site(sites.tryLine);
      on.site(sites.check, [sum]);
      on.site(sites.checkLine);
      let result: Description = tuple(ok, sum);
      if (sum % 3 === 0) {
        on.site(sites.raise, [atom('error'), argumentError]);
        if (random.once(10)) {
          // Nobody catches it: the process crashes.
          actor.isAlive = false;
          on.vm('exit', tuple(argumentError, stack));
          return;
        }
        on.caught(sites.catch, number, [atom('error'), argumentError, stack]);
        on.site(sites.rescue, [argumentError]);
        result = tuple(atom('error'), argumentError);
      } else {
        on.site(sites.checkOk);
        on.site(sites.checkReturn, [result]);
        on.site(sites.checkValue, [result]);
      }
      on.site(sites.riskyReturn, [result]);
      on.site(sites.riskyValue, [result]);
      on.site(sites.runCast, [result]);
      send(on, actor, server, tuple(atom('$gen_cast'), tuple(atom('note'), text(`sum ${sum}`))));
      if (random.once(50))
        on.mark(tuple(atom('log'), atom('info'), text(`worker is done with ${sum}`), map([[atom('line'), 5]])));
      on.site(sites.runResult);
      on.site(sites.runReturn, [result]);
      actor.isAlive = false;
      on.vm('exit', atom('normal'));
    };
    enqueue(actor);
  }

  // The supervisor was alive when recording began.
  const supervisor = actorOf(101);
  const first = threads[0]!;
  first.process(supervisor.pid);
  first.mark(
    tuple(
      atom('process'),
      supervisor.pid,
      list([atom('Elixir.Shop.Supervisor')]),
      tuple(atom('supervisor'), atom('Elixir.Shop.Supervisor'), 1),
      emptyList,
      emptyList,
      emptyList,
      undefinedAtom,
    ),
  );
  const servers = Array.from({ length: options.servers }, (_, number) => startServer(first, supervisor, number));
  const deposits = startLedger(first, supervisor);
  for (let number = 0; number < options.clients; number++) {
    const chosen = number % servers.length;
    startClient(first, supervisor, servers[chosen]!, deposits, atom(`Elixir.Shop.Cart.${chosen}`));
  }
  supervisor.freeAt = first.clock;
  let toSpawn = 0;
  supervisor.act = (on) => {
    for (; toSpawn > 0; toSpawn--) startWorker(on, supervisor, servers[random.below(servers.length)]!);
  };

  const earliest = () => threads.reduce((least, thread) => (thread.clock < least.clock ? thread : least));

  return {
    turn() {
      if (readyHead === ready.length) return;
      const actor = ready[readyHead++]!;
      if (readyHead > 4096) {
        ready.splice(0, readyHead);
        readyHead = 0;
      }
      actor.isQueued = false;
      const thread = options.pinned ? threads[actor.thread]! : earliest();
      const message = actor.hasBegun ? actor.mailbox.shift() : undefined;
      if (options.pause > 0 && random.once(2000)) for (const each of threads) each.clock += options.pause;
      thread.clock = Math.max(thread.clock, actor.freeAt + 1, (message?.at ?? 0) + 1);
      thread.process(actor.pid);
      if (message !== undefined || !actor.hasBegun || actor === supervisor) actor.act(thread, message);
      actor.hasBegun = true;
      actor.freeAt = thread.clock;
      if (actor.mailbox.length > 0) enqueue(actor);
    },
    spawnWorker() {
      toSpawn++;
      enqueue(supervisor);
    },
    processCount: () => processes,
  };
}
