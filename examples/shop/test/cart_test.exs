defmodule Shop.CartTest do
  use ExUnit.Case

  alias Shop.Cart

  test "a cart without a coupon is paid in full" do
    {:ok, _cart} = Cart.open("eve")
    assert {:ok, 1} = Cart.add("eve", "sticker", 2)
    assert {:ok, %{amount: "3.00 EUR"}} = Cart.checkout("eve")
  end

  test "what is sold out is not put into the cart" do
    {:ok, _cart} = Cart.open("mallory")
    assert {:error, :sold_out} = Cart.add("mallory", "poster", 1_000)
  end
end
