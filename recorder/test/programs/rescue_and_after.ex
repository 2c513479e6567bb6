defmodule RescueAndAfter.Boom do
  defexception [:message, code: 0]
end

defmodule RescueAndAfter.Main do
  def main do
    results =
      for kind <- [:ok, :raise, :own, :throw, :exit, :arith, :match] do
        attempt(kind)
      end

    IO.puts(inspect(results))
    {results, cleanup(), implicit("x"), implicit(1), nested()}
  end

  def attempt(kind) do
    try do
      value = fail(kind)
      {:fine, value}
    rescue
      error in RuntimeError -> # [never]
        {:runtime, error.message}

      error in [RescueAndAfter.Boom, ArithmeticError] -> # [never]
        {error.__struct__, Exception.message(error)}

      error -> # [never]
        {:other, error}
    catch
      :exit, reason ->
        {:exited, reason}

      thrown ->
        {:thrown, thrown}
    else
      {:fine, 1} ->
        :one

      result ->
        result
    end
  end

  def fail(:ok), do: 1 # [also]
  def fail(:raise), do: raise("went wrong")
  def fail(:own), do: raise(RescueAndAfter.Boom, message: "boom", code: 3)
  def fail(:throw), do: throw(:ball)
  def fail(:exit), do: exit(:bye)
  def fail(:arith), do: 1 / zero()

  def fail(:match) do
    {:ok, value} = Process.get(:no_such_key, :nothing)
    value
  end

  def zero, do: 0 # [also]

  def cleanup do
    result =
      try do
        fail(:ok)
      after
        Process.put(:cleaned, true)
      end

    {result, Process.delete(:cleaned)}
  end

  def implicit(text) do
    String.length(text)
  rescue
    FunctionClauseError ->
      :not_text
  end

  def nested do
    try do
      try do
        fail(:throw)
      rescue
        _ ->
          :never
      end
    catch
      :throw, value ->
        {:outer, value}
    end
  end
end
