%%% Which module is recorded at which level.
%%%
%%% The project's own code by lines: its source lies under the project's folder and is nobody else's (a dependency's,
%%% OTP's, Elixir's). Patterns of the command line come first: by module name as Elixir or Erlang writes it with `*' as
%%% a wildcard (`MyApp.*', `:gen_server', `rabbit*'), or `app:NAME' for all modules of an application.
-module(cinema_levels).

-export([compile/1, level/3, own/2, source/1, matches/2]).

-export_type([rules/0, level/0]).

-type level() :: lines | calls | none.
-type rule() :: {module, unicode:chardata() | term()} | {application, atom(), [string()]}.
-type rules() :: #{project := string(), excluded := [string()], lines := [rule()], calls := [rule()]}.

-spec compile(cinema_options:options()) -> rules().
compile(#{project := Project, lines := Lines, calls := Calls}) ->
    Elixir =
        case code:where_is_file("elixir.app") of
            non_existing -> [];
            File -> [filename:dirname(filename:dirname(filename:dirname(filename:absname(File))))]
        end,
    Roots = [Root || Root <- [code:root_dir() | Elixir], not within(Project, Root)],
    #{
        project => Project,
        excluded => [Root ++ "/" || Root <- Roots],
        lines => [rule(Pattern) || Pattern <- Lines],
        calls => [rule(Pattern) || Pattern <- Calls]
    }.

%% The level of a module that is about to be loaded. Asked: the command line named it.
-spec level(module(), binary(), rules()) -> {level(), asked | own}.
level(Module, Beam, #{lines := Lines, calls := Calls} = Rules) ->
    case recorder(Module) of
        true ->
            {none, own};
        false ->
            Source = source(Beam),
            case {lists:any(fun(Rule) -> matches(Rule, Module, Source) end, Lines), lists:any(fun(Rule) -> matches(Rule, Module, Source) end, Calls)} of
                {true, _} -> {lines, asked};
                {false, true} -> {calls, asked};
                {false, false} ->
                    case own(Source, Rules) of
                        true -> {lines, own};
                        false -> {none, own}
                    end
            end
    end.

recorder(Module) ->
    lists:prefix("cinema_", atom_to_list(Module)).

%% The source a module was compiled from, as its compiler wrote it down; "" when it did not.
-spec source(binary()) -> string().
source(Beam) ->
    try beam_lib:chunks(Beam, [compile_info]) of
        {ok, {_, [{compile_info, Info}]}} ->
            case proplists:get_value(source, Info, "") of
                Source when is_list(Source) -> Source;
                _ -> ""
            end;
        _ -> ""
    catch
        _:_ -> ""
    end.

%% Whether a source is the project's.
-spec own(string(), rules()) -> boolean().
own("", _) -> false;
own(Source, #{project := Project, excluded := Excluded}) ->
    case within(Source, Project) of
        false -> false;
        true ->
            Below = lists:nthtail(length(Project) + 1, Source),
            Parts = filename:split(Below),
            not lists:any(fun(Root) -> lists:prefix(Root, Source) end, Excluded) andalso
                not build_script(Parts) andalso
                not foreign(Parts, Project)
    end.

%% What builds the program is not the program: it would only stand in the way at the start of every recording.
build_script(Parts) ->
    case lists:reverse(Parts) of
        ["mix.exs" | _] -> true;
        [".formatter.exs" | _] -> true;
        [File, "config" | _] -> filename:extension(File) =:= ".exs";
        _ -> false
    end.

within(Path, Root) -> lists:prefix(Root ++ "/", Path).

foreign(Parts, Project) ->
    lists:any(fun(Part) -> lists:member(Part, ["deps", ".elixir_ls", "node_modules", ".hex", ".mix", ".cache"]) end, Parts) orelse
        built(Parts, Project).

%% rebar3 compiles copies or links of the project's own applications below _build.
built(["_build", _Profile, "lib", Application | Rest], Project) ->
    Candidates = [Rest, ["apps", Application | Rest], ["lib", Application | Rest]],
    not lists:any(fun(Candidate) -> filelib:is_regular(filename:join([Project | Candidate])) end, Candidates);
built(Parts, _) ->
    lists:member("_build", Parts).

rule(<<"app:", Name/binary>>) -> rule_of_application(Name);
rule(Pattern) -> {module, expression(Pattern)}.

rule_of_application(Name) ->
    Text = unicode:characters_to_list(Name),
    {application, binary_to_atom(Name), "[/\\\\]" ++ escape(Text) ++ "(-[0-9][^/\\\\]*)?[/\\\\](src|lib|ebin|test|web)[/\\\\]"}.

expression(Pattern) ->
    Text = string:trim(unicode:characters_to_list(Pattern), leading, ":"),
    {ok, Expression} = re:compile("^(Elixir\\.)?" ++ lists:append([case C of $* -> ".*"; _ -> escape([C]) end || C <- Text]) ++ "$", [unicode, dotall]),
    Expression.

escape(Text) -> lists:append([case lists:member(C, "\\^$.|?*+()[]{}") of true -> [$\\, C]; false -> [C] end || C <- Text]).

matches({module, Expression}, Module, _) ->
    re:run(atom_to_list(Module), Expression, [{capture, none}]) =:= match;
matches({application, Name, Folder}, Module, Source) ->
    case application:get_key(Name, modules) of
        {ok, Modules} -> lists:member(Module, Modules);
        undefined -> re:run(Source, Folder, [{capture, none}, unicode]) =:= match
    end.

%% Whether a name matches a pattern of the command line.
-spec matches(atom(), binary()) -> boolean().
matches(Name, Pattern) ->
    matches(rule(Pattern), Name, "").
