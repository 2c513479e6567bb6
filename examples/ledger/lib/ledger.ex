defmodule Ledger do
  @moduledoc "Moves money between accounts."

  @doc "Moves `amount`, or says why not."
  def transfer(from, to, amount) when amount > 0 do
    available = Account.balance(from)
    target = Account.balance(to)

    if available >= amount do
      Account.set_balance(from, available - amount)
      Account.set_balance(to, target + amount)
      {:ok, amount}
    else
      {:error, {:missing, amount - available}}
    end
  end

  @doc "Money in all accounts together; a transfer must not change it."
  def total(accounts) do
    accounts
    |> Enum.uniq()
    |> Enum.map(&Account.balance/1)
    |> Enum.sum()
  end
end
