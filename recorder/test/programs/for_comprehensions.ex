defmodule ForComprehensions.Main do
  def main do
    {pairs(), filtered(), into_map(), reduced(), bits(), multi_line([1, 2])}
  end

  def pairs do
    for x <- [1, 2], y <- [:a, :b] do
      {x, y}
    end
  end

  def filtered do
    for n <- 1..6,
        rem(n, 2) == 0, # [also]
        square = n * n, # [also]
        square > 4 do # [also]
      half = div(square, 2)
      {n, half}
    end
  end

  def into_map do
    for {key, value} <- [a: 1, b: 2], into: %{} do
      {key, value * 10}
    end
  end

  def reduced do
    for n <- [1, 2, 3], reduce: 0 do
      sum ->
        next = sum + n
        next * 2
    end
  end

  def bits do
    for <<byte <- "abc">>,
        byte != ?b do # [also]
      byte - 32 # [also]
    end
  end

  def multi_line(list) do
    for item <- list do
      %{
        item: item,
        double: item * 2
      }
    end
  end
end
