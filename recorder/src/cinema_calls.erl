%%% What kind of call an expression is: it decides between announcing a tail call,
%%% reporting a returned value, and reporting that something is raised.
-module(cinema_calls).

-include("cinema_rewrite.hrl").

-export([kind/3, name/2]).

-type tree() :: term().

%% `call': another function runs, in tail position as a tail call. `pure': a built-in
%% that no one steps into. `raise': it does not return.
-spec kind(tree(), arity(), #context{}) -> call | pure | raise.
kind({atom, _, Function}, Arity, #context{locals = Locals}) ->
    case Locals of
        #{{Function, Arity} := true} -> call;
        #{} -> built_in(Function, Arity)
    end;
kind({remote, _, {atom, _, erlang}, {atom, _, Function}}, Arity, _) ->
    built_in(Function, Arity);
kind(_, _, _) ->
    call.

built_in(error, Arity) when Arity >= 1, Arity =< 3 -> raise;
built_in(exit, 1) -> raise;
built_in(throw, 1) -> raise;
built_in(raise, 3) -> raise;
built_in(nif_error, Arity) when Arity =:= 1; Arity =:= 2 -> raise;
built_in(Function, Arity) ->
    case erl_internal:guard_bif(Function, Arity) orelse is_plain(Function) of
        true -> pure;
        false -> call
    end.

%% Built-ins implemented in the virtual machine that call no code of a program.
is_plain(Function) ->
    lists:member(Function, [
        '!', '+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bnot', 'bsl', 'bsr',
        '==', '/=', '=:=', '=/=', '<', '>', '=<', '>=', 'not', 'and', 'or', 'xor', '++', '--',
        put, get, erase, make_ref, self, send, monotonic_time, system_time, unique_integer, phash2,
        atom_to_list, list_to_atom, list_to_existing_atom, atom_to_binary, binary_to_atom, binary_to_existing_atom,
        integer_to_list, list_to_integer, integer_to_binary, binary_to_integer, float_to_list, list_to_float,
        float_to_binary, binary_to_float, list_to_tuple, tuple_to_list, list_to_binary, iolist_to_binary, binary_to_list,
        bitstring_to_list, list_to_bitstring, split_binary, pid_to_list, list_to_pid, ref_to_list,
        setelement, append_element, delete_element, insert_element, make_tuple,
        term_to_binary, binary_to_term, is_process_alive, process_info, system_info, whereis, md5, get_module_info
    ]).

%% How a site table names what is called.
-spec name(tree(), arity()) -> binary().
name(Callee, Arity) ->
    Text =
        case Callee of
            {atom, _, Function} -> io_lib:format("~ts/~b", [Function, Arity]);
            {remote, _, {atom, _, Module}, {atom, _, Function}} -> io_lib:format("~ts:~ts/~b", [Module, Function, Arity]);
            {remote, _, _, {atom, _, Function}} -> io_lib:format("_:~ts/~b", [Function, Arity]);
            _ -> io_lib:format("_/~b", [Arity])
        end,
    unicode:characters_to_binary(Text).
