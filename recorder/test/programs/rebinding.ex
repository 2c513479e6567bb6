defmodule Rebinding.Main do
  def main do
    {count(3), branches(true), branches(false), pinned(1, 1), pinned(1, 2), in_place([1, 2])}
  end

  def count(x) do
    x = x + 1
    y = x
    x = x * 2
    {x, y} = {y, x}
    x = x - y
    {x, y}
  end

  def branches(flag) do
    value = 1

    other =
      if flag do
        value = value + 10
        value * 2
      else
        value
      end

    {value, other}
  end

  def pinned(a, b) do
    case b do
      ^a ->
        :same

      c ->
        {:differs, c}
    end
  end

  def in_place(x) do
    x =
      for x <- x do
        x + 1
      end

    x =
      Enum.map(x, fn x ->
        x * 2
      end)

    x
  end
end
