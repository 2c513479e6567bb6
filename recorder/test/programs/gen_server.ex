defmodule GenServerProgram.Counter do
  use GenServer

  def start(initial), do: GenServer.start(__MODULE__, initial)

  @impl true
  def init(initial) do
    state = %{count: initial, log: []}
    {:ok, state}
  end

  @impl true
  def handle_call({:add, n}, _from, state) do
    count = state.count + n
    {:reply, count, %{state | count: count, log: [n | state.log]}}
  end

  def handle_call(:log, _from, %{log: log} = state) do
    {:reply, Enum.reverse(log), state}
  end

  @impl true
  def handle_cast(:reset, state) do
    {:noreply, %{state | count: 0}}
  end
end

defmodule GenServerProgram.Main do
  alias GenServerProgram.Counter

  def main do
    {:ok, pid} = Counter.start(10)
    eleven = GenServer.call(pid, {:add, 1})
    GenServer.cast(pid, :reset)
    five = GenServer.call(pid, {:add, 5})
    log = GenServer.call(pid, :log)
    :ok = GenServer.stop(pid)
    {eleven, five, log, Process.alive?(pid)}
  end
end
