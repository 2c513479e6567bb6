/* What is recognised in a term before it is written: the kinds of immediate terms, and keys whose values are secret. */

/* Kept out of line: their buffers must not grow the frames of the recursion. */
#define COLD __attribute__((noinline))

/* ---- immediate terms are recognised by their tag bits instead of API calls, but only when a self test at load time has
 * proved that the tags are what they have been in every 64-bit OTP to date. */
static int fast_tags;
static void test_tags(ErlNifEnv *env) {
  static const int64_t integers[] = {0, 1, -1, 63, 64, 1000000007, -123456789012345, 1ll << 58, -(1ll << 58)};
  static const char *atoms[] = {"ok", "error", "cinema_test_of_tags", "", "true"};
  int ok = sizeof(ERL_NIF_TERM) == 8;
  for (unsigned i = 0; ok && i < sizeof integers / sizeof *integers; i++) {
    ERL_NIF_TERM x = enif_make_int64(env, integers[i]);
    ok &= (x & 15) == 15 && ((int64_t)x >> 4) == integers[i];
  }
  for (unsigned i = 0; i < sizeof atoms / sizeof *atoms; i++) ok &= (enif_make_atom(env, atoms[i]) & 63) == 11;
  ERL_NIF_TERM ok_atom = enif_make_atom(env, "ok");
  ok &= (enif_make_list1(env, ok_atom) & 3) == 1 && (enif_make_tuple1(env, ok_atom) & 3) == 2 && (enif_make_list(env, 0) & 63) == 59;
  ERL_NIF_TERM boxed[] = {enif_make_uint64(env, 1ull << 63), enif_make_double(env, 1.5), enif_make_ref(env), enif_make_new_map(env)};
  for (int i = 0; i < 4; i++) ok &= (boxed[i] & 3) == 2;
  fast_tags = ok;
}
static inline int is_atom(ErlNifEnv *env, ERL_NIF_TERM x) { return fast_tags ? (x & 63) == 11 : enif_is_atom(env, x); }

/* ---- secrets: names whose values are never written */
#define SECRET_NAMES 64
static char secret_names[SECRET_NAMES][64];
static int secret_name_count;
static uint32_t secret_generation = 1;

COLD static int secret_text(const uint8_t *text, size_t n) {
  char lower[256];
  if (n > sizeof lower - 1) return 0;
  for (size_t i = 0; i < n; i++) lower[i] = (char)(text[i] == '-' ? '_' : text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i] ? text[i] : 1);
  lower[n] = 0;
  for (int i = 0; i < secret_name_count; i++) if (strstr(lower, secret_names[i])) return 1;
  return 0;
}
/* Names of an atom are looked up once a thread: a table by atom. */
COLD static void secret_learn(ErlNifEnv *env, SecretCell *c, ERL_NIF_TERM atom) {
  char name[1024];
  int n = enif_get_atom(env, atom, name, sizeof name, ERL_NIF_LATIN1);
  c->key = atom, c->generation = secret_generation;
  c->secret = n > 1 && secret_text((uint8_t *)name, (size_t)n - 1);
}
static inline int secret_atom(ErlNifEnv *env, Thread *t, ERL_NIF_TERM atom) {
  SecretCell *c = &t->secrets[(atom >> 6) & (SECRET_CACHE - 1)];
  if (c->key != atom || c->generation != secret_generation) secret_learn(env, c, atom);
  return (int)c->secret;
}
COLD static int secret_charlist(ErlNifEnv *env, ERL_NIF_TERM list) {
  uint8_t text[64];
  size_t n = 0;
  int c;
  ERL_NIF_TERM head;
  while (n < sizeof text && enif_get_list_cell(env, list, &head, &list)) {
    if (!enif_get_int(env, head, &c) || c < 32 || c > 126) return 0;
    text[n++] = (uint8_t)c;
  }
  return n > 3 && n < sizeof text && secret_text(text, n);
}

static int secret_key(ErlNifEnv *env, Thread *t, ERL_NIF_TERM key) {
  if (!secret_name_count) return 0;
  if (is_atom(env, key)) return secret_atom(env, t, key);
  ErlNifBinary b;
  if (fast_tags && (key & 3) == 3) return 0;
  if (enif_is_list(env, key)) return secret_charlist(env, key);
  return enif_is_binary(env, key) && enif_inspect_binary(env, key, &b) && b.size > 2 && b.size < 64 && secret_text(b.data, b.size);
}
