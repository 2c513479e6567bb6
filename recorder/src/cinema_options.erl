%%% What `cinema record' asked for: the file that CINEMA_OPTIONS names, {Key, Value}. terms (README.md lists them).
-module(cinema_options).

-export([from_environment/0, read/1, complete/1]).

-export_type([options/0]).

-type pattern() :: binary().
-type options() :: #{
    parts := file:filename(),
    project := file:filename(),
    command := [binary()],
    lines := [pattern()],
    calls := [pattern()],
    messages := [pattern()],
    redact := [binary()],
    limits := #{atom() => pos_integer()},
    sink := auto | native | portable,
    nif := file:filename(),
    share := off | on | audit,
    hook := boolean()
}.

-spec from_environment() -> {ok, options()} | {error, term()} | none.
from_environment() ->
    case os:getenv("CINEMA_OPTIONS") of
        false -> none;
        "" -> none;
        Path -> read(Path)
    end.

-spec read(file:filename()) -> {ok, options()} | {error, term()}.
read(Path) ->
    case file:consult(Path) of
        {ok, [Options]} when is_map(Options) -> {ok, complete(Options)};
        {ok, Terms} -> {ok, complete(maps:from_list(Terms))};
        {error, Reason} -> {error, {Path, Reason}}
    end.

%% Fills in what was not said.
-spec complete(map()) -> options().
complete(Given) ->
    {ok, Directory} = file:get_cwd(),
    Options = maps:merge(#{parts => ".", project => Directory, command => [], lines => [], calls => [], messages => [],
        redact => [], sink => auto, nif => "", share => on, hook => true}, Given),
    Names = [string:lowercase(binary(Name)) || Name <- maps:get(redact, Options)],
    Options#{
        parts := path(maps:get(parts, Options)),
        project := string:trim(path(maps:get(project, Options)), trailing, "/"),
        nif := path(maps:get(nif, Options)),
        command := [binary(Word) || Word <- maps:get(command, Options)],
        lines := [binary(Pattern) || Pattern <- maps:get(lines, Options)],
        calls := [binary(Pattern) || Pattern <- maps:get(calls, Options)],
        messages := [binary(Pattern) || Pattern <- maps:get(messages, Options)],
        redact := lists:usort(default_secrets() ++ [binary:replace(Name, <<"-">>, <<"_">>, [global]) || Name <- Names, Name =/= <<>>]),
        limits => limits(maps:get(limits, Options, #{}))
    }.

default_secrets() ->
    [<<"password">>, <<"passwd">>, <<"token">>, <<"secret">>, <<"api_key">>, <<"apikey">>, <<"authorization">>, <<"cookie">>, <<"private_key">>].

%% Bytes of a value, of a message or state; levels; elements; bytes of a binary in them; bytes of a part's file (0: no
%% limit); and the load above which large values are cut earlier: bytes at once, and a second, of one thread.
limits(Given) ->
    Defaults = #{value => 4096, message => 65536, depth => 32, width => 1000, binary => 1024, message_binary => 8192,
        file => 0, burst => 16 bsl 20, rate => 8 bsl 20},
    Known = maps:with(maps:keys(Defaults), Given),
    Limits = maps:merge(Defaults, Known),
    #{binary := Binary, message_binary := MessageBinary} = Limits,
    Limits#{message_binary := max(Binary, MessageBinary)}.

binary(Text) -> unicode:characters_to_binary(Text).

path(Path) when is_binary(Path) -> unicode:characters_to_list(Path);
path(Path) -> Path.
