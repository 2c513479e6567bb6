%%% Secrets: values under names that are not to be written.
%%%
%%% The sinks leave out what stands under a secret key in a map, a keyword list, a struct or a list of headers. Here are
%%% the two things they share: which names are secret, and which values of a site are bound to variables of such names.
-module(cinema_redaction).

-export([secret/2, hide_variables/3, hidden_values/2]).

%% Whether a name contains one of the secret ones, in any case, `-' being as good as `_'.
-spec secret(atom() | binary() | string(), [binary()]) -> boolean().
secret(Name, Names) when is_atom(Name) -> contains(atom_to_binary(Name), Names);
secret(Name, Names) when is_binary(Name), byte_size(Name) < 256 -> contains(Name, Names);
secret([C | _] = Name, Names) when C >= 32, C < 127 ->
    try
        contains(list_to_binary(Name), Names)
    catch
        error:badarg -> false
    end;
secret(_, _) -> false.

contains(Name, Names) ->
    Plain = << <<(plain(Byte))>> || <<Byte>> <= Name >>,
    lists:any(fun(Secret) -> binary:match(Plain, Secret) =/= nomatch end, Names).

plain($-) -> $_;
plain(C) when C >= $A, C =< $Z -> C + 32;
plain(C) -> C.

%% Tells the sink which values of a module's sites are bound to variables with secret names.
-spec hide_variables(non_neg_integer(), cinema_sites:table(), [binary()]) -> ok.
hide_variables(Base, Table, Names) ->
    Hidden = [{Base + Index, Bits} || {Index, Bits} <- hidden_values(Table, Names)],
    Sink = persistent_term:get(cinema_sink),
    lists:foreach(
        fun({Site, Bits}) ->
            case Sink of
                native -> cinema_event:native_secret_site(Site, Bits);
                portable -> cinema_portable_sink:secret_site(Site, Bits)
            end
        end,
        Hidden
    ).

%% Index of a site and a bit for each of its values that is bound whole to such a variable.
-spec hidden_values(cinema_sites:table(), [binary()]) -> [{non_neg_integer(), pos_integer()}].
hidden_values(#{sites := Sites, variables := Variables}, Names) ->
    Secret = maps:from_list([{Index, true} || {Index, {Name, _}} <- lists:enumerate(0, Variables), secret(Name, Names)]),
    case map_size(Secret) of
        0 -> [];
        _ -> [{Index, Bits} || {Index, Site} <- lists:enumerate(0, Sites), Bits <- [bits(Site, Secret)], Bits > 0]
    end.

bits(Site, Secret) ->
    lists:foldl(
        fun
            ({Variable, Value, []}, Bits) when is_map_key(Variable, Secret), Value < 32 -> Bits bor (1 bsl Value);
            (_, Bits) -> Bits
        end,
        0,
        maps:get(binds, Site, [])
    ).
