%%% What the rewriting knows at a place in the code, handed down as it walks.

-record(context, {
    language = erlang :: erlang | elixir,
    level = lines :: lines | calls,
    base = 0 :: non_neg_integer(),
    %% record name => field names
    records = #{} :: #{atom() => [atom()]},
    %% functions defined in the module or imported by it
    locals = #{} :: #{{atom(), arity()} => true},
    %% the text of the file that this comes from is not to be had
    foreign = false :: boolean(),
    %% nobody wrote this function in a source we can show: no stops
    generated = false :: boolean(),
    %% the one line that all its sites get then, 0 when they have their own
    only_line = 0 :: non_neg_integer(),
    %% line of the nearest enclosing code that has one
    near = 0 :: non_neg_integer(),
    %% variables that have a value here
    bound = #{} :: #{atom() => true}
}).
