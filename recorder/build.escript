#!/usr/bin/env escript
%% -*- erlang -*-
%%! -noinput
%%% Builds the recorder with nothing but OTP: `escript build.escript OUT` puts ebin/ and, where a C compiler
%%% and OTP's headers are at hand, priv/cinema_nif.so into OUT. Prints one line on the native part; exits with 1 on an error.

main([Out]) ->
    Here = filename:dirname(filename:absname(escript:script_name())),
    Ebin = filename:join(Out, "ebin"),
    ok = filelib:ensure_dir(filename:join(Ebin, "x")),
    Sources = filelib:wildcard(filename:join([Here, "src", "*.erl"])),
    lists:foreach(fun(Source) -> compile_module(Source, Here, Ebin) end, Sources),
    lists:foreach(fun(File) -> copy_application(File, Ebin) end, filelib:wildcard(filename:join([Here, "src", "*.app.src"]))),
    native(Here, Out);
main(_) ->
    stop("usage: escript build.escript OUT").

compile_module(Source, Here, Ebin) ->
    Options = [debug_info, deterministic, return, {outdir, Ebin}, {i, filename:join(Here, "include")}, {i, filename:join(Here, "src")}],
    case compile:file(Source, Options) of
        {ok, _Module, _Warnings} -> ok;
        {error, Errors, _Warnings} -> stop(io_lib:format("~ts does not compile: ~tp", [Source, Errors]))
    end.

copy_application(File, Ebin) ->
    {ok, _Bytes} = file:copy(File, filename:join(Ebin, filename:basename(File, ".src"))).

native(Here, Out) ->
    Headers = filename:join([code:root_dir(), "usr", "include"]),
    Compiler = first_found([os:getenv("CC", ""), "cc", "gcc", "clang"]),
    Source = filename:join([Here, "c_src", "cinema_nif.c"]),
    case {os:type(), Compiler, filelib:is_regular(filename:join(Headers, "erl_nif.h"))} of
        {{win32, _}, _, _} -> say("portable: Windows");
        {_, none, _} -> say("portable: no C compiler on the PATH");
        {_, _, false} -> say("portable: OTP's erl_nif.h is not installed");
        {{unix, System}, _, true} -> compile_native(Compiler, System, Headers, Source, Out)
    end.

compile_native(Compiler, System, Headers, Source, Out) ->
    Target = filename:join([Out, "priv", "cinema_nif.so"]),
    ok = filelib:ensure_dir(Target),
    Linking =
        case System of
            darwin -> ["-undefined", "dynamic_lookup"];
            _ -> []
        end,
    Arguments = ["-O2", "-fPIC", "-shared"] ++ Linking ++ ["-I", Headers, "-o", Target, Source, "-lpthread"],
    Port = open_port({spawn_executable, Compiler}, [{args, Arguments}, exit_status, stderr_to_stdout, binary]),
    case output(Port, []) of
        {0, _Text} -> say("native");
        {_Status, Text} -> say(["portable: the C compiler failed: ", hd(binary:split(iolist_to_binary(Text), <<"\n">>))])
    end.

output(Port, Text) ->
    receive
        {Port, {data, More}} -> output(Port, [Text, More]);
        {Port, {exit_status, Status}} -> {Status, Text}
    end.

first_found([]) ->
    none;
first_found([Name | Names]) ->
    case Name =/= "" andalso os:find_executable(Name) of
        false -> first_found(Names);
        Path -> Path
    end.

say(Text) -> io:format("~ts~n", [Text]).

stop(Why) ->
    io:format(standard_error, "~ts~n", [Why]),
    halt(1).
