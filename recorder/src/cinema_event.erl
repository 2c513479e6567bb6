%%% What instrumented code calls, and the recorder's door to its sink.
%%%
%%% With the native sink every function here is a NIF (c_src/events.h, c_src/control.h), and the module is
%%% the tracer of the VM's events (the erl_tracer behaviour).
%%% Without it the bodies below run: they hand the event to note/3, whose calls the VM traces to the
%%% portable sink's process, so that events and the VM's own events stay in one order.
%%%
%%%   s(Site, V1, …, V16) -> ok        an event of a site
%%%   v(Site, Value) -> Value          likewise, around an expression
%%%   p(Site, [Value]) -> ok           more values than a call has arguments
%%%   r(Site, Message, V2, …) -> ok    the program took a message out of its mailbox
%%%   t(Site) -> Number                a try begins; the number names it
%%%   x(Site, Number, Class, Reason, Stack) -> ok    that try caught something
-module(cinema_event).

-export([v/2, t/1, x/5, p/2, mark/1]).
-export([s/1, s/2, s/3, s/4, s/5, s/6, s/7, s/8, s/9, s/10, s/11, s/12, s/13, s/14, s/15, s/16, s/17]).
-export([r/2, r/3, r/4, r/5, r/6, r/7, r/8, r/9, r/10, r/11, r/12, r/13, r/14, r/15, r/16, r/17]).
%% erl_tracer
-export([enabled/3, enabled_garbage_collection/3, trace/5]).
%% control
-export([load/1, note/3]).
-export([
    native_open/1,
    native_chunk/2,
    native_close/1,
    native_on/1,
    native_limits/1,
    native_secrets/1,
    native_secret_site/2,
    native_quiet/1,
    native_share/1,
    native_skipped/1,
    native_status/0
]).

%% Puts the native sink in place: the path has no ending.
-spec load(file:filename()) -> ok | {error, term()}.
load(Path) ->
    erlang:load_nif(Path, 0).

s(Site) -> cinema_gate:note(site, Site, []).
s(Site, V1) -> cinema_gate:note(site, Site, [V1]).
s(Site, V1, V2) -> cinema_gate:note(site, Site, [V1, V2]).
s(Site, V1, V2, V3) -> cinema_gate:note(site, Site, [V1, V2, V3]).
s(Site, V1, V2, V3, V4) -> cinema_gate:note(site, Site, [V1, V2, V3, V4]).
s(Site, V1, V2, V3, V4, V5) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5]).
s(Site, V1, V2, V3, V4, V5, V6) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6]).
s(Site, V1, V2, V3, V4, V5, V6, V7) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15]).
s(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16) -> cinema_gate:note(site, Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16]).

r(Site, V1) -> cinema_gate:note('receive', Site, [V1]).
r(Site, V1, V2) -> cinema_gate:note('receive', Site, [V1, V2]).
r(Site, V1, V2, V3) -> cinema_gate:note('receive', Site, [V1, V2, V3]).
r(Site, V1, V2, V3, V4) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4]).
r(Site, V1, V2, V3, V4, V5) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5]).
r(Site, V1, V2, V3, V4, V5, V6) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6]).
r(Site, V1, V2, V3, V4, V5, V6, V7) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15]).
r(Site, V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16) -> cinema_gate:note('receive', Site, [V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13, V14, V15, V16]).

v(Site, Value) ->
    cinema_gate:note(site, Site, [Value]),
    Value.

p(Site, Values) -> cinema_gate:note(packed, Site, Values).

t(Site) ->
    Number = erlang:unique_integer([positive]),
    cinema_gate:note('try', Site, [Number]),
    Number.

x(Site, Number, Class, Reason, Stack) -> cinema_gate:note('catch', Site, [Number, Class, Reason, Stack]).

mark(Term) -> cinema_gate:note(mark, 0, [Term]).

%% The VM traces the calls of this function to the portable sink.
note(_Kind, _Site, _Values) -> ok.

enabled(_Tag, _State, _Tracee) -> discard.
enabled_garbage_collection(_Tag, _State, _Tracee) -> discard.
trace(_Tag, _State, _Tracee, _Term, _Options) -> ok.

native_open(_Path) -> erlang:nif_error(not_loaded).
native_chunk(_Kind, _Bytes) -> erlang:nif_error(not_loaded).
native_close(_Reason) -> erlang:nif_error(not_loaded).
native_on(_On) -> erlang:nif_error(not_loaded).
native_limits(_Limits) -> erlang:nif_error(not_loaded).
native_secrets(_Names) -> erlang:nif_error(not_loaded).
native_secret_site(_Site, _Bits) -> erlang:nif_error(not_loaded).
native_quiet(_Pids) -> erlang:nif_error(not_loaded).
native_share(_How) -> erlang:nif_error(not_loaded).
native_skipped(_Json) -> erlang:nif_error(not_loaded).
native_status() -> erlang:nif_error(not_loaded).
