%%% The sink without native code: a process to which the VM traces the program's events and the calls of
%%% cinema_event:note/3. It cuts, encodes and compresses them and appends chunks with external terms (kind 3).
%%%
%%% Tracing is asynchronous, so the process may fall behind. Above ?QUEUE messages, or ?MEMORY bytes, it switches tracing off and
%%% closes the gate of the instrumented code, works off what there is, and opens both again; the next chunk counts what was lost.
-module(cinema_portable_sink).

-export([open/2, process/0, on/1, close/1, chunk/2, skipped/1, secret_site/2, status/0, mark/1, halt/0, halt/1, halt/2]).

-define(SERVER, cinema_portable_sink).
-define(QUEUE, 20000).
-define(MEMORY, 67108864).
-define(CHUNK, 131072).
-define(FLUSH, 20).
-define(CALL_TIMEOUT, 60000).

-record(state, {
    file :: file:fd(),
    value :: cinema_external:limits(),
    message :: cinema_external:limits(),
    maximum :: non_neg_integer(),
    quiet = #{} :: #{pid() | atom() => true},
    sequence = 0 :: non_neg_integer(),
    %% the chunk that is being filled
    records = [] :: iodata(),
    size = 0 :: non_neg_integer(),
    count = 0 :: non_neg_integer(),
    process = none :: pid() | port() | none,
    first = 0 :: integer(),
    last = 0 :: integer(),
    gap = 0 :: non_neg_integer(),
    %% behind: neither tracing nor taking events
    paused = false :: boolean(),
    %% of the recording
    events = 0 :: non_neg_integer(),
    dropped = 0 :: non_neg_integer(),
    written = 0 :: non_neg_integer(),
    skipped = [] :: [iodata()],
    secrets = #{} :: #{non_neg_integer() => pos_integer()}
}).

%% Opens the part. Gives the external form of a local reference up to its numbers.
-spec open(file:filename(), map()) -> {ok, binary()} | {error, term()}.
open(File, #{limits := Limits, redact := Secrets, messages := Messages}) ->
    #{value := Value, message := Message, depth := Depth, width := Width, binary := Binary, message_binary := MessageBinary, file := Maximum} = Limits,
    Common = #{depth => Depth, width => Width, secrets => Secrets},
    {Pids, Names} = cinema_tracing:quiet(Messages),
    Starter = self(),
    {Pid, Monitor} = spawn_opt(
        fun() ->
            {ok, Fd} = file:open(File, [write, raw, binary]),
            ok = file:write(Fd, header()),
            register(?SERVER, self()),
            monitor(process, application_controller),
            Starter ! {self(), ready},
            loop(#state{
                file = Fd,
                value = Common#{budget => Value, binary => Binary},
                message = Common#{budget => Message, binary => MessageBinary},
                maximum = Maximum,
                quiet = maps:from_keys([self() | Pids] ++ Names, true)
            })
        end,
        [monitor, {priority, high}, {message_queue_data, off_heap}]
    ),
    receive
        {Pid, ready} ->
            demonitor(Monitor, [flush]),
            cinema_gate:new(),
            {ok, reference_prefix()};
        {'DOWN', Monitor, process, _, Reason} ->
            {error, Reason}
    end.

header() ->
    Now = erlang:monotonic_time(nanosecond),
    Clock = now_tick(Now),
    <<16#89, "CINEMA\n", 1:16/little, 64:16/little, 0:32, Clock:64/little, Clock:64/little, (erlang:system_time(nanosecond)):64/little,
        (list_to_integer(os:getpid())):32/little, 0:32, 0:128>>.

%% A tick is a nanosecond. Erlang's monotonic time may be negative; the format's clocks are not.
now_tick(Monotonic) -> Monotonic - erlang:convert_time_unit(erlang:system_info(start_time), native, nanosecond) + 1.

reference_prefix() ->
    <<131, 90, _:16, Rest/binary>> = term_to_binary(make_ref()),
    Node =
        case Rest of
            <<119, N, _:N/binary, _/binary>> -> N + 2;
            <<_, N:16, _/binary>> -> N + 3
        end,
    <<Prefix:(Node + 4)/binary, _/binary>> = Rest,
    <<90, 3:16, Prefix/binary>>.

-spec process() -> pid().
process() -> whereis(?SERVER).

