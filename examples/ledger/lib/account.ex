defmodule Account do
  @moduledoc "A bank account that remembers its balance."
  use Agent

  def open(owner, balance) do
    Agent.start_link(fn -> %{owner: owner, balance: balance} end)
  end

  def balance(account), do: Agent.get(account, & &1.balance)

  def set_balance(account, balance) do
    Agent.update(account, fn state -> %{state | balance: balance} end)
  end
end
