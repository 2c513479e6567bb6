# Prints the structs of Elixir's own applications whose fields are not defined in alphabetical order, as the lines of
# standard-structs.ts:
#
#     elixir trace/term/testing/structs.exs
for application <- [:elixir, :eex, :ex_unit, :iex, :logger, :mix],
    Application.load(application) in [:ok, {:error, {:already_loaded, application}}],
    module <- Application.spec(application, :modules) |> Enum.sort(),
    Code.ensure_loaded?(module) and function_exported?(module, :__struct__, 0) do
  fields = for %{field: field} <- module.__info__(:struct), field != :__exception__, do: Atom.to_string(field)

  if fields != Enum.sort(fields) do
    IO.puts("#{inspect(module)}: #{Enum.join(fields, " ")}")
  end
end
