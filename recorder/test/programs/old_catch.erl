-module(old_catch).
-export([main/0]).

main() ->
    Thrown = (catch throw(it)),
    {'EXIT', {Reason, _}} = (catch divide(1, 0)),
    {'EXIT', Exit} = (catch exit(gone)),
    Fine = (catch divide(4, 2)),
    Last = last(),
    Deep = deep(3),
    Stopped = (catch gen_server:call(nobody, hello)),
    {Thrown, Reason, Exit, Fine, Last, Deep, Stopped}.

deep(0) ->
    throw(bottom);
deep(N) when N rem 2 =:= 0 ->
    deep(N - 1);
deep(N) ->
    Found = (catch deep(N - 1)),
    {N, Found}.

divide(A, B) ->
    Result = A div B,
    Result.

last() ->
    catch divide(6, 3).
