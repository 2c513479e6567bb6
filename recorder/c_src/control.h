/* Control: opening, closing and setting up a recording, from Erlang (cinema_recorder); and the end of the process. */

#define SKIPPED_BYTES (1u << 18)
static char *skipped; /* JSON objects, separated by commas: modules that were not instrumented, for the end chunk */
static size_t skipped_length;

static ERL_NIF_TERM failure(ErlNifEnv *env, int number) {
  return enif_make_tuple2(env, atom_error, enif_make_string(env, strerror(number), ERL_NIF_LATIN1));
}

static ChunkHeader plain_header(uint8_t kind) {
  ChunkHeader h;
  memset(&h, 0, sizeof h);
  h.magic = CHUNK_MAGIC, h.kind = kind;
  h.sequence = atomic_fetch_add(&sequence, 1) + 1;
  h.tick = h.last_tick = ticks(), h.monotonic = nanoseconds(CLOCK_MONOTONIC);
  return h;
}

static void write_end(const char *reason) {
  uint64_t events, dropped;
  totals(&events, &dropped);
  char head[200];
  int n = snprintf(head, sizeof head, "{\"reason\":\"%s\",\"events\":%llu,\"dropped\":%llu,\"failedChunks\":%llu,\"skipped\":[", reason,
                   (unsigned long long)events, (unsigned long long)dropped, (unsigned long long)atomic_load(&failed_chunks));
  uint8_t *text = malloc((size_t)n + skipped_length + 3);
  if (!text) return;
  memcpy(text, head, (size_t)n);
  if (skipped_length) memcpy(text + n, skipped, skipped_length);
  memcpy(text + n + skipped_length, "]}", 2);
  ChunkHeader h = plain_header(KIND_END);
  append_chunk(&h, text, (uint32_t)((size_t)n + skipped_length + 2));
  free(text);
}

/* Seals every open slot and puts it into the file. A thread that is inside an event goes on in its slot, past the bytes that
 * count. With file_mutex held and recording off. */
static void finish_file(const char *reason) {
  pthread_mutex_lock(&threads_mutex);
  for (Thread *t = threads; t; t = t->next)
    if (t->generation == atomic_load(&generation) && t->chunk)
      atomic_store_explicit(&t->chunk->state, SLOT_SEALED, memory_order_release);
  pthread_mutex_unlock(&threads_mutex);
  drain();
  write_end(reason);
  close(file);
  file = -1;
  remove_pool();
}

/* erlang:halt and a failed boot end here; kill -9 does not, and leaves the pool for the reader. */
static void at_exit(void) {
  if (file < 0) return;
  atomic_store(&recording, 0);
  sleep_nanoseconds(2000000);
  for (int tries = 0; pthread_mutex_trylock(&file_mutex); tries++) {
    if (tries > 500) return;
    sleep_nanoseconds(1000000);
  }
  if (file >= 0) finish_file("halt");
  pthread_mutex_unlock(&file_mutex);
}

static void find_reference_prefix(ErlNifEnv *env) {
  ErlNifBinary b; /* 131, 90, length16, node, creation32, numbers */
  reference_prefix_length = 0;
  if (!enif_term_to_binary(env, enif_make_ref(env), &b)) return;
  if (b.size > 8 && b.data[1] == 90) {
    size_t node = b.data[4] == 119 ? 2u + b.data[5] : b.data[4] == 118 || b.data[4] == 100 ? 3u + (size_t)(b.data[5] << 8 | b.data[6]) : 0;
    size_t n = 4 + node + 4;
    if (node && n < sizeof reference_prefix && n < b.size) memcpy(reference_prefix, b.data + 1, n - 1), reference_prefix_length = n;
  }
  enif_release_binary(&b);
}

