/* Events: what instrumented code, the VM's tracer and the recorder itself report (docs/trace-format.md, "Events"). */

enum { OP_PROCESS = 1, OP_TRY = 2, OP_CATCH = 3, OP_VM = 4, OP_MARK = 5, OP_RECEIVE = 6, OP_SITE = 0x80 };
enum { VM_EXTRA = 1, VM_MATCH = 2, VM_HASH = 4 };

static ERL_NIF_TERM atom_ok, atom_trace, atom_discard, atom_error, atom_extra, atom_match, atom_send, atom_send_dead, atom_receive,
    atom_exit, atom_call, atom_erlang, atom_hibernate, atom_finish_loading, atom_state, atom_terminate, atom_true, atom_false;

/* Processes that are not traced, and their names: a table by address. Nothing is shared there (they may run instrumented
 * code all the same), and messages between them and others are not recorded. Written while off. */
#define QUIET_SLOTS 256
static ERL_NIF_TERM quiet_terms[QUIET_SLOTS];
static inline uint32_t quiet_slot(ERL_NIF_TERM x) { return (uint32_t)((x >> 6) ^ (x >> 4) ^ (x >> 14)) & (QUIET_SLOTS - 1); }
static inline int is_quiet(ERL_NIF_TERM x) {
  for (uint32_t i = quiet_slot(x); quiet_terms[i]; i = (i + 1) & (QUIET_SLOTS - 1)) if (quiet_terms[i] == x) return 1;
  return 0;
}

/* Sites of which some values are bound to variables with secret names: bit i = value i. */
#define MAXIMUM_SITES (1u << 22)
static uint32_t *secret_sites;
static inline uint32_t secret_values(unsigned long site) { return secret_sites && site < MAXIMUM_SITES ? secret_sites[site] : 0; }

static inline int off(void) { return !atomic_load_explicit(&recording, memory_order_relaxed); }

static void enter_process(ErlNifEnv *env, Thread *t, ERL_NIF_TERM process, uint64_t delta) {
  ErlNifPid pid;
  t->process = process;
  t->quiet = is_quiet(process);
  put_byte(t, OP_PROCESS), put_varint(t, delta);
  if (enif_get_local_pid(env, process, &pid)) put_pid(env, t, process);
  else t->limit = t->hard_end, put_external(env, t, process);
}

/* Begins a record: 0 when there is no room anywhere. `again`: the record did not fit in the rest of the chunk. */
static inline Thread *begin(ErlNifEnv *env, int op, ERL_NIF_TERM process, int again) {
  Thread *t = own_thread;
  if (__builtin_expect(!t, 0) && !(t = new_thread())) return 0;
  if (__builtin_expect(again || !t->chunk || t->generation != atomic_load_explicit(&generation, memory_order_relaxed) ||
                           (uint32_t)(t->end - t->p) < SLOT_MARGIN + RECORD_ROOM, 0) &&
      !new_chunk(t))
    return 0;
  uint64_t now = ticks(), delta = 0;
  t->record = t->p;
  if (now > t->last) delta = now - t->last, t->last = now;
  if (__builtin_expect(t->process != process, 0)) enter_process(env, t, process, delta), delta = 0;
  t->share = sharing && !t->quiet;
  t->collections = atomic_load_explicit(&collection_counts[collection_slot(process)], memory_order_relaxed) +
                   0x10000u * atomic_load_explicit(&code_changes, memory_order_relaxed);
  put_byte(t, (uint8_t)op), put_varint(t, delta);
  return t;
}
/* Ends it. 0: it met the end of the chunk and is taken back; begin again. */
static inline int commit(Thread *t, int again) {
  ChunkHeader *h = t->chunk;
  if (__builtin_expect(t->p >= t->hard_end && !again && t->record != t->base, 0)) {
    t->p = t->record;
    return 0;
  }
  t->events++;
  h->records++;
  h->last_tick = t->last;
  atomic_store_explicit(&h->stored, (uint32_t)(t->p - t->base), memory_order_release);
  return 1;
}
/* Costs nothing but the loop test: a record is written twice only where a chunk ends. */
#define RECORD(env, op, process, ...) \
  for (int again_ = 0; again_ < 2; again_++) { \
    Thread *t = begin(env, op, process, again_); \
    if (!t) break; \
    __VA_ARGS__ if (commit(t, again_)) break; \
  }