%% Begins and ends the taking of events of instrumented code.
-spec on(boolean()) -> ok.
on(true) ->
    erlang:trace_pattern({cinema_event, note, 3}, true, []),
    cinema_gate:open();
on(false) ->
    cinema_gate:close(),
    erlang:trace_pattern({cinema_event, note, 3}, false, []),
    ok.

-spec close(atom()) -> {non_neg_integer(), non_neg_integer()}.
close(Reason) ->
    %% what is on its way arrives first
    All = erlang:trace_delivered(all),
    receive {trace_delivered, all, All} -> ok after ?CALL_TIMEOUT -> ok end,
    call({close, Reason}).

-spec chunk(1..7, binary()) -> ok.
chunk(Kind, Body) -> call({chunk, Kind, Body}).

-spec skipped(binary()) -> ok.
skipped(Json) -> call({skipped, Json}).

-spec secret_site(non_neg_integer(), pos_integer()) -> ok.
secret_site(Site, Bits) -> call({secret_site, Site, Bits}).

-spec status() -> map().
status() -> call(status).

%% A mark of a process that is not traced.
-spec mark(term()) -> ok.
mark(Term) ->
    ?SERVER ! {mark, self(), Term, erlang:monotonic_time()},
    ok.

%% In place of erlang:halt, which ends the VM without another word.
-spec halt() -> no_return().
halt() -> cinema_portable_sink:halt(0, []).
-spec halt(term()) -> no_return().
halt(Status) -> cinema_portable_sink:halt(Status, []).
-spec halt(term(), list()) -> no_return().
halt(Status, Options) ->
    _ = try close(halt) catch _:_ -> ok end,
    erlang:halt(Status, Options).

call(Request) ->
    case whereis(?SERVER) of
        undefined ->
            ok;
        Server ->
            Monitor = monitor(process, Server),
            Server ! {request, self(), Monitor, Request},
            receive
                {Monitor, Reply} ->
                    demonitor(Monitor, [flush]),
                    Reply;
                {'DOWN', Monitor, process, _, _} ->
                    ok
            after ?CALL_TIMEOUT ->
                demonitor(Monitor, [flush]),
                ok
            end
    end.

%% ---- the process

loop(State) ->
    receive
        Message -> loop(keep_up(handle(Message, State)))
    after ?FLUSH ->
        loop(flush(State))
    end.

