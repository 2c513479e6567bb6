defmodule Shop.Pricing do
  @moduledoc "Knows what things cost, in cents, and which coupons are worth what."
  use GenServer

  @prices %{"mug" => 1250, "poster" => 1999, "sticker" => 150}
  @coupons %{"WELCOME" => {:cents, 200}, "HALF" => {:percent, 50}, "SPRING" => {:percent, 10}}

  def start_link(_options), do: GenServer.start_link(__MODULE__, @prices, name: __MODULE__)

  def price(sku), do: GenServer.call(__MODULE__, {:price, sku})
  def discounted(price, coupon), do: GenServer.call(__MODULE__, {:discounted, price, coupon})

  @impl true
  def init(prices), do: {:ok, %{prices: prices, asked: 0}}

  @impl true
  def handle_call({:price, sku}, _from, state) do
    state = Map.update!(state, :asked, &(&1 + 1))
    {:reply, Map.fetch!(state.prices, sku), state}
  end

  def handle_call({:discounted, price, coupon}, _from, state) do
    discounted =
      case Map.fetch(@coupons, coupon) do
        {:ok, {:cents, cents}} -> max(price - cents, 0)
        {:ok, {:percent, percent}} -> price * (100 - percent) / 100
        :error -> price
      end

    {:reply, discounted, state}
  end
end