static inline void put_site_value(ErlNifEnv *env, Thread *t, uint32_t secrets, int i, ERL_NIF_TERM x) {
  if (__builtin_expect(secrets >> i & 1, 0)) left_out(t, LEFT_OUT_REDACTED);
  else put_value(env, t, x);
}

/* s(Site, V1, …, Vn) -> ok */
static ERL_NIF_TERM event_site(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  unsigned long site;
  if (off() || !enif_self(env, &self) || !enif_get_ulong(env, argv[0], &site)) return atom_ok;
  uint32_t secrets = secret_values(site);
  RECORD(env, OP_SITE + argc - 1, self.pid, {
    put_varint(t, site);
    for (int i = 1; i < argc; i++) put_site_value(env, t, secrets, i - 1, argv[i]);
  })
  return atom_ok;
}
/* v(Site, Value) -> Value */
static ERL_NIF_TERM event_value(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  event_site(env, argc, argv);
  return argv[1];
}
#define PACKED_VALUES 2048u /* each takes two bytes at least, also where the chunk is full */
/* p(Site, [V]) -> ok: more values than a call has arguments, in one list */
static ERL_NIF_TERM event_packed(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  unsigned long site;
  unsigned length;
  (void)argc;
  if (off() || !enif_self(env, &self) || !enif_get_ulong(env, argv[0], &site) || !enif_get_list_length(env, argv[1], &length)) return atom_ok;
  uint32_t secrets = secret_values(site);
  RECORD(env, OP_SITE + 1, self.pid, {
    ERL_NIF_TERM head, rest = argv[1];
    int i = 0;
    put_varint(t, site);
    t->containers++;
    put_byte(t, TERM_LIST);
    fill_u16(reserve_count(t), length < PACKED_VALUES ? length : PACKED_VALUES);
    for (; i < (int)PACKED_VALUES && enif_get_list_cell(env, rest, &head, &rest); i++) put_site_value(env, t, i < 32 ? secrets : 0, i & 31, head);
    put_byte(t, length > PACKED_VALUES ? LIST_CUT : LIST_PROPER);
    if (length > PACKED_VALUES) put_varint(t, length - PACKED_VALUES);
  })
  return atom_ok;
}
/* r(Site, Message, V2, …) -> ok: the program took the message out of its mailbox */
static ERL_NIF_TERM event_receive(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  unsigned long site;
  if (off() || !enif_self(env, &self) || !enif_get_ulong(env, argv[0], &site)) return atom_ok;
  uint32_t secrets = secret_values(site), hash = (uint32_t)enif_hash(ERL_NIF_PHASH2, argv[1], 0);
  RECORD(env, OP_RECEIVE, self.pid, {
    put_varint(t, site), put_byte(t, (uint8_t)(argc - 1)), put_bytes(t, &hash, 4);
    if (secrets & 1) left_out(t, LEFT_OUT_REDACTED);
    else put_message(env, t, argv[1]);
    for (int i = 2; i < argc; i++) put_site_value(env, t, secrets, i - 1, argv[i]);
  })
  return atom_ok;
}
/* t(Site) -> Number: unique among the tries of the part */
static ERL_NIF_TERM event_try(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  unsigned long site;
  uint64_t number = 0;
  (void)argc;
  if (off() || !enif_self(env, &self) || !enif_get_ulong(env, argv[0], &site)) return enif_make_int(env, 0);
  RECORD(env, OP_TRY, self.pid, {
    if (!number) number = (uint64_t)t->id << 36 | ++t->tries;
    put_varint(t, site), put_varint(t, number);
  })
  return enif_make_uint64(env, number);
}
/* x(Site, Number, Class, Reason, Stack) -> ok */
static ERL_NIF_TERM event_catch(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  unsigned long site, number;
  (void)argc;
  if (off() || !enif_self(env, &self) || !enif_get_ulong(env, argv[0], &site) || !enif_get_ulong(env, argv[1], &number)) return atom_ok;
  RECORD(env, OP_CATCH, self.pid, {
    put_varint(t, site), put_varint(t, number);
    for (int i = 2; i < 5; i++) put_value(env, t, argv[i]);
  })
  return atom_ok;
}
/* mark(Term) -> ok: of the calling process */
static ERL_NIF_TERM event_mark(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifPid self;
  (void)argc;
  if (off() || !enif_self(env, &self)) return atom_ok;
  RECORD(env, OP_MARK, self.pid, {
    t->share = 0;
    put_message(env, t, argv[0]);
  })
  return atom_ok;
}

