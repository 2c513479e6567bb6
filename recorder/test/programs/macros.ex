defmodule Macros.Tools do
  defmacro double(expression) do
    quote do
      value = unquote(expression)
      value + value
    end
  end

  defmacro bind(name, value) do
    quote do
      unquote(name) = unquote(value)
    end
  end

  defmacro __using__(_options) do
    quote do
      import Macros.Tools
      def made(x), do: {:made, x}
    end
  end
end

defmodule Macros.Main do
  use Macros.Tools # [never]

  def main do
    value = 4
    doubled = double(value + 1)
    bind(local, doubled * 2)
    result = local + value
    {result, made(result), recursive(3, [])}
  end

  defp recursive(0, done), do: Enum.reverse(done)

  defp recursive(n, done) do
    next = n - 1
    recursive(next, [double(n) | done])
  end
end
