/** How many stages the pipeline of the project has; each is a module with a server, a struct and an implementation. */
export const stages = 8;

const stage = (number: number): string => `defmodule Mill.Stage${number} do
  use Mill.Stage, factor: ${number}

  @impl Mill.Step
  def apply_step(%Mill.Order{} = order, %{factor: factor, seen: seen}) do
    amount = order.amount + factor
    amount = amount * 2
    order = %{order | amount: amount, marks: [${number} | order.marks]}
    {order, seen + 1}
  end
end
defmodule Mill.Receipt${number} do
  defstruct [:total, stage: ${number}]
  defimpl Mill.Printable do
    def text(%{total: total, stage: stage}) do
      shown = "stage #{stage}: #{total}"
      shown
    end
  end
end
`;

/** A mix project of more than twenty modules: servers, a supervisor, structs, protocols, behaviours, macros, queries built by pipelines. */
export function project(): Readonly<Record<string, string>> {
  const numbers = Array.from({ length: stages }, (_, index) => index + 1);
  return {
    'mix.exs': `defmodule Mill.MixProject do
  use Mix.Project
  def project, do: [app: :mill, version: "0.1.0", deps: []]
  def application, do: [extra_applications: [:logger], mod: {Mill.Application, []}]
end
`,
    'lib/application.ex': `defmodule Mill.Application do
  use Application
  def start(_type, _args) do
    children = for number <- 1..${stages}, do: Module.concat(Mill, "Stage#{number}")
    Supervisor.start_link(children, strategy: :one_for_one, name: Mill.Supervisor)
  end
end
`,
    'lib/order.ex': `defmodule Mill.Order do
  @enforce_keys [:id]
  defstruct [:id, amount: 0, marks: []]
end
`,
    'lib/printable.ex': `defprotocol Mill.Printable do
  def text(thing)
end
`,
    'lib/step.ex': `defmodule Mill.Step do
  @callback apply_step(order :: struct(), state :: map()) :: {struct(), integer()}
end
defmodule Mill.Stage do
  defmacro __using__(options) do
    quote do
      use GenServer
      @behaviour Mill.Step
      @factor unquote(options[:factor])
      def start_link(_), do: GenServer.start_link(__MODULE__, %{factor: @factor, seen: 0}, name: __MODULE__)
      def run(order), do: GenServer.call(__MODULE__, {:run, order})
      @impl GenServer
      def init(state), do: {:ok, state}
      @impl GenServer
      def handle_call({:run, order}, _from, state) do
        {order, seen} = apply_step(order, state)
        {:reply, order, %{state | seen: seen}}
      end
    end
  end
end
`,
    'lib/query.ex': `defmodule Mill.Query do
  defstruct from: [], wheres: [], limit: nil
  import Kernel, except: [apply: 2]
  def from(rows), do: %__MODULE__{from: rows}
  def where(query, fun) when is_function(fun, 1) do
    %{query | wheres: [fun | query.wheres]}
  end
  def limit(query, count), do: %{query | limit: count}
  def all(%__MODULE__{from: rows, wheres: wheres, limit: limit}) do
    found = Enum.filter(rows, fn row -> Enum.all?(wheres, & &1.(row)) end)
    if limit, do: Enum.take(found, limit), else: found
  end
end
`,
    'lib/mill.ex': `defmodule Mill do
  require Logger
  def run(id, amount) do
    order = %Mill.Order{id: id, amount: amount}
    result = Enum.reduce(1..${stages}, order, fn number, order ->
      Module.concat(Mill, "Stage#{number}").run(order)
    end)
    with {:ok, total} <- check(result),
         text when is_binary(text) <- Mill.Printable.text(%Mill.Receipt1{total: total}) do
      {:ok, text, result}
    else
      {:error, reason} -> {:error, reason}
    end
  end
  defp check(%{amount: amount}) when amount < 1_000_000, do: {:ok, amount}
  defp check(%{amount: amount}), do: {:error, {:too_much, amount}}
end
`,
    ...Object.fromEntries(numbers.map((number) => [`lib/stage${number}.ex`, stage(number)])),
    'test/test_helper.exs': 'ExUnit.start()\n',
    'test/mill_test.exs': `defmodule MillTest do
  use ExUnit.Case
  alias Mill.Query

  test "an order goes through every stage" do
    assert {:ok, text, order} = Mill.run("a", 1)
    assert order.marks == Enum.to_list(${stages}..1)
    assert text == "stage 1: #{order.amount}"
  end

  test "too much is refused" do
    assert {:error, {:too_much, _}} = Mill.run("b", 1_000_000)
  end

  test "queries are built by pipelines" do
    names =
      [%{name: "ada", age: 36}, %{name: "joe", age: 68}, %{name: "bob", age: 5}]
      |> Query.from()
      |> Query.where(fn row -> row.age > 10 end)
      |> Query.where(&(&1.name != "joe"))
      |> Query.limit(2)
      |> Query.all()
      |> Enum.map(& &1.name)
    assert names == ["ada"]
  end

  test "this one fails" do
    assert {:ok, _, %{amount: 7}} = Mill.run("c", 3)
  end
end
`,
  };
}
