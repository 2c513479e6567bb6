%%% The log: a handler of OTP's logger, which Elixir's Logger goes through too. It states each line as a mark of the
%%% process that logs, and changes nothing of what the program's own handlers do.
-module(cinema_logger).

-export([add/0, remove/0, log/2]).

-spec add() -> ok | {error, term()}.
add() -> logger:add_handler(?MODULE, ?MODULE, #{level => all, filter_default => log}).

-spec remove() -> ok | {error, term()}.
remove() -> logger:remove_handler(?MODULE).

%% Called by logger in the process that logs; logger removes a handler that fails, so it never does.
-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(#{level := Level, msg := Message, meta := Meta}, _) ->
    try
        cinema_event:mark({log, Level, text(Message), maps:with([mfa, file, line, domain], Meta)}),
        ok
    catch
        _:_ -> ok
    end.

text({string, Text}) -> unicode:characters_to_binary(Text);
text({report, Report}) when is_map(Report); is_list(Report) -> unicode:characters_to_binary(io_lib:format("~tp", [Report]));
text({Format, Arguments}) -> unicode:characters_to_binary(io_lib:format(Format, Arguments, [{chars_limit, 8192}])).
