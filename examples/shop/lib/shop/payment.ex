defmodule Shop.Payment do
  @moduledoc "Charges cards. The bank takes whole cents only."
  use GenServer
  require Logger

  def start_link(_options), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  def charge(customer, cents), do: GenServer.call(__MODULE__, {:charge, customer, cents})

  @impl true
  def init(_options), do: {:ok, %{charged: 0, receipts: []}}

  @impl true
  def handle_call({:charge, customer, cents}, _from, state) do
    receipt = bank_transfer(customer, cents)
    Logger.info("charged #{customer}: #{receipt.amount}")
    state = %{state | charged: state.charged + cents, receipts: [receipt | state.receipts]}
    {:reply, receipt, state}
  end

  defp bank_transfer(customer, cents) when is_integer(cents) and cents > 0 do
    number = :erlang.phash2({customer, cents}, 10_000)
    %{number: number, customer: customer, amount: format(cents)}
  end

  defp format(cents) do
    euros = div(cents, 100)
    rest = cents |> rem(100) |> Integer.to_string() |> String.pad_leading(2, "0")
    "#{euros}.#{rest} EUR"
  end
end
