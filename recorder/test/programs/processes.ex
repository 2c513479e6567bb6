defmodule Processes.Main do
  def main do
    parent = self()

    child =
      spawn(fn ->
        receive do
          {:add, a, b} ->
            send(parent, {:sum, a + b})
        end
      end)

    send(child, {:add, 1, 2})
    send(self(), {:later, 1})
    sum = wait()
    later = wait()
    none = wait()
    task = Task.async(fn -> Enum.sum(1..4) end)
    {sum, later, none, Task.await(task), order()}
  end

  def wait do
    receive do
      {:sum, sum} ->
        {:sum, sum}

      {:later, n} = message when n > 0 ->
        {:took, message}
    after
      5 -> :nothing
    end
  end

  def order do
    for n <- 1..3, do: send(self(), {:numbered, n})
    take([])
  end

  defp take(taken) do
    receive do
      {:numbered, n} -> take([n | taken])
    after
      0 -> Enum.reverse(taken)
    end
  end
end
