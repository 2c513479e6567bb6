%%% The log: a handler of OTP's logger, which Elixir's Logger goes through too. It states each line as a mark of the
%%% process that logs, and changes nothing of what the program's own handlers do.
-module(cinema_logger).

-export([add/0, remove/0, log/2]).

-define(LIMIT, 8192).

-spec add() -> ok | {error, term()}.
add() -> logger:add_handler(?MODULE, ?MODULE, #{level => all, filter_default => log}).

-spec remove() -> ok | {error, term()}.
remove() -> logger:remove_handler(?MODULE).

%% Called by logger in the process that logs; logger removes a handler that fails, so it never does.
-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(#{msg := {report, #{label := {_, progress}}}}, _) ->
    ok;
log(#{level := Level, msg := Message, meta := Meta}, _) ->
    try
        cinema_event:mark({log, Level, text(Message, Meta), place(Meta)})
    catch
        _:_ -> ok
    end,
    ok.

%% Bounded: a crash report may hold a large state.
text({string, Text}, _) -> unicode:characters_to_binary(Text);
text({report, Report}, #{report_cb := Format}) when is_function(Format, 2) ->
    unicode:characters_to_binary(Format(Report, #{depth => 20, chars_limit => ?LIMIT, single_line => false}));
text({report, Report}, #{report_cb := Format}) when is_function(Format, 1) ->
    text(Format(Report), #{});
text({report, Report}, _) ->
    text({"~tp", [Report]}, #{});
text({Format, Arguments}, _) ->
    unicode:characters_to_binary(io_lib:format(Format, Arguments, [{chars_limit, ?LIMIT}])).

place(Meta) ->
    Known = maps:with([mfa, file, line, domain], Meta),
    case Known of
        #{file := File} when is_list(File) -> Known#{file := unicode:characters_to_binary(File)};
        #{} -> Known
    end.
