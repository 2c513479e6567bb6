%%% A recording of this node: start, stop, status.
-module(cinema_recorder).

-export([start/1, stop/0, status/0]).
%% the sink that is in use
-export([chunk/2, skipped/2]).

-define(RECORDING, '$cinema_recording').
-define(VERSION, "0.1.0").

-type facts() :: #{file := file:filename(), sink := native | portable}.

%% Begins a recording (options: cinema_options:complete/1). Gives where it goes, or why there is none.
-spec start(map()) -> {ok, facts()} | {error, term()}.
start(Given) ->
    cinema_boot:load_recorder(),
    Options = cinema_options:complete(Given),
    case get_recording() of
        none -> start_sink(choose_sink(Options), Options);
        _ -> {error, already_recording}
    end.

choose_sink(#{sink := portable}) -> portable;
choose_sink(#{sink := Sink, nif := Nif}) ->
    case load_native(filename:rootname(Nif, ".so")) of
        ok -> native;
        {error, _} when Sink =:= auto -> portable;
        {error, Reason} -> {none, Reason}
    end.

load_native("") -> {error, "no path of the native sink"};
load_native(Path) ->
    case cinema_event:load(Path) of
        ok -> ok;
        {error, {reload, _}} -> ok;
        {error, {_, Text}} -> {error, Text}
    end.

start_sink({none, Reason}, _) -> {error, Reason};
start_sink(Sink, #{parts := Parts} = Options) ->
    File = filename:join(Parts, os:getpid() ++ ".cinema"),
    ok = filelib:ensure_dir(File),
    case open(Sink, File, Options) of
        {ok, ReferencePrefix} -> run(Sink, File, ReferencePrefix, Options);
        {error, Reason} -> {error, Reason}
    end.

open(native, File, #{limits := Limits, redact := Names}) ->
    Keys = [value, message, depth, width, binary, message_binary, file, burst, rate],
    ok = cinema_event:native_limits([maps:get(Key, Limits) || Key <- Keys]),
    ok = cinema_event:native_secrets(Names),
    cinema_event:native_open(unicode:characters_to_binary(File));
open(portable, File, Options) ->
    cinema_portable_sink:open(File, Options).

run(Sink, File, ReferencePrefix, #{hook := Hook, share := Share, messages := Messages} = Options) ->
    persistent_term:put(cinema_sink, Sink),
    Loader = cinema_loader:start(Options),
    {Quiet, QuietNames} = cinema_tracing:quiet(Messages),
    Tracer = tracer(Sink),
    put_recording(#{file => File, sink => Sink, tracer => Tracer, options => Options, loader => Loader}),
    switch(Sink, true),
    cinema_tracing:snapshot(marker(Sink)),
    AllQuiet = Sink =:= portable orelse cinema_event:native_quiet(Quiet ++ QuietNames),
    Foreign = cinema_tracing:start(Tracer, Quiet),
    Sink =:= native andalso cinema_event:native_share(case Foreign =:= [] andalso AllQuiet of true -> Share; false -> off end),
    Hooked =
        case Hook of
            true -> cinema_hook:install();
            false -> {off, not_wanted}
        end,
    chunk(1, cinema_json:encode(manifest(Sink, ReferencePrefix, Hooked, Options))),
    cinema_loader:instrument_loaded(),
    Hooked =:= hooked orelse cinema_loader:watch(),
    cinema_logger:add(),
    {ok, #{file => File, sink => Sink}}.

tracer(native) -> {tracer, cinema_event, []};
tracer(portable) -> {tracer, cinema_portable_sink:process()}.

%% Marks of a process that is not traced do not reach the portable sink as calls.
marker(native) -> fun cinema_event:mark/1;
marker(portable) -> fun cinema_portable_sink:mark/1.

switch(native, On) -> cinema_event:native_on(On);
switch(portable, On) -> cinema_portable_sink:on(On).

%% Ends it: the original code is put back where no process runs the instrumented one, the end chunk is written.
-spec stop() -> {ok, #{events := non_neg_integer(), dropped := non_neg_integer(), still_instrumented := [module()]}} | {error, not_recording}.
stop() ->
    case get_recording() of
        none ->
            {error, not_recording};
        #{sink := Sink, tracer := Tracer} ->
            cinema_logger:remove(),
            cinema_hook:remove(),
            switch(Sink, false),
            Sink =:= native andalso cinema_event:native_share(off),
            cinema_tracing:stop(Tracer),
            Left = cinema_loader:stop(),
            {Events, Dropped} = close(Sink),
            put_recording(none),
            {ok, #{events => Events, dropped => Dropped, still_instrumented => Left}}
    end.

close(native) -> cinema_event:native_close(stopped);
close(portable) -> cinema_portable_sink:close(stopped).

-spec status() -> map().
status() ->
    case get_recording() of
        none ->
            #{recording => false};
        #{sink := native, file := File} ->
            {On, Events, Dropped, Bytes, Sharing, Audited, Bad} = cinema_event:native_status(),
            #{recording => On, sink => native, file => File, events => Events, dropped => Dropped, bytes => Bytes, sharing => Sharing,
                audited => Audited, audit_failures => Bad};
        #{sink := portable, file := File} ->
            maps:merge(#{recording => true, sink => portable, file => File}, cinema_portable_sink:status())
    end.

%% Appends a chunk that is no events: manifest, module, source.
-spec chunk(1..7, iodata()) -> ok | {error, term()}.
chunk(Kind, Body) ->
    case persistent_term:get(cinema_sink) of
        native -> cinema_event:native_chunk(Kind, Body);
        portable -> cinema_portable_sink:chunk(Kind, iolist_to_binary(Body))
    end.

%% A module that should have been instrumented and is not, and why: for the end chunk.
-spec skipped(module(), term()) -> ok.
skipped(Module, Reason) ->
    Text =
        case Reason of
            _ when is_binary(Reason) -> Reason;
            _ -> unicode:characters_to_binary(io_lib:format("~0tp", [Reason]))
        end,
    Json = cinema_json:encode(#{module => atom_to_binary(Module), reason => Text}),
    case persistent_term:get(cinema_sink) of
        native -> cinema_event:native_skipped(Json);
        portable -> cinema_portable_sink:skipped(iolist_to_binary(Json))
    end,
    ok.

manifest(Sink, ReferencePrefix, Hooked, #{command := Command, project := Project, limits := Limits, redact := Names}) ->
    Family = case os:type() of {unix, Name} -> Name; {Other, _} -> Other end,
    #{
        recorder => <<?VERSION>>,
        node => atom_to_binary(node()),
        creation => erlang:system_info(creation),
        otp => list_to_binary(erlang:system_info(otp_release)),
        erts => list_to_binary(erlang:system_info(version)),
        elixir => elixir_version(),
        os => atom_to_binary(Family),
        osPid => list_to_integer(os:getpid()),
        command => Command,
        directory => unicode:characters_to_binary(Project),
        schedulers => erlang:system_info(schedulers),
        limits => Limits,
        sink => Sink,
        loading => case Hooked of hooked -> <<"hooked">>; {_, Why} -> unicode:characters_to_binary(io_lib:format("~0tp", [Why])) end,
        referencePrefix => base64:encode(ReferencePrefix),
        redact => Names
    }.

%% Read from the application's file: asking Elixir would load it.
elixir_version() ->
    case code:where_is_file("elixir.app") of
        non_existing ->
            null;
        File ->
            case file:consult(File) of
                {ok, [{application, elixir, Keys}]} -> list_to_binary(proplists:get_value(vsn, Keys, ""));
                _ -> null
            end
    end.

%% In the application environment of kernel and not a persistent term: erasing one of these makes every process scan its heap.
get_recording() ->
    case application:get_env(kernel, ?RECORDING) of
        {ok, Recording} -> Recording;
        undefined -> none
    end.

put_recording(none) -> application:unset_env(kernel, ?RECORDING);
put_recording(Recording) -> application:set_env(kernel, ?RECORDING, Recording).
