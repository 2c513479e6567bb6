%% Functions that fail or return in many ways, each with the arguments to call it with.
-module(failures).
-compile([export_all, nowarn_export_all, nowarn_unused_vars]).
-record(r, {a = 1, b, c = []}).

cases() ->
    [{badmatch, [3]}, {badarith, [a]}, {fc, [x]}, {cc, [x]}, {ifc, [1]}, {undef, []}, {badarg, []}, {thr, [1]}, {ex, [1]}, {er, [1]}, {er3, [1]},
     {deep, [5]}, {tail, [5]}, {lc, [[1, 2, a]]}, {last_of_try, [1]}, {late_argument, [1]}, {late_tail, [1]}, {logic, [x]}, {logic, [true]}, {raise_in, [1]}, {exit_arg, [1]}, {raise3, [1]}, {bc, [<<1, 2, 3>>]}, {funs, [[1, 2, 3]]}, {badfun, [x]}, {badarity, []}, {trycatch, [0]}, {trycatch, [1]}, {trycatch, [2]}, {trycatch, [3]}, {trycatch, [4]},
     {tryof, [1]}, {tryof, [2]}, {tryof, [3]}, {tryafter, [1]}, {tryafter, [0]}, {oldcatch, [0]}, {oldcatch, [1]}, {oldcatch, [2]}, {rec, [#r{b = 2}]}, {rec, [x]}, {recupd, [#r{}]},
     {exported, [1]}, {exported, [2]}, {bits, [<<1, 2, 3, 4, 5>>]}, {bits, [<<1>>]}, {maps_, [#{a => 1}]}, {maps_, [#{b => 1}]}, {recv, [hello]}, {recv, [{n, 1}]}, {recvt, [0]},
     {shadow, [1]}, {nested, [3]}, {guards, [5]}, {guards, [-5]}, {guards, [x]}, {blk, [2]}, {named, [5]}, {reraise, [1]}, {rem_tail, []}, {mutual, [7]}, {lceq, [[{a, 1}, {b, 2}, c]]}, {andalso_, [true, 1]}, {andalso_, [1, 1]},
     {big, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]}, {str, ["abc" ++ "def"]}, {dupvar, [1, 1]}, {dupvar, [1, 2]}, {apply3, [lists, sort, [[2, 1]]]}, {strpat, ["foobar"]}, {binpat, [<<"keyval">>]}, {catchall, [0]}, {nestedtry, [1]}, {nestedtry, [2]}, {macroline, [1]}].

badmatch(X) -> {ok, Y} = X, Y.
badarith(X) -> Y = X + 1, Y * 2.
fc(1) -> one; fc(2) -> two.
cc(X) -> case X of 1 -> one; {a, B} -> B end.
ifc(X) -> if X > 5 -> a; X < 0 -> b end.
undef() -> no_such_module:f(1), ok.
badarg() -> list_to_atom({}), ok.
thr(X) -> throw({t, X}).
ex(X) -> exit({e, X}).
er(X) -> error({r, X}).
er3(X) -> erlang:error(bad, [X], [{error_info, #{}}]).
deep(0) -> 1 div (0 * zero());
deep(N) -> 1 + deep(N - 1).
zero() -> 0.
tail(0) -> error(end_of_tail);
tail(N) -> tail(N - 1).
lc(L) -> R = [X * 2 || X <- L, X =/= 0], {done, R}.
lc_last(L) -> [X * 2 || X <- L].
last_of_try(X) -> try id(X) / 0 catch throw:T -> T end.
late_argument(X) -> id(id(X) + id(a)).
late_tail(X) -> id(X - a).
logic(X) -> id(X) andalso id(true).
raise_in(X) -> {ok, error({inside, id(X)})}.
exit_arg(X) -> exit({id(X), erlang:error(first)}).
raise3(X) -> erlang:raise(throw, {r, X}, []).
bc(B) -> << <<(X + 1)>> || <<X>> <= B, X > 1 >>.
funs(L) -> F = fun(X) when X < 3 -> X * 10; (X) -> error({too_big, X}) end, lists:map(F, L).
badfun(X) -> X(1).
badarity() -> F = fun(A) -> A end, F(1, 2).
trycatch(N) -> try case N of 0 -> ok; 1 -> throw(one); 2 -> error(two); 3 -> exit(three); 4 -> list_to_atom(4) end catch throw:T -> {thrown, T}; error:E:S when E =:= two -> {error, E, length(S) > 0}; exit:R -> {exit, R} end.
tryof(N) -> try id(N) of 1 -> one; 2 -> throw(inside_of) catch throw:X -> {caught, X} end.
id(X) -> X.
tryafter(N) -> try 10 div N after put(after_ran, N) end.
oldcatch(N) -> X = (catch case N of 0 -> ok; 1 -> throw(x); 2 -> 1 div (N - 2) end), case X of {'EXIT', {R, [_ | _]}} -> {exited, R}; Y -> {got, Y} end.
rec(R) -> R#r.a + R#r.b.
recupd(R) -> #r{a = A} = R1 = R#r{b = id(5), c = [1]}, {A, R1#r.b, R1}.
exported(N) -> case N of 1 -> Y = a; 2 -> Y = b end, {Y, id(Y)}.
bits(<<A:8, L:8, Rest:L/binary, _/binary>>) -> {A, L, Rest};
bits(B) -> <<X:16, _/binary>> = B, X.
maps_(#{a := A} = M) -> M#{a := A + 1, b => id(A)}.
recv(M) -> self() ! noise, self() ! M, R = receive hello -> hi; {n, N} when N > 0 -> N + 1 after 10 -> none end, receive noise -> ok end, R.
recvt(T) -> receive never -> ok after T -> timeout end.
shadow(X) -> F = fun(X) -> X + 1 end, F(X) + X.
nested(N) -> L = [fun() -> I * N end || I <- lists:seq(1, N)], lists:sum([F() || F <- L]).
guards(X) when is_integer(X), X > 0; X =:= zero -> pos;
guards(X) when X < 0 -> neg.
blk(N) -> begin A = N, B = A * 2 end, A + B.
named(N) -> F = fun Fact(0) -> 1; Fact(K) -> K * Fact(K - 1) end, F(N).
reraise(X) -> try error({a, X}) catch C:R:S -> erlang:raise(C, {wrapped, R}, S) end.
rem_tail() -> lists:nth(10, [1, 2]).
mutual(0) -> lists:last([]);
mutual(N) -> mutual2(N - 1).
mutual2(0) -> hd([]);
mutual2(N) -> mutual(N - 1).
lceq(L) -> [{K, V} || {K, V} <- L, begin W = V + 1, W > 0 end].
andalso_(A, B) -> A andalso B > 0 orelse id(false).
big(A, _, _, _, _, _, {x, G}, _, _, _, _, _, _, _, _, _, _, R) -> {A, G, R};
big(A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R) -> [A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R].
str("abc" ++ Rest) -> Rest.
dupvar(A, A) -> same;
dupvar(A, B) -> {A, B}.
apply3(M, F, A) -> apply(M, F, A).
strpat("foo" ++ T = All) -> {T, length(All)}.
binpat(<<"key", V/binary>>) -> V.
catchall(N) -> try 1 div N catch _:_ -> caught_all end.
nestedtry(N) -> try try N = id(2) catch error:{badmatch, M} -> {inner, M, id(M) / 0} end catch error:badarith -> outer end.
-define(F(X), (X + foo_missing(X))).
macroline(X) -> ?F(X).
foo_missing(X) -> erlang:error({fm, X}).
