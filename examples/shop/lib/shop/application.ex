defmodule Shop.Application do
  @moduledoc "A small shop: prices, stock, payment, and one cart per customer."
  use Application

  @impl true
  def start(_type, _args) do
    children = [
      {Registry, keys: :unique, name: Shop.Carts},
      Shop.Pricing,
      Shop.Stock,
      Shop.Payment,
      {DynamicSupervisor, name: Shop.CartSupervisor, strategy: :one_for_one}
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)
  end
end
