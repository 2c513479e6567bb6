# Writes exit reasons and what Elixir and Erlang say of them, each piece as u32 size and bytes: the reason as an external
# term, `Exception.format_banner/3`, the lines of `Exception.format_stacktrace/1`, the first line of `erl_error:format_exception/3`.

entry = fn arguments -> {Shop.Payment, :bank_transfer, arguments, [file: 'lib/payment.ex', line: 12]} end
stack = [entry.(["robert", 4548.5]), {Shop, :"-f/2-fun-0-", 1, [file: 'lib/shop.ex', line: 3]}, {Shop, :"my fun", 2, []}, {:shop, :run, 0, [file: 'src/shop.erl', line: 0]}]

errors = [
  :badarith, :badarg, :system_limit, :cond_clause, :if_clause, :function_clause, :foo,
  {:badarg, 1}, {:badmatch, {:error, :nope}}, {:case_clause, 5}, {:try_clause, "x"}, {:with_clause, 1}, {:badfun, 1}, {:badmap, [1]},
  {:badkey, :a}, {:badkey, :a, %{b: 1}}, {:badbool, :and, 1}, {:badarity, {&Enum.map/2, [1]}}, {:badarity, {&Enum.map/2, []}}, {:some, 1},
  {:nocatch, 3}, %RuntimeError{message: "x"}, %ArgumentError{message: "a"}, %KeyError{key: :a, term: %{b: 1}}, %KeyError{key: :a},
  %MatchError{term: 1}, %CaseClauseError{term: 1}, %ArithmeticError{}
]

exits = [
  :normal, :shutdown, {:shutdown, :x}, :killed, :noproc, :timeout, :calling_self, {:nodedown, :a@b}, {:bad_return_value, 3}, {:bad_call, 1},
  {:already_started, 1}, "text", {:a, 1, 2}, []
]

:io.setopts(:standard_io, encoding: :latin1)
put = fn bytes -> IO.binwrite([<<byte_size(bytes)::32>>, bytes]) end

for {class, reason, exit, trace} <- Enum.map(errors, &{:error, &1, {&1, stack}, stack}) ++ Enum.map(exits, &{:exit, &1, &1, []}) do
  put.(:erlang.term_to_binary(exit))
  put.(Exception.format_banner(class, reason, trace))
  put.(trace |> Exception.format_stacktrace() |> String.split("\n", trim: true) |> Enum.map_join("\n", &String.trim/1))
  [first | _] = :erl_error.format_exception(class, reason, trace) |> IO.chardata_to_string() |> String.split("\n")
  put.(first)
end