/* native_open(Path) -> {ok, ReferencePrefix} | {error, Reason}.  The events stay off. */
static ERL_NIF_TERM native_open(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  char path[4096];
  ErlNifBinary name;
  static int registered;
  (void)argc;
  if (!enif_inspect_binary(env, argv[0], &name) || name.size >= 4000 || file >= 0) return enif_make_badarg(env);
  memcpy(path, name.data, name.size), path[name.size] = 0;
  pthread_mutex_lock(&file_mutex);
  atomic_fetch_add(&generation, 1);
  atomic_store(&sequence, 0), atomic_store(&failed_chunks, 0);
  written = 0, skipped_length = 0;
  pthread_mutex_lock(&threads_mutex);
  for (Thread *t = threads; t; t = t->next) t->events = t->lost = t->dropped = 0;
  pthread_mutex_unlock(&threads_mutex);
  file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  int error = file < 0 ? errno : open_pool(path);
  if (!error) {
    uint8_t header[64] = {0x89, 'C', 'I', 'N', 'E', 'M', 'A', '\n', 1, 0, 64, 0};
    uint64_t clocks[3] = {ticks(), nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_REALTIME)};
    uint32_t numbers[2] = {(uint32_t)getpid(), SLOT_BYTES};
    memcpy(header + 16, clocks, 24), memcpy(header + 40, numbers, 8);
    if (!write_all(header, 64)) error = errno ? errno : EIO;
    sleep_nanoseconds(200000);
    double ns = (double)(nanoseconds(CLOCK_MONOTONIC) - clocks[1]);
    ticks_per_second = (uint64_t)((double)(ticks() - clocks[0]) * 1e9 / (ns > 0 ? ns : 1));
  }
  if (error && file >= 0) close(file), file = -1;
  pthread_mutex_unlock(&file_mutex);
  if (error) return failure(env, error);
  find_reference_prefix(env);
  atomic_store(&helper_runs, 1);
  if (pthread_create(&helper_thread, 0, helper, 0)) return failure(env, EAGAIN);
  if (!registered) atexit(at_exit), registered = 1;
  ERL_NIF_TERM binary;
  uint8_t *bytes = enif_make_new_binary(env, reference_prefix_length ? reference_prefix_length - 1 : 0, &binary);
  if (reference_prefix_length) memcpy(bytes, reference_prefix, reference_prefix_length - 1);
  return enif_make_tuple2(env, atom_ok, binary);
}

/* native_chunk(Kind, Binary) -> ok | {error, Reason} */
static ERL_NIF_TERM native_chunk(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  unsigned kind;
  ErlNifBinary body;
  (void)argc;
  if (!enif_get_uint(env, argv[0], &kind) || kind > 255 || !enif_inspect_iolist_as_binary(env, argv[1], &body)) return enif_make_badarg(env);
  pthread_mutex_lock(&file_mutex);
  ChunkHeader h = plain_header((uint8_t)kind);
  int written_now = append_chunk(&h, body.data, (uint32_t)body.size);
  pthread_mutex_unlock(&file_mutex);
  return written_now ? atom_ok : failure(env, errno ? errno : EIO);
}

/* native_close(Reason) -> {Events, Dropped} */
static ERL_NIF_TERM native_close(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  char reason[64];
  uint64_t events, dropped;
  (void)argc;
  atomic_store(&recording, 0);
  if (enif_get_atom(env, argv[0], reason, sizeof reason, ERL_NIF_LATIN1) <= 0) return enif_make_badarg(env);
  if (atomic_exchange(&helper_runs, 0)) pthread_join(helper_thread, 0);
  sleep_nanoseconds(2000000); /* events in flight finish their record */
  pthread_mutex_lock(&file_mutex);
  totals(&events, &dropped);
  if (file >= 0) finish_file(reason);
  atomic_fetch_add(&generation, 1);
  pthread_mutex_unlock(&file_mutex);
  return enif_make_tuple2(env, enif_make_uint64(env, events), enif_make_uint64(env, dropped));
}

static ERL_NIF_TERM native_on(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  (void)env, (void)argc;
  atomic_store(&recording, argv[0] == atom_true && file >= 0);
  return atom_ok;
}

static uint32_t limited(uint32_t v, uint32_t low, uint32_t high) { return v < low ? low : v > high ? high : v; }

/* native_limits([Value, Message, Depth, Width, Binary, MessageBinary, MaximumFileBytes, BurstBytes, BytesPerSecond]) -> ok */
static ERL_NIF_TERM native_limits(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifUInt64 v[9];
  ERL_NIF_TERM head, rest = argv[0];
  (void)argc;
  for (int i = 0; i < 9; i++) if (!enif_get_list_cell(env, rest, &head, &rest) || !enif_get_uint64(env, head, &v[i])) return enif_make_badarg(env);
  Budget full = {limited((uint32_t)v[0], 64, 12288), limited((uint32_t)v[1], 256, 90000), limited((uint32_t)v[4], 16, 12288), limited((uint32_t)v[5], 16, 65535)};
  budgets[0] = full;
  budgets[1] = (Budget){full.value < 512 ? full.value : 512, full.message < 2048 ? full.message : 2048,
                        full.binary < 256 ? full.binary : 256, full.message_binary < 512 ? full.message_binary : 512};
  limit_depth = limited((uint32_t)v[2], 1, MAXIMUM_DEPTH);
  limit_width = limited((uint32_t)v[3], 1, 16383);
  lean_width = limit_width < 32 ? limit_width : 32;
  maximum_bytes = v[6];
  burst_bytes = (int64_t)limited((uint32_t)v[7], 1 << 20, 1u << 31);
  bytes_per_second = (int64_t)limited((uint32_t)v[8], 1 << 16, 1u << 31);
  return atom_ok;
}

