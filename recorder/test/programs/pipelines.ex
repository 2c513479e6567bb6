defmodule Pipelines.Main do
  def main do
    words = count("the cat and the dog and the bird")
    evens = squares(1..6)
    {words, evens, one_line([3, 1, 2])}
  end

  def count(text) do
    text # [also]
    |> String.split() # [also]
    |> Enum.reduce(%{}, fn word, counts -> # [also]
      Map.update(counts, word, 1, &increment/1)
    end)
    |> Enum.sort() # [later]
  end

  def increment(n), do: n + 1

  def squares(range) do
    result =
      range
      |> Enum.filter(fn n -> # [also]
        rem(n, 2) == 0
      end)
      |> Enum.map(&(&1 * &1)) # [later]

    Enum.sum(result)
  end

  def one_line(list), do: list |> Enum.sort() |> Enum.map(&to_string/1) |> Enum.join("-") # [later]
end
