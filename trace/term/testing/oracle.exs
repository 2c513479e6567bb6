# Generates random terms and says how the BEAM itself encodes and prints them:
#
#     elixir trace/term/testing/oracle.exs SEED COUNT
#
# Writes to standard output, each piece as u32 size and bytes: first a term with what a recording knows about the code,
# {[{module, index, name} of every fun], [{module, fields, only, [{optional, default}]} of every struct], records, node}; then for every term its
# encoding, `~0tp`, the same with the records below (both
# empty where the order of a map would differ), `inspect/2`, and `inspect/2` with `charlists: :as_lists`.

defmodule Oracle.Cart do
  defstruct [:owner, :items, total: 0, currency: "EUR"]
end

defmodule Oracle.Secret do
  @derive {Inspect, only: [:name]}
  defstruct [:name, :password]
end

defmodule Oracle.Hint do
  @derive {Inspect, optional: [:hint]}
  defstruct [:value, :hint]
end

defmodule Oracle.Empty do
  defstruct []
end

defmodule Oracle.Failure do
  defexception [:reason, :code]
  def message(_), do: "failed"
end

defmodule Oracle.Funs do
  def make(a, b), do: [fn -> a end, fn x -> {x, a, b} end, fn _, _ -> b end]
  def is_odd?(x), do: [fn -> x end]
  def unquote(:"odd name")(x), do: [fn y -> x + y end]
  def unquote(:"a/b-c")(x), do: [fn y -> x + y end]
end

defmodule :oracle_erlang_like do
  def unquote(:Big)(x), do: [fn -> x end]
end

