defmodule Shop.Stock do
  @moduledoc "Counts what is on the shelf and puts things aside for carts."
  use GenServer

  def start_link(_options) do
    GenServer.start_link(__MODULE__, %{"mug" => 12, "poster" => 5, "sticker" => 100},
      name: __MODULE__
    )
  end

  def reserve(sku, quantity), do: GenServer.call(__MODULE__, {:reserve, sku, quantity})
  def ship(items), do: GenServer.cast(__MODULE__, {:ship, items})

  @impl true
  def init(shelf), do: {:ok, %{shelf: shelf, reserved: %{}}}

  @impl true
  def handle_call({:reserve, sku, quantity}, {customer, _tag}, state) do
    case state.shelf do
      %{^sku => left} when left >= quantity ->
        shelf = %{state.shelf | sku => left - quantity}

        reserved =
          Map.update(state.reserved, customer, [{sku, quantity}], &[{sku, quantity} | &1])

        {:reply, :ok, %{state | shelf: shelf, reserved: reserved}}

      _too_few ->
        {:reply, {:error, :sold_out}, state}
    end
  end

  @impl true
  def handle_cast({:ship, items}, state) do
    shipped = for item <- items, do: {item.sku, item.quantity}
    {:noreply, Map.put(state, :last_shipment, shipped)}
  end
end