/* ---- the erl_tracer behaviour */
static ERL_NIF_TERM tracer_enabled(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  (void)env, (void)argc, (void)argv;
  return off() ? atom_discard : atom_trace;
}
/* Called before and after every collection of a traced process: not recorded, only counted. */
static ERL_NIF_TERM tracer_collection(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  (void)env, (void)argc;
  atomic_fetch_add_explicit(&collection_counts[collection_slot(argv[2])], 1, memory_order_relaxed);
  return atom_discard;
}

/* What may move terms or use literal memory again without a collection that the tracer sees. */
static int guard_call(ErlNifEnv *env, ERL_NIF_TERM process, ERL_NIF_TERM mfa) {
  int n;
  const ERL_NIF_TERM *e;
  if (!enif_get_tuple(env, mfa, &n, &e) || n != 3 || e[0] != atom_erlang) return 0;
  if (e[1] == atom_hibernate) {
    atomic_fetch_add_explicit(&collection_counts[collection_slot(process)], 1, memory_order_relaxed);
    return 1;
  }
  if (e[1] != atom_finish_loading) return 0;
  atomic_fetch_add_explicit(&code_changes, 1, memory_order_relaxed);
  return 1;
}

/* {M, F, Args} of a state point: the match result says what there is to say, so the arguments are only counted. */
static void put_call_without_arguments(ErlNifEnv *env, Thread *t, ERL_NIF_TERM mfa) {
  int n;
  unsigned arity = 0;
  const ERL_NIF_TERM *e;
  t->limit = t->hard_end;
  if (!enif_get_tuple(env, mfa, &n, &e) || n != 3) { cut(t); return; }
  enif_get_list_length(env, e[2], &arity);
  t->containers += 2;
  put_byte(t, TERM_SMALL_TUPLE | 3);
  put_atom(env, t, e[0]), put_atom(env, t, e[1]);
  put_byte(t, TERM_LIST), fill_u16(reserve_count(t), 0), put_byte(t, LIST_CUT), put_varint(t, arity);
}
static int is_state_point(ErlNifEnv *env, ERL_NIF_TERM match) {
  int n;
  const ERL_NIF_TERM *e;
  return enif_get_tuple(env, match, &n, &e) && n > 1 && (e[0] == atom_state || e[0] == atom_terminate);
}

/* Whether the other side of a message is a quiet process: the receiver of a send, the sender that the match result names. */
static inline int with_quiet(ErlNifEnv *env, ERL_NIF_TERM tag, ERL_NIF_TERM extra, ERL_NIF_TERM match) {
  int n;
  const ERL_NIF_TERM *e;
  if (tag == atom_receive) return match && enif_get_tuple(env, match, &n, &e) && n == 2 && is_quiet(e[1]);
  return extra && is_quiet(extra);
}

/* trace(Tag, State, Tracee, Term, Options) -> ok */
static ERL_NIF_TERM tracer_trace(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ERL_NIF_TERM tag = argv[0], process = argv[2], term = argv[3], extra = 0, match = 0;
  uint32_t hash = 0;
  (void)argc;
  if (off()) return atom_ok;
  if (tag == atom_call && guard_call(env, process, term)) return atom_ok;
  uint8_t flags = 0;
  if (enif_get_map_value(env, argv[4], atom_extra, &extra)) flags |= VM_EXTRA;
  if (enif_get_map_value(env, argv[4], atom_match, &match)) flags |= VM_MATCH;
  int message = tag == atom_send || tag == atom_receive || tag == atom_send_dead;
  if (message && with_quiet(env, tag, extra, match)) return atom_ok;
  if (message) flags |= VM_HASH, hash = (uint32_t)enif_hash(ERL_NIF_PHASH2, term, 0);
  RECORD(env, OP_VM, process, {
    put_byte(t, flags);
    put_atom(env, t, tag);
    if (message) put_bytes(t, &hash, 4), put_message(env, t, term);
    else if (tag == atom_exit) put_message(env, t, term);
    else if (tag == atom_call && (flags & VM_MATCH) && is_state_point(env, match)) put_call_without_arguments(env, t, term);
    else put_temporary_message(env, t, term, 2);
    if (flags & VM_EXTRA) {
      if (message) put_value(env, t, extra);
      else put_temporary_message(env, t, extra, 2);
    }
    if (flags & VM_MATCH) put_temporary_message(env, t, match, 1);
  })
  return atom_ok;
}
