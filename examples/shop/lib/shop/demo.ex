defmodule Shop.Demo do
  @moduledoc "An ordinary afternoon: three customers, two of them with a coupon. `mix run -e Shop.Demo.run`"
  alias Shop.Cart

  def run do
    [
      Task.async(fn -> visit("ada", [{"mug", 2}, {"sticker", 10}], 2, nil) end),
      Task.async(fn -> visit("joe", [{"poster", 1}], 3, "WELCOME") end),
      Task.async(fn -> visit("robert", [{"sticker", 4}, {"poster", 3}], 30, "HALF") end)
    ]
    |> Task.yield_many(2_000)
    |> Enum.each(fn
      {_task, {:ok, result}} -> IO.inspect(result)
      {_task, {:exit, _reason}} -> IO.puts("a customer left without paying")
      {task, nil} -> Task.shutdown(task)
    end)
  end

  defp visit(customer, wishes, pages, coupon) do
    {:ok, _cart} = Cart.open(customer)
    for {sku, quantity} <- wishes, do: {:ok, _count} = Cart.add(customer, sku, quantity)
    if coupon, do: :ok = Cart.apply_coupon(customer, coupon)
    browse(customer, pages)
    pay(customer)
  end

  defp browse(_customer, 0), do: :done

  defp browse(customer, pages) do
    {:ok, _count} = Cart.add(customer, "sticker", 1)
    browse(customer, pages - 1)
  end

  defp pay(customer) do
    {customer, Cart.checkout(customer)}
  catch
    :exit, {reason, _call} -> {customer, {:failed, summary(reason)}}
  end

  defp summary({reason, _stack_or_call}), do: summary(reason)
  defp summary(reason), do: reason
end
