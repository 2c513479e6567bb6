-module(records).
-export([main/0]).

-record(item, {name, price = 0 :: number(), tags = []}).
-record(cart, {owner, items = [] :: [#item{}]}).

main() ->
    Apple = #item{name = apple, price = 3},
    Pear = #item{name = pear, tags = [green]},
    Cart = add(Apple, #cart{owner = "Ann"}),
    Full = add(Pear, Cart),
    Total = total(Full),
    Renamed = Full#cart{owner = "Bob"},
    #cart{owner = Owner, items = [#item{name = Last} | _]} = Renamed,
    Index = #item.price,
    {Total, Owner, Last, Index, is_record(Apple, item)}.

add(#item{} = Item, #cart{items = Items} = Cart) ->
    Cart#cart{items = [Item | Items]}.

total(#cart{items = Items}) ->
    total(Items, 0).

total([#item{price = Price} | Rest], Sum) ->
    total(Rest, Sum + Price);
total([], Sum) ->
    Sum.
