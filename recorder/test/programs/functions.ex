defmodule Functions.Main do
  def main do
    base = 10
    add = fn n -> n + base end

    twice = fn
      0 -> # [also]
        :zero

      n when n > 0 ->
        more = add.(n)
        more * 2
    end

    captured = &(&1 * &2)
    named = &String.upcase/1
    {twice.(0), twice.(1), captured.(2, 3), named.("up"), greet("Ann"), greet("Ann", "Hi"), compose(add, twice).(1)}
  end

  def greet(name, greeting \\ "Hello") do # [never]
    "#{greeting}, #{name}"
  end

  def compose(f, g) do
    fn x ->
      y = f.(x)
      g.(y)
    end
  end
end
