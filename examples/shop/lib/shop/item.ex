defmodule Shop.Item do
  @moduledoc "One line of a cart. Prices are in cents."
  @enforce_keys [:sku, :quantity, :price]
  defstruct [:sku, :quantity, :price]

  def subtotal(%__MODULE__{quantity: quantity, price: price}), do: quantity * price
end
