defmodule Shop.Cart do
  @moduledoc "What one customer has chosen so far."
  use GenServer, restart: :temporary

  alias Shop.{Item, Payment, Pricing, Stock}

  defstruct customer: nil, items: %{}, coupons: []

  def open(customer) do
    DynamicSupervisor.start_child(Shop.CartSupervisor, {__MODULE__, customer})
  end

  def start_link(customer), do: GenServer.start_link(__MODULE__, customer, name: via(customer))

  def add(customer, sku, quantity), do: GenServer.call(via(customer), {:add, sku, quantity})
  def apply_coupon(customer, coupon), do: GenServer.call(via(customer), {:coupon, coupon})
  def checkout(customer), do: GenServer.call(via(customer), :checkout)

  defp via(customer), do: {:via, Registry, {Shop.Carts, customer}}

  @impl true
  def init(customer), do: {:ok, %__MODULE__{customer: customer}}

  @impl true
  def handle_call({:add, sku, quantity}, _from, cart) do
    with :ok <- Stock.reserve(sku, quantity),
         price = Pricing.price(sku) do
      item = %Item{sku: sku, quantity: quantity, price: price}
      cart = put_in(cart.items[sku], item)
      {:reply, {:ok, map_size(cart.items)}, cart}
    else
      {:error, reason} -> {:reply, {:error, reason}, cart}
    end
  end

  def handle_call({:coupon, coupon}, _from, cart) do
    items =
      Map.new(cart.items, fn {sku, item} ->
        {sku, %{item | price: Pricing.discounted(item.price, coupon)}}
      end)

    {:reply, :ok, %{cart | items: items, coupons: [coupon | cart.coupons]}}
  end

  def handle_call(:checkout, _from, cart) do
    items = Map.values(cart.items)
    total = items |> Enum.map(&Item.subtotal/1) |> Enum.sum()
    receipt = Payment.charge(cart.customer, total)
    Stock.ship(items)
    {:reply, {:ok, receipt}, %__MODULE__{customer: cart.customer}}
  end
end
