-module(old_catch).
-export([main/0]).

main() ->
    Thrown = (catch throw(it)),
    {'EXIT', {Reason, _}} = (catch divide(1, 0)),
    {'EXIT', Exit} = (catch exit(gone)),
    Fine = (catch divide(4, 2)),
    Last = last(),
    {Thrown, Reason, Exit, Fine, Last}.

divide(A, B) ->
    Result = A div B,
    Result.

last() ->
    catch divide(6, 3).
