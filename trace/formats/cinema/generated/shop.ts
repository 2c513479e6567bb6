import { buildModule } from './modules.ts';

/** The small shop that generated traces are recordings of: a GenServer, its clients, short-lived workers, an Erlang loop. */

const cart = {
  module: 'Elixir.Shop.Cart',
  language: 'elixir',
  path: '/home/dev/shop/lib/shop/cart.ex',
  source: `defmodule Shop.Cart do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)

  def init(name), do: {:ok, %{name: name, count: 0, items: [], note: nil}}

  def handle_call({:add, item, price}, _from, state) do
    total = total(item, price)
    items = [item | state.items]
    state = %{state | count: state.count + 1, items: items}
    {:reply, {:ok, total}, state}
  end

  def handle_cast({:note, text}, state) do
    line = String.slice(text, 0, 20)
    {:noreply, %{state | note: line}}
  end

  defp total(_item, price) do
    tax = div(price, 5)
    price + tax
  end
end
`,
  functions: { 'init/1': [6, 6], 'handle_call/3': [8, 13], 'handle_cast/2': [15, 18], 'total/2': [20, 23] },
  variables: {
    '_name@1': [[6, 0]],
    '_item@1': [
      [8, 0],
      [9, 0],
      [10, 0],
    ],
    '_price@1': [
      [8, 0],
      [9, 0],
    ],
    '_state@1': [
      [8, 0],
      [10, 0],
      [11, 1],
      [11, 2],
    ],
    '_total@1': [
      [9, 0],
      [12, 0],
    ],
    '_items@1': [[10, 0]],
    '_state@2': [
      [11, 0],
      [12, 0],
    ],
    '_text@1': [
      [15, 0],
      [16, 0],
    ],
    '_state@3': [
      [15, 0],
      [17, 0],
    ],
    '_line@1': [
      [16, 0],
      [17, 0],
    ],
    '_price@2': [
      [20, 0],
      [21, 0],
      [22, 0],
    ],
    '_tax@1': [
      [21, 0],
      [22, 0],
    ],
  },
  sites: {
    init: {
      kind: 'enter',
      function: 'init/1',
      line: 6,
      stop: true,
      values: 1,
      arguments: [{ value: 0 }],
      binds: [['_name@1', 0]],
    },
    initReturn: { kind: 'return', function: 'init/1', line: 6, values: 1 },
    call: {
      kind: 'enter',
      function: 'handle_call/3',
      line: 8,
      values: 3,
      arguments: [{ value: 0 }, { value: 1 }, { value: 2 }],
      binds: [
        ['_item@1', 0, [['element', 1]]],
        ['_price@1', 0, [['element', 2]]],
        ['_state@1', 2],
      ],
    },
    callTotal: { kind: 'step', function: 'handle_call/3', line: 9, stop: true },
    totalValue: { kind: 'value', function: 'handle_call/3', line: 9, values: 1, callee: 'Elixir.Shop.Cart:total/2' },
    callItems: { kind: 'step', function: 'handle_call/3', line: 10, stop: true, values: 1, binds: [['_total@1', 0]] },
    callState: { kind: 'step', function: 'handle_call/3', line: 11, stop: true, values: 1, binds: [['_items@1', 0]] },
    callReply: { kind: 'step', function: 'handle_call/3', line: 12, stop: true, values: 1, binds: [['_state@2', 0]] },
    callReturn: { kind: 'return', function: 'handle_call/3', line: 12, values: 1 },
    cast: {
      kind: 'enter',
      function: 'handle_cast/2',
      line: 15,
      values: 2,
      arguments: [{ value: 0 }, { value: 1 }],
      binds: [
        ['_text@1', 0, [['element', 1]]],
        ['_state@3', 1],
      ],
    },
    castLine: { kind: 'step', function: 'handle_cast/2', line: 16, stop: true },
    castState: { kind: 'step', function: 'handle_cast/2', line: 17, stop: true, values: 1, binds: [['_line@1', 0]] },
    castReturn: { kind: 'return', function: 'handle_cast/2', line: 17, values: 1 },
    total: {
      kind: 'enter',
      function: 'total/2',
      line: 20,
      values: 2,
      arguments: [{ value: 0 }, { value: 1 }],
      binds: [['_price@2', 1]],
    },
    totalTax: { kind: 'step', function: 'total/2', line: 21, stop: true },
    totalSum: { kind: 'step', function: 'total/2', line: 22, stop: true, values: 1, binds: [['_tax@1', 0]] },
    totalReturn: { kind: 'return', function: 'total/2', line: 22, values: 1 },
  },
} as const;

