-module(strings).
-export([main/0]).

main() ->
    Commands = ["set x 1", "get x", "quit", "what"],
    Parsed = lists:map(fun command/1, Commands),
    Padded = pad("ab", 4),
    Joined = lists:flatten(lists:join(", ", ["a", "b"])),
    io:format("~s ~ts~n", [Padded, Joined]),
    {Parsed, Padded, Joined}.

command("set " ++ Rest) ->
    [Name, Value] = string:split(Rest, " "),
    {set, Name, list_to_integer(Value)};
command("get " ++ Name) ->
    {get, Name};
command("quit") ->
    quit;
command(Text) ->
    {unknown, Text}.

pad(Text, Width) when length(Text) >= Width ->
    Text;
pad(Text, Width) ->
    pad([$. | Text], Width).
