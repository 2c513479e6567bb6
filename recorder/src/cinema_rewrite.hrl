%%% What the rewriting knows at a place in the code, handed down as it walks.

-record(context, {
    language = erlang :: erlang | elixir,
    level = lines :: lines | calls,
    base = 0 :: non_neg_integer(),
    %% record name => field names
    records = #{} :: #{atom() => [atom()]},
    %% functions defined in the module or imported by it
    locals = #{} :: #{{atom(), arity()} => true},
    %% nobody wrote this function in a source we can show: no stops
    generated = false :: boolean(),
    %% variables that have a value here
    bound = #{} :: #{atom() => true}
}).