const client = {
  module: 'Elixir.Shop.Client',
  language: 'elixir',
  path: '/home/dev/shop/lib/shop/client.ex',
  source: `defmodule Shop.Client do
  def loop(cart, ledger, n) do
    item = pick(n)
    {:ok, total} = GenServer.call(cart, {:add, item, n})
    send(ledger, {:deposit, self(), total})

    receive do
      {:ok, balance} -> loop(cart, ledger, n + rem(balance, 3) + 1)
    end
  end

  defp pick(n) do
    name = Enum.at(["pear", "apple", "quince"], rem(n, 3))
    String.to_atom(name)
  end
end
`,
  functions: { 'loop/3': [2, 10], 'pick/1': [12, 15] },
  variables: {
    '_cart@1': [
      [2, 0],
      [4, 0],
      [8, 0],
    ],
    '_ledger@1': [
      [2, 0],
      [5, 0],
      [8, 0],
    ],
    '_n@1': [
      [2, 0],
      [3, 0],
      [4, 0],
      [8, 0],
    ],
    '_item@1': [
      [3, 0],
      [4, 0],
    ],
    '_total@1': [
      [4, 0],
      [5, 0],
    ],
    '_balance@1': [
      [8, 0],
      [8, 1],
    ],
    '_n@2': [
      [12, 0],
      [13, 0],
    ],
    '_name@1': [
      [13, 0],
      [14, 0],
    ],
  },
  sites: {
    loop: {
      kind: 'enter',
      function: 'loop/3',
      line: 2,
      values: 3,
      arguments: [{ value: 0 }, { value: 1 }, { value: 2 }],
      binds: [
        ['_cart@1', 0],
        ['_ledger@1', 1],
        ['_n@1', 2],
      ],
    },
    pickLine: { kind: 'step', function: 'loop/3', line: 3, stop: true },
    pickValue: { kind: 'value', function: 'loop/3', line: 3, values: 1, callee: 'Elixir.Shop.Client:pick/1' },
    callLine: { kind: 'step', function: 'loop/3', line: 4, stop: true, values: 1, binds: [['_item@1', 0]] },
    callValue: { kind: 'value', function: 'loop/3', line: 4, values: 1, callee: 'Elixir.GenServer:call/2' },
    sendLine: { kind: 'step', function: 'loop/3', line: 5, stop: true, values: 1, binds: [['_total@1', 0]] },
    receiveLine: { kind: 'step', function: 'loop/3', line: 7, stop: true },
    receive: { kind: 'receive', function: 'loop/3', line: 8, values: 1, binds: [['_balance@1', 0, [['element', 1]]]] },
    again: { kind: 'tail', function: 'loop/3', line: 8, stop: true, callee: 'Elixir.Shop.Client:loop/3' },
    pick: { kind: 'enter', function: 'pick/1', line: 12, values: 1, arguments: [{ value: 0 }], binds: [['_n@2', 0]] },
    pickName: { kind: 'step', function: 'pick/1', line: 13, stop: true },
    pickAtom: { kind: 'step', function: 'pick/1', line: 14, stop: true, values: 1, binds: [['_name@1', 0]] },
    pickReturn: { kind: 'return', function: 'pick/1', line: 14, values: 1 },
  },
} as const;