defmodule Oracle do
  @structs [Oracle.Cart, Oracle.Secret, Oracle.Hint, Oracle.Empty, Oracle.Failure]
  @records %{cart: [:owner, :items], "odd record": [:"odd field", :plain, :ünï], none: []}

  def main([seed, count]) do
    :rand.seed(:exsss, String.to_integer(seed))
    stream = stream([])
    funs = funs(0) ++ stream.funs ++ [&is_odd?/1]
    info = fn fun -> {elem(:erlang.fun_info(fun, :module), 1), elem(:erlang.fun_info(fun, :new_index), 1), elem(:erlang.fun_info(fun, :name), 1)} end
    structs = for module <- @structs, do: {module, fields(module), if(module == Oracle.Secret, do: [:name], else: []), if(module == Oracle.Hint, do: [hint: "nil"], else: [])}
    out = Enum.map(1..String.to_integer(count), fn index -> describe(term(index)) end)
    header = piece(:erlang.term_to_binary({Enum.map(funs, info), structs, Enum.to_list(@records), node()}))
    port = :erlang.open_port({:fd, 1, 1}, [:out, :binary])
    true = Port.command(port, [header | out])
    # A closed port has written everything.
    Port.close(port)
  end

  defp fields(module), do: for(%{field: field} <- module.__info__(:struct), field != :__exception__, do: field)

  defp describe(term) do
    options =
      case :rand.uniform(8) do
        1 -> [minor_version: 0]
        2 -> [minor_version: 1]
        3 -> [compressed: 9]
        _ -> [minor_version: 2]
      end

    records = fn name, arity -> case @records do
      %{^name => fields} when length(fields) == arity -> fields
      _ -> :no
    end end

    limits = [limit: :infinity, printable_limit: :infinity, width: :infinity]

    # The printers of Erlang take maps of more than 32 pairs in another order than the one they are encoded in.
    erlang = fn print -> if large_map?(term), do: "", else: :unicode.characters_to_binary(print.()) end

    [
      piece(:erlang.term_to_binary(term, options)),
      piece(erlang.(fn -> :io_lib.format("~0tp", [term]) end)),
      piece(erlang.(fn -> :io_lib_pretty.print(term, line_length: 0, encoding: :unicode, record_print_fun: records) end)),
      piece(inspect(term, limits)),
      piece(inspect(term, [charlists: :as_lists] ++ limits))
    ]
  end

  defp large_map?(map) when is_map(map), do: map_size(map) > 32 or large_map?(:maps.to_list(map))
  defp large_map?(tuple) when is_tuple(tuple), do: large_map?(Tuple.to_list(tuple))
  defp large_map?([head | tail]), do: large_map?(head) or large_map?(tail)
  defp large_map?(_), do: false

  defp piece(text), do: [<<byte_size(text)::32>>, text]

  # Every kind of term at the top in turn, so that none is left to chance.
  defp term(index) when index < 400, do: leaf(rem(index, 24))
  defp term(index) when index < 700, do: container(rem(index, 16), 2)
  defp term(700), do: List.duplicate(?a, 65_535)
  defp term(701), do: List.duplicate(?a, 65_536)
  defp term(702), do: List.duplicate(255, 65_535)
  defp term(703), do: String.duplicate("aé", 10_000)
  defp term(_), do: any(:rand.uniform(4))

  defp any(0), do: leaf(:rand.uniform(24) - 1)
  defp any(depth), do: if(:rand.uniform(3) == 1, do: leaf(:rand.uniform(24) - 1), else: container(:rand.uniform(16) - 1, depth))

  defp leaf(0), do: :rand.uniform(300) - 20
  defp leaf(1), do: pick([0, -1, 255, 256, 2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649, 9_007_199_254_740_991, 9_007_199_254_740_992, -9_007_199_254_740_993])
  defp leaf(2), do: signed(:binary.decode_unsigned(:rand.bytes(:rand.uniform(24))))
  defp leaf(3), do: signed(:binary.decode_unsigned(:rand.bytes(250 + :rand.uniform(60))))
  defp leaf(4), do: float(:rand.bytes(8))
  defp leaf(5), do: pick([0.0, -0.0, 1.0, 5.0e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 0.1, 0.2 + 0.1, 1.0e15, 1.0e16, 1.0e17, 9_007_199_254_740_992.0, 9_007_199_254_740_991.0, 1.0e21, 1.0e22, 123_456_789.125, 0.001, 0.0001, 1.0e-5, 1.2e-5, 12.5e-4, 100.0, 1.0e3, 1.0e5, 123_000.0, 1_200_000.0])
  defp leaf(6), do: (:rand.uniform() - 0.5) * :math.pow(10, :rand.uniform(40) - 20)
  defp leaf(7), do: (:rand.uniform(2_000_000) - 1_000_000) / pick([1, 2, 4, 10, 100, 1000, 3]) * 1.0
  defp leaf(8), do: round(:rand.uniform() * 1000) * :math.pow(10, :rand.uniform(20) - 5)
  defp leaf(9), do: pick(atoms())
  defp leaf(10), do: String.to_atom(text(:rand.uniform(8)))
  defp leaf(11), do: String.to_atom(to_string(Enum.map(1..:rand.uniform(6), fn _ -> pick('abzAZ09_@?!.-/ é') end)))
  defp leaf(12), do: text(:rand.uniform(30) - 1)
  defp leaf(13), do: :rand.bytes(:rand.uniform(20) - 1)
  defp leaf(14), do: to_string(Enum.map(1..:rand.uniform(20), fn _ -> pick('abc "\\\#{}\n\t\e\a\d\'/') end))
  defp leaf(15), do: text(5) <> <<pick([0, 1, 128, 255, 127, 194])>> <> text(3)
  defp leaf(16), do: bits()
  defp leaf(17), do: Enum.map(1..:rand.uniform(10), fn _ -> pick('abc "\\\#{}\n\t\e\a\d\'') end)
  defp leaf(18), do: Enum.map(1..:rand.uniform(10), fn _ -> pick([97, 98, 228, 255, 0x439, 0x1F600, 0xD800, 0xFFFE, 0xFFFF, 160, 159]) end)
  defp leaf(19), do: pick(pids())
  defp leaf(20), do: pick([make_ref(), :erlang.make_ref(), :atomics.new(1, []), :erlang.alias()])
  defp leaf(21), do: pick(funs(:rand.uniform(5)))
  defp leaf(22), do: pick([&Enum.map/2, &:lists.map/2, &:erlang.+/2, &Kernel.is_atom/1, &Elixir.String.at/2, :erlang.make_fun(:"a b", :"c d", 3), :erlang.make_fun(:x, :Y, 1), :erlang.make_fun(Oracle, :"::", 2), :erlang.make_fun(Oracle, :.., 2), :erlang.make_fun(Oracle, nil, 2)])
  defp leaf(23), do: well_known(:rand.uniform(16))

  defp container(0, depth), do: many(depth)
  defp container(1, depth), do: List.to_tuple(many(depth))
  defp container(2, depth), do: Map.new(many(depth), &{&1, any(depth - 1)})
  defp container(3, depth), do: Map.new(many(depth), &{pick(atoms()), &1})
  defp container(4, depth), do: Enum.map(many(depth), &{pick(atoms()), &1})
  defp container(5, depth), do: Enum.map(many(depth), &{pick([:a, :b, :"c d", :é, nil, true]), &1})
  defp container(6, depth), do: [any(depth - 1) | any(0)]
  defp container(7, depth), do: Enum.map(many(depth), &[&1, &1]) ++ pick([[], :tail, "tail"])
  defp container(8, depth), do: %Oracle.Cart{owner: any(depth - 1), items: many(depth)}
  defp container(9, depth), do: pick([%Oracle.Secret{name: any(depth - 1)}, %Oracle.Hint{value: any(depth - 1)}, %Oracle.Hint{hint: any(depth - 1)}, %Oracle.Empty{}, %Oracle.Failure{reason: any(depth - 1)}])
  defp container(10, depth), do: MapSet.new(many(depth))
  defp container(11, depth), do: pick([{:cart, any(depth - 1), many(depth)}, {:cart, any(depth - 1)}, {:"odd record", any(depth - 1), 1, "x"}, {:none}, {:none, 1}])
  defp container(12, depth), do: Map.new(1..(30 + :rand.uniform(20)), &{&1, any(min(1, depth - 1))})
  defp container(13, depth), do: pick([%ArgumentError{message: any(depth - 1)}, %KeyError{key: any(depth - 1), term: 1}, %URI{path: "/"}, URI.parse("http://u:p@host:8080/a?b#c"), Version.parse!("1.2.3"), Version.parse!("1.2.3-rc.1+b"), %Task{pid: self(), mfa: nil, owner: self(), ref: make_ref()}, %File.Stat{}, IO.stream(:stdio, :line)])
  defp container(14, depth), do: pick([Map.put(%Oracle.Cart{}, :extra, any(depth - 1)), Map.delete(%Oracle.Cart{}, :total), %{__struct__: any(0) |> then(&if(is_atom(&1), do: 1, else: &1))}, Map.put(%Oracle.Cart{}, "text", 1)])
  defp container(15, depth), do: pick([stream(many(depth)), Enum.to_list(1..300), List.to_tuple(Enum.to_list(1..(250 + :rand.uniform(20))))])

  defp stream(list), do: list |> Stream.map(&elem(&1, 0)) |> Stream.filter(&is_odd?/1)
  defp is_odd?(_), do: true

  defp well_known(1), do: pick([1..3, 3..1, 1..3//2, 1..1, 5..1//1, 1..10//-1, -5..-1, 1..99_999_999_999_999_999_999])
  defp well_known(2), do: Date.add(~D[2024-02-29], :rand.uniform(2_000_000) - 1_000_000)
  defp well_known(3), do: pick([~T[00:00:00], ~T[23:59:59.999999], ~T[10:00:00.1], ~T[01:02:03.000]])
  defp well_known(4), do: pick([~N[2020-01-01 00:00:00], ~N[2020-01-01 00:00:00.123456], ~N[-0001-12-31 23:59:59.5]])
  defp well_known(5), do: pick([~U[2020-01-01 00:00:00Z], ~U[2020-01-01 00:00:00.000Z]])
  defp well_known(6), do: %{~U[2020-06-01 12:00:00Z] | time_zone: "Europe/Paris", zone_abbr: "CEST", utc_offset: 3600, std_offset: 3600}
  defp well_known(7), do: %{~U[2020-06-01 12:00:00Z] | time_zone: "America/St_Johns", zone_abbr: "NST", utc_offset: -12600, std_offset: 0}
  defp well_known(8), do: pick([Date.range(~D[2020-01-01], ~D[2020-01-03]), Date.range(~D[2020-01-03], ~D[2020-01-01], -1), Date.range(~D[2020-01-01], ~D[2020-01-31], 7)])
  defp well_known(9), do: pick([~r/a\/b/iu, ~r/\d+\s"#{"\#{"}"/, ~r"a/b\\/c", Regex.compile!("\n\t\x01\\n/é", "m"), Regex.compile!(<<255, 47>>), ~r//, Regex.compile!("a", [:caseless]), Regex.compile!("\b\e\0\x7f")])
  defp well_known(10), do: pick([Version.parse_requirement!("~> 1.0"), Version.parse_requirement!(">= 1.0.0 and < 2.0.0")])
  defp well_known(11), do: pick([MapSet.new(), MapSet.new('abc'), MapSet.new(a: 1), MapSet.new(['abc'])])
  defp well_known(12), do: pick([[], {}, %{}, "", '', [[]], [{}], [%{}], %{[] => {}}])
  defp well_known(13), do: pick([[a: 'abc', b: "abc"], [{:a, 1}, {"b", 2}], [{:a, 1, 2}], [{:a, 1} | :b], [{:a, 1} | {:b, 2}], [{Enum, 1}], [nil: nil], %{nil: 1, true: 2}])
  defp well_known(14), do: List.duplicate(?a, pick([1, 100]))
  defp well_known(15), do: String.duplicate(pick(["a", "é", "\0"]), pick([1, 63, 64, 65, 300]))
  defp well_known(16), do: %Oracle.Cart{items: [%Oracle.Cart{}, %Oracle.Failure{reason: %Oracle.Secret{}}]}

  defp atoms do
    words = """
    a ok error nil true false Foo foo_bar a? b! a?b @ a@b _ __struct _x 1a é É ñandú ß ÿ ÷ × naïve 日本 日本語 Ünï Ω ω абв абvг αβ µ ªº x² ·a a· a\u0301 á \u00E1 ǅ Ⅷ ℘ がカ漢 한글 漢a
    + - * / ** ++ -- +++ --- <> |> <<< >>> ~>> <<~ ~> <~ <~> <|> < > <= >= == != === !== =~ = & && &&& | || ||| ! ^ ^^^ ~~~ @ . .. ... ..// // :: -> <- => \\\\ %{} {} <<>> % [] () , ; # \# \#{x} when and or not in fn do end else after rescue catch
    Elixir Elixir. Elixir.Foo Elixir.Foo.Bar Elixir.foo Elixir.Foo.bar Elixir.Elixir Elixir.Elixir.Foo Elixir.Éa Elixir.Foo-Bar Elixir.Foo? Elixir.A1_b ElixirFoo Elixir.A. Elixir..A
    begin case if fun let maybe receive try xor band cond query of orelse div rem spec
    """

    Enum.map(String.split(words), &String.to_atom/1) ++
      [:"", :" ", :"a b", :"a\n", :"\n", :"\"", :"'", :"\\", :"a\0", :"\x7f", :"\u0080", :"\u00a0", :"\u200b", :"\ufeff", :"\uffff", :"\u{1f600}", :"\u{10ffff}", :"\#{", :"a'b", :"Elixir.A\n"]
  end

  defp pids do
    [self(), spawn(fn -> :ok end), :erlang.list_to_pid('<0.123.5>'), :erlang.list_to_pid('<0.32767.8191>')] ++ Port.list()
  end

  defp funs(a) do
    Oracle.Funs.make(a, [a]) ++ Oracle.Funs.is_odd?(a) ++ Oracle.Funs."odd name"(a) ++ Oracle.Funs."a/b-c"(a) ++ :oracle_erlang_like."Big"(a)
  end

  defp many(depth), do: Enum.map(1..:rand.uniform(5), fn _ -> any(depth - 1) end) |> Enum.drop(:rand.uniform(3) - 1)
  defp pick(list), do: Enum.at(list, :rand.uniform(length(list)) - 1)
  defp signed(integer), do: if(:rand.uniform(2) == 1, do: integer, else: -integer)
  defp float(<<_::1, 2047::11, _::52>>), do: float(:rand.bytes(8))
  defp float(<<float::float>>), do: float

  defp bits do
    size = :rand.uniform(40)
    <<bits::bitstring-size(size), _::bitstring>> = :rand.bytes(5)
    bits
  end

  defp text(0), do: ""
  defp text(length), do: to_string(Enum.map(1..length, fn _ -> character(:rand.uniform(12)) end))
  defp character(n) when n < 5, do: 96 + :rand.uniform(26)
  defp character(n) when n < 7, do: 31 + :rand.uniform(95)
  defp character(7), do: 159 + :rand.uniform(96)
  defp character(8), do: pick([0x41, 0x3A9, 0x439, 0x65E5, 0x301, 0x5D0, 0x4E2D, 0xAC00])
  defp character(9), do: pick([0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0xE000, 0x10FFFF, 0x1F600, 0x2028, 0x200B, 0x378])
  defp character(10), do: 0x100 + :rand.uniform(0x3000)
  defp character(_), do: pick(' _?!@.')
end

Oracle.main(System.argv())
