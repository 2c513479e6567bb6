defmodule BinariesAndText.Main do
  def main do
    {parse(<<2, "hi", 7>>), heredoc("Ann", 3), sigils(), charlist(), chunk("a=1;b=2")}
  end

  def parse(<<size, text::binary-size(size), rest::bitstring>>) do
    upper = String.upcase(text)
    {upper, rest}
  end

  def heredoc(name, n) do
    text = """
    Dear #{name},
    you have #{n + 1} messages [also]
    """

    lines = String.split(text, "\n", trim: true)
    length(lines)
  end

  def sigils do
    words = ~w(one two)a
    regex = ~r/t(w)o/
    found = Regex.run(regex, "two")
    {words, found}
  end

  def charlist do
    [first | _] = 'abc'
    first
  end

  def chunk(text) do
    for pair <- String.split(text, ";"),
        [key, value] = String.split(pair, "="), # [also]
        into: %{} do
      {key, String.to_integer(value)}
    end
  end
end