const worker = {
  module: 'Elixir.Shop.Worker',
  language: 'elixir',
  path: '/home/dev/shop/lib/shop/worker.ex',
  source: `defmodule Shop.Worker do
  def run(cart, depth) do
    sum = sum(depth)
    result = risky(sum)
    GenServer.cast(cart, {:note, inspect(result)})
    result
  end

  defp sum(0), do: 0
  defp sum(n), do: n + sum(n - 1)

  defp risky(n) do
    try do
      check(n)
    rescue
      error -> {:error, error}
    end
  end

  defp check(n) do
    if rem(n, 3) == 0, do: raise(ArgumentError)
    {:ok, n}
  end
end
`,
  functions: { 'run/2': [2, 7], 'sum/1': [9, 10], 'risky/1': [12, 18], 'check/1': [20, 23] },
  variables: {
    '_cart@1': [
      [2, 0],
      [5, 0],
    ],
    '_depth@1': [
      [2, 0],
      [3, 0],
    ],
    '_sum@1': [
      [3, 0],
      [4, 0],
    ],
    '_result@1': [
      [4, 0],
      [5, 0],
      [6, 0],
    ],
    '_n@1': [
      [10, 0],
      [10, 1],
      [10, 2],
    ],
    '_n@2': [
      [12, 0],
      [14, 0],
    ],
    '_error@1': [
      [16, 0],
      [16, 1],
    ],
    '_n@3': [
      [20, 0],
      [21, 0],
      [22, 0],
    ],
  },
  sites: {
    run: {
      kind: 'enter',
      function: 'run/2',
      line: 2,
      values: 2,
      arguments: [{ value: 0 }, { value: 1 }],
      binds: [
        ['_cart@1', 0],
        ['_depth@1', 1],
      ],
    },
    runSum: { kind: 'step', function: 'run/2', line: 3, stop: true },
    sumValue: { kind: 'value', function: 'run/2', line: 3, values: 1, callee: 'Elixir.Shop.Worker:sum/1' },
    runRisky: { kind: 'step', function: 'run/2', line: 4, stop: true, values: 1, binds: [['_sum@1', 0]] },
    riskyValue: { kind: 'value', function: 'run/2', line: 4, values: 1, callee: 'Elixir.Shop.Worker:risky/1' },
    runCast: { kind: 'step', function: 'run/2', line: 5, stop: true, values: 1, binds: [['_result@1', 0]] },
    runResult: { kind: 'step', function: 'run/2', line: 6, stop: true },
    runReturn: { kind: 'return', function: 'run/2', line: 6, values: 1 },
    sumZero: { kind: 'enter', function: 'sum/1', line: 9, stop: true, arguments: [{ literal: { integer: 0 } }] },
    sumZeroReturn: { kind: 'return', function: 'sum/1', line: 9, values: 1 },
    sum: {
      kind: 'enter',
      function: 'sum/1',
      line: 10,
      stop: true,
      values: 1,
      arguments: [{ value: 0 }],
      binds: [['_n@1', 0]],
    },
    innerValue: { kind: 'value', function: 'sum/1', line: 10, values: 1, callee: 'Elixir.Shop.Worker:sum/1' },
    sumReturn: { kind: 'return', function: 'sum/1', line: 10, values: 1 },
    risky: { kind: 'enter', function: 'risky/1', line: 12, values: 1, arguments: [{ value: 0 }], binds: [['_n@2', 0]] },
    try: { kind: 'try', function: 'risky/1', line: 13 },
    tryLine: { kind: 'step', function: 'risky/1', line: 14, stop: true },
    checkValue: { kind: 'value', function: 'risky/1', line: 14, values: 1, callee: 'Elixir.Shop.Worker:check/1' },
    catch: { kind: 'catch', function: 'risky/1', line: 16, values: 3 },
    rescue: { kind: 'step', function: 'risky/1', line: 16, stop: true, values: 1, binds: [['_error@1', 0]] },
    riskyReturn: { kind: 'return', function: 'risky/1', line: 17, values: 1 },
    check: { kind: 'enter', function: 'check/1', line: 20, values: 1, arguments: [{ value: 0 }], binds: [['_n@3', 0]] },
    checkLine: { kind: 'step', function: 'check/1', line: 21, stop: true },
    raise: { kind: 'raise', function: 'check/1', line: 21, values: 2 },
    checkOk: { kind: 'step', function: 'check/1', line: 22, stop: true },
    checkReturn: { kind: 'return', function: 'check/1', line: 22, values: 1 },
  },
} as const;

const ledger = {
  module: 'ledger',
  language: 'erlang',
  path: '/home/dev/shop/src/ledger.erl',
  source: `-module(ledger).
-export([loop/1]).

loop(Balance) ->
    receive
        {deposit, From, Amount} ->
            New = Balance + Amount,
            From ! {ok, New},
            loop(New)
    after 5000 ->
        loop(Balance)
    end.
`,
  functions: { 'loop/1': [4, 12] },
  variables: {
    Balance: [
      [4, 0],
      [7, 0],
      [11, 0],
    ],
    From: [
      [6, 0],
      [8, 0],
    ],
    Amount: [
      [6, 0],
      [7, 0],
    ],
    New: [
      [7, 0],
      [8, 0],
      [9, 0],
    ],
  },
  sites: {
    loop: { kind: 'enter', function: 'loop/1', line: 4, values: 1, arguments: [{ value: 0 }], binds: [['Balance', 0]] },
    receiveLine: { kind: 'step', function: 'loop/1', line: 5, stop: true },
    receive: {
      kind: 'receive',
      function: 'loop/1',
      line: 6,
      values: 1,
      binds: [
        ['From', 0, [['element', 1]]],
        ['Amount', 0, [['element', 2]]],
      ],
    },
    newLine: { kind: 'step', function: 'loop/1', line: 7, stop: true },
    sendLine: { kind: 'step', function: 'loop/1', line: 8, stop: true, values: 1, binds: [['New', 0]] },
    again: { kind: 'tail', function: 'loop/1', line: 9, stop: true, callee: 'ledger:loop/1' },
    timeout: { kind: 'timeout', function: 'loop/1', line: 11, stop: true },
  },
} as const;

/** The modules with their sites numbered one after the other. */
export function shopModules() {
  const first = 1024;
  const cartModule = buildModule(cart, first);
  const clientModule = buildModule(client, first + cartModule.count);
  const workerModule = buildModule(worker, first + cartModule.count + clientModule.count);
  const ledgerModule = buildModule(ledger, first + cartModule.count + clientModule.count + workerModule.count);
  return { cart: cartModule, client: clientModule, worker: workerModule, ledger: ledgerModule };
}
export type ShopModules = ReturnType<typeof shopModules>;
