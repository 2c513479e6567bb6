# Prints which characters beyond ASCII Elixir takes in identifiers, as the text that identifier-table.ts holds:
#
#     elixir trace/term/testing/identifiers.exs
#
# Ranges in order, each `gap,length` and a class: the distance from the end of the range before it and how many
# characters it has, in base 36, then `+` for those that may begin an identifier and `-` for those that may only continue one.
classify = fn codepoint ->
  case String.Tokenizer.tokenize([codepoint]) do
    {_, _, [], _, _, special} ->
      if :nfkc in special, do: nil, else: "+"

    _ ->
      case String.Tokenizer.tokenize([?_, codepoint]) do
        {_, _, [], _, _, special} -> if :nfkc in special, do: nil, else: "-"
        _ -> nil
      end
  end
end

128..0x10FFFF
|> Stream.reject(&(&1 in 0xD800..0xDFFF))
|> Stream.map(&{&1, classify.(&1)})
|> Stream.reject(fn {_, class} -> class == nil end)
|> Enum.reduce([], fn
  {codepoint, class}, [{first, last, class} | rest] when last == codepoint - 1 -> [{first, codepoint, class} | rest]
  {codepoint, class}, ranges -> [{codepoint, codepoint, class} | ranges]
end)
|> Enum.reverse()
|> Enum.map_reduce(0, fn {first, last, class}, at ->
  encode = &String.downcase(Integer.to_string(&1, 36))
  {"#{encode.(first - at)},#{encode.(last - first + 1)}#{class}", last + 1}
end)
|> elem(0)
|> Enum.join()
|> IO.puts()
