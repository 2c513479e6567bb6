defmodule Choices.Main do
  defguardp is_small(n) when is_integer(n) and n < 10

  def main do
    sizes = Enum.map([1, 7, 50], &size/1)
    {sizes, unless_zero(0), unless_zero(2), logical(nil, 3), logical(1, 3), guarded(3), guarded(:x), both(true, false)}
  end

  def size(n) do
    label =
      cond do
        n < 5 -> # [also]
          :small

        n < 10 ->
          middle = n - 5
          {:middle, middle}

        true -> # [never]
          :large
      end

    case label do
      {tag, by} when by > 0 ->
        {tag, by}

      other ->
        other
    end
  end

  def unless_zero(n) do
    unless n == 0 do
      100 / n
    end
  end

  def logical(a, b) do
    first = a || b
    second = a && b
    {first, second}
  end

  def guarded(n) when is_small(n), do: :small # [also]
  def guarded(_other), do: :not_small # [also]

  def both(a, b) do
    a and not b
  end
end
