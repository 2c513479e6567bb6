defmodule WithChain.Main do
  def main do
    good = total(%{price: 3, count: 2})
    none = total(%{price: 3})
    negative = total(%{price: -1, count: 2})
    {good, none, negative, short(4), short(:x)}
  end

  def total(order) do
    with {:ok, price} <- fetch(order, :price), # [also]
         {:ok, count} <- fetch(order, :count), # [also]
         sum = price * count,
         true <- sum > 0 do # [also]
      tax = div(sum, 2)
      sum = sum + tax
      {:ok, sum}
    else
      {:error, key} ->
        {:missing, key}

      false ->
        :negative
    end
  end

  def fetch(map, key) do
    case map do
      %{^key => value} ->
        {:ok, value}

      _ ->
        {:error, key}
    end
  end

  def short(x) do
    with n when is_integer(n) <- x do # [also]
      n + 1
    end
  end
end