/* native_secrets([Binary]) -> ok: lower case, at most 63 bytes each, 64 of them */
static ERL_NIF_TERM native_secrets(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ERL_NIF_TERM head, rest = argv[0];
  ErlNifBinary b;
  (void)argc;
  secret_name_count = 0;
  while (enif_get_list_cell(env, rest, &head, &rest)) {
    if (!enif_inspect_binary(env, head, &b) || !b.size || b.size > 63 || secret_name_count == SECRET_NAMES) return enif_make_badarg(env);
    memcpy(secret_names[secret_name_count], b.data, b.size);
    secret_names[secret_name_count++][b.size] = 0;
  }
  secret_generation++;
  return atom_ok;
}

/* native_secret_site(Site, Bits) -> ok: the values of the site that are never written */
static ERL_NIF_TERM native_secret_site(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  unsigned site, bits;
  (void)argc;
  if (!enif_get_uint(env, argv[0], &site) || !enif_get_uint(env, argv[1], &bits)) return enif_make_badarg(env);
  if (site >= MAXIMUM_SITES) return atom_false;
  if (!secret_sites) {
    void *memory = mmap(0, MAXIMUM_SITES * sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return atom_false;
    secret_sites = memory;
  }
  secret_sites[site] = bits;
  return atom_ok;
}

/* native_quiet([Pid | Name]) -> whether there was room for all of them */
static ERL_NIF_TERM native_quiet(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ERL_NIF_TERM head, rest = argv[0];
  (void)argc;
  memset(quiet_terms, 0, sizeof quiet_terms);
  for (int n = 0; n < QUIET_SLOTS / 2 && enif_get_list_cell(env, rest, &head, &rest); n++) {
    uint32_t i = quiet_slot(head);
    while (quiet_terms[i] && quiet_terms[i] != head) i = (i + 1) & (QUIET_SLOTS - 1);
    quiet_terms[i] = head;
  }
  return enif_is_empty_list(env, rest) ? atom_true : atom_false;
}

/* native_share(off | on | audit) -> whether terms are shared now */
static ERL_NIF_TERM native_share(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  char how[16] = "";
  (void)argc;
  enif_get_atom(env, argv[0], how, sizeof how, ERL_NIF_LATIN1);
  auditing = !strcmp(how, "audit");
  if (auditing) audit_hits = audit_bad = 0;
  sharing = fast_tags && (auditing || !strcmp(how, "on"));
  return sharing ? atom_true : atom_false;
}

/* native_skipped(Json) -> ok: one JSON object for the end chunk */
static ERL_NIF_TERM native_skipped(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  ErlNifBinary b;
  (void)argc;
  if (!enif_inspect_iolist_as_binary(env, argv[0], &b)) return enif_make_badarg(env);
  pthread_mutex_lock(&file_mutex);
  if (!skipped) skipped = malloc(SKIPPED_BYTES);
  int fits = skipped && skipped_length + b.size + 1 < SKIPPED_BYTES;
  if (fits) {
    if (skipped_length) skipped[skipped_length++] = ',';
    memcpy(skipped + skipped_length, b.data, b.size);
    skipped_length += b.size;
  }
  pthread_mutex_unlock(&file_mutex);
  return fits ? atom_ok : atom_false;
}

/* native_status() -> {On, Events, Dropped, BytesInFile, Sharing, AuditedTerms, AuditFailures} */
static ERL_NIF_TERM native_status(ErlNifEnv *env, int argc, const ERL_NIF_TERM argv[]) {
  uint64_t events, dropped;
  (void)argc, (void)argv;
  totals(&events, &dropped);
  return enif_make_tuple7(env, off() ? atom_false : atom_true, enif_make_uint64(env, events), enif_make_uint64(env, dropped),
                          enif_make_uint64(env, written), sharing ? atom_true : atom_false, enif_make_uint64(env, audit_hits),
                          enif_make_uint64(env, audit_bad));
}