handle({request, From, Tag, {close, Reason}}, State) ->
    {Reply, State1} = finish(Reason, State),
    From ! {Tag, Reply},
    unregister(?SERVER),
    file:close(State1#state.file),
    exit(normal);
handle({request, From, Tag, Request}, State) ->
    {Reply, State1} = answer(Request, State),
    From ! {Tag, Reply},
    State1;
handle({mark, Pid, Term, Time}, State) ->
    record(Pid, Time, [<<5>>, delta], [message(Term, State)], State);
%% The applications are being stopped: soon every process is killed.
handle({'DOWN', _, process, _, _}, State) ->
    {_, State1} = finish(halt, State),
    State1;
handle(Trace, State) when element(1, Trace) =:= trace_ts ->
    trace(Trace, State);
handle(_, State) ->
    State.

answer({chunk, Kind, Body}, State) -> {ok, write(Kind, 0, Body, State)};
answer({skipped, Json}, #state{skipped = Skipped} = State) -> {ok, State#state{skipped = [Json | Skipped]}};
answer({secret_site, Site, Bits}, #state{secrets = Secrets} = State) -> {ok, State#state{secrets = Secrets#{Site => Bits}}};
answer(status, #state{events = Events, count = Count, dropped = Dropped, written = Written} = State) ->
    {#{events => Events + Count, dropped => Dropped, bytes => Written}, State}.

finish(Reason, State) ->
    #state{events = Events, dropped = Dropped, skipped = Skipped} = State1 = flush(lost(flush(State))),
    Json = cinema_json:encode(#{reason => Reason, events => Events, dropped => Dropped}),
    Body = [string:trim(iolist_to_binary(Json), trailing, "}"), ",\"skipped\":[", lists:join($,, lists:reverse(Skipped)), "]}"],
    {{Events, Dropped}, write(6, 0, iolist_to_binary(Body), State1)}.

trace({trace_ts, Pid, call, {cinema_event, note, [Kind, Site, Values]}, Time}, State) ->
    note(Kind, Site, Values, Pid, Time, State);
trace({trace_ts, Pid, call, Mfa, Time}, State) ->
    vm(Pid, call, Mfa, none, none, Time, State);
trace({trace_ts, Pid, call, {Module, Name, Arguments}, Match, Time}, State) ->
    Said = case element(1, Match) of state -> []; terminate -> []; _ -> Arguments end,
    vm(Pid, call, {Module, Name, Said}, none, {match, Match}, Time, State);
trace({trace_ts, Pid, 'receive', Message, {_, Sender} = Match, Time}, #state{quiet = Quiet} = State) ->
    case Quiet of
        #{Sender := true} -> State;
        #{} -> vm(Pid, 'receive', Message, none, {match, Match}, Time, State)
    end;
trace({trace_ts, Pid, Tag, Message, To, Time}, #state{quiet = Quiet} = State) when Tag =:= send; Tag =:= send_to_non_existing_process ->
    case Quiet of
        #{To := true} -> State;
        #{} -> vm(Pid, Tag, Message, {extra, To}, none, Time, State)
    end;
trace({trace_ts, Pid, Tag, Term, Extra, Time}, State) -> vm(Pid, Tag, Term, {extra, Extra}, none, Time, State);
trace({trace_ts, Pid, Tag, Term, Time}, State) -> vm(Pid, Tag, Term, none, none, Time, State);
trace(_, State) -> State.

note(site, Site, Values, Pid, Time, State) ->
    record(Pid, Time, [<<(16#80 + length(Values))>>, delta, varint(Site)], values(Site, Values, State), State);
note(packed, Site, Values, Pid, Time, State) ->
    record(Pid, Time, [<<16#81>>, delta, varint(Site)], [message(Values, State)], State);
note('receive', Site, [Message | _] = Values, Pid, Time, State) ->
    [_ | Others] = values(Site, Values, State),
    Shown = case hidden(Site, State) band 1 of 1 -> redacted(); 0 -> message(Message, State) end,
    record(Pid, Time, [<<6>>, delta, varint(Site), length(Values), <<(erlang:phash2(Message)):32/little>>], [Shown | Others], State);
note('try', Site, [Number], Pid, Time, State) ->
    record(Pid, Time, [<<2>>, delta, varint(Site), varint(Number)], [], State);
note('catch', Site, [Number | Values], Pid, Time, State) ->
    record(Pid, Time, [<<3>>, delta, varint(Site), varint(Number)], values(Site, Values, State), State);
note(mark, _, [Term], Pid, Time, State) ->
    record(Pid, Time, [<<5>>, delta], [message(Term, State)], State).

vm(Pid, Tag, Term, Extra, Match, Time, State) ->
    Hashed = Tag =:= send orelse Tag =:= 'receive' orelse Tag =:= send_to_non_existing_process,
    Flags = [bit(1, Extra =/= none), bit(2, Match =/= none), bit(4, Hashed)],
    Hash = [<<(erlang:phash2(Term)):32/little>> || Hashed],
    Rest = [message(X, State) || {_, X} <- [Extra, Match]],
    record(Pid, Time, [<<4>>, delta, lists:sum(Flags)], [message(Tag, State), Hash, message(Term, State) | Rest], State).

bit(Bit, true) -> Bit;
bit(_, false) -> 0.

hidden(Site, #state{secrets = Secrets}) -> maps:get(Site, Secrets, 0).

values(Site, Values, State) ->
    case hidden(Site, State) of
        0 -> [value(Value, State) || Value <- Values];
        Bits -> [case Bits bsr Index band 1 of 1 -> redacted(); 0 -> value(Value, State) end || {Index, Value} <- lists:enumerate(0, Values)]
    end.

value(Term, #state{value = Limits}) -> sized(cinema_external:encode(Term, Limits)).
message(Term, #state{message = Limits}) -> sized(cinema_external:encode(Term, Limits)).
redacted() -> sized(<<1, 5, 0:32>>).
sized(Bytes) -> [varint(byte_size(Bytes)), Bytes].

varint(N) when N < 128 -> <<N>>;
varint(N) -> <<1:1, N:7, (varint(N bsr 7))/binary>>.

%% Adds a record; `delta' in its head is where the time goes.
record(Pid, Time, Head, Values, #state{count = 0, process = none, first = 0} = State) ->
    Tick = now_tick(erlang:convert_time_unit(Time, native, nanosecond)),
    Start = max(Tick, State#state.last),
    add(Pid, Start, Head, Values, State#state{first = Start, last = Start});
record(Pid, Time, Head, Values, State) ->
    add(Pid, now_tick(erlang:convert_time_unit(Time, native, nanosecond)), Head, Values, State).

%% Times of several schedulers may run backwards by a little: they do not in the chunk.
add(Pid, Tick, Head, Values, #state{process = Process, last = Last, records = Records, size = Size, count = Count} = State) ->
    Delta = max(0, Tick - Last),
    {Switch, Own} =
        case Process of
            Pid -> {[], Delta};
            _ -> {[1, varint(Delta), message(Pid, State)], 0}
        end,
    Record = iolist_to_binary([Switch, [case Part of delta -> varint(Own); _ -> Part end || Part <- Head], Values]),
    State1 = State#state{process = Pid, last = Last + Delta, records = [Records, Record], size = Size + byte_size(Record), count = Count + 1},
    case State1#state.size > ?CHUNK of
        true -> flush(State1);
        false -> State1
    end.

flush(#state{count = 0, gap = 0} = State) -> State;
flush(#state{records = Records, count = Count, gap = Gap, events = Events, dropped = Dropped} = State) ->
    State1 = write(3, Count, iolist_to_binary(Records), State),
    State1#state{records = [], size = 0, count = 0, process = none, first = 0, gap = 0, events = Events + Count, dropped = Dropped + Gap}.

write(Kind, Count, Body, #state{file = File, sequence = Sequence, first = First, last = Last, gap = Gap, written = Written, maximum = Maximum} = State) ->
    Stored = compress(Body),
    Now = now_tick(erlang:monotonic_time(nanosecond)),
    {Thread, From, To, Lost} = case Kind of 3 when First > 0 -> {1, First, Last, Gap}; 3 -> {1, Now, Now, Gap}; _ -> {0, Now, Now, 0} end,
    Header = <<16#4B4E4843:32/little, Kind, 1, 0:16, (byte_size(Stored)):32/little, (byte_size(Body)):32/little, (erlang:crc32(Stored)):32/little,
        2:32/little, Thread:32/little, (Sequence + 1):32/little, From:64/little, To:64/little, From:64/little, Count:32/little, Lost:32/little>>,
    case Kind =/= 3 orelse Maximum =:= 0 orelse Written < Maximum of
        true ->
            _ = file:write(File, [Header, Stored]),
            State#state{sequence = Sequence + 1, written = Written + 64 + byte_size(Stored)};
        false ->
            State
    end.

%% Quickly rather than small.
compress(Body) ->
    Z = zlib:open(),
    ok = zlib:deflateInit(Z, best_speed),
    Bytes = iolist_to_binary(zlib:deflate(Z, Body, finish)),
    ok = zlib:deflateEnd(Z),
    zlib:close(Z),
    Bytes.

%% Looked at now and then: asking costs as much as an event.
keep_up(#state{count = Count} = State) when Count band 15 =/= 0 -> State;
keep_up(State) ->
    case behind() of
        true -> catch_up(State);
        false -> State
    end.

behind() ->
    [{_, Queue}, {_, Memory}] = process_info(self(), [message_queue_len, memory]),
    Queue > ?QUEUE orelse Memory > ?MEMORY.

catch_up(State) ->
    cinema_gate:close(),
    cinema_tracing:pause({tracer, self()}),
    #state{quiet = Quiet} = State1 = flush(work_off(State#state{paused = true})),
    cinema_tracing:resume({tracer, self()}, maps:keys(Quiet)),
    cinema_gate:open(),
    (lost(State1))#state{paused = false}.

%% Counts what came to the closed gate. Events of the VM that were not traced are not known: at least one.
lost(#state{paused = false} = State) -> State;
lost(#state{gap = Gap} = State) -> State#state{gap = Gap + 1 + cinema_gate:take_dropped()}.

work_off(State) ->
    receive
        Message -> work_off(handle(Message, State))
    after 0 ->
        State
    end.
