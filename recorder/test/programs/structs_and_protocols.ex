defprotocol StructsAndProtocols.Area do
  def area(shape)
end

defmodule StructsAndProtocols.Square do
  defstruct side: 1, name: nil
end

defmodule StructsAndProtocols.Circle do
  defstruct [:radius]

  defimpl StructsAndProtocols.Area do
    def area(%{radius: radius}) do
      square = radius * radius
      square * 3
    end
  end
end

defimpl StructsAndProtocols.Area, for: StructsAndProtocols.Square do
  def area(square), do: square.side * square.side
end

defmodule StructsAndProtocols.Main do
  alias StructsAndProtocols.{Area, Circle, Square}

  def main do
    shapes = [%Square{side: 2}, %Circle{radius: 3}]
    areas = Enum.map(shapes, &Area.area/1)
    named = rename(%Square{}, "unit")
    updated = %{named | side: 5}
    built = struct(Square, side: 7)
    {areas, named, updated.side, built, describe(updated)}
  end

  def rename(%Square{name: nil} = square, name) do
    %Square{square | name: name}
  end

  def describe(%Square{side: side, name: name}) when side > 2 do
    text = "#{name}: #{side}"
    text <> "!"
  end
end
