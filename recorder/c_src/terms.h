/* Terms: how a value becomes bytes (docs/trace-format.md, "Terms (kind 2)").
 *
 * Bounded in every direction: bytes (the budget of the value), depth (which also bounds the C stack), width, bytes of a
 * binary.  What is left out is marked with how much is missing.
 *
 * Sharing: BEAM terms do not change, and do not move between two collections of their process, so (process, number of
 * its collections, pointer) names a term and a known term costs two bytes.  The number is kept by the tracer
 * callback of garbage collections (events.h); where a process is not traced by us there is no sharing.  A term that was
 * cut is referred to again only where it would have been cut at least as much. */

enum { TERM_INTEGER = 0x40, TERM_EXTERNAL = 0x41, TERM_FLOAT = 0x42, TERM_ATOM = 0x43, TERM_BINARY = 0x44, TERM_PID = 0x46,
       TERM_OPAQUE = 0x48, TERM_LIST = 0x4A, TERM_BYTES = 0x4B, TERM_TUPLE = 0x4C, TERM_MAP = 0x4D, TERM_NIL = 0x4E,
       TERM_LEFT_OUT = 0x4F, TERM_NEW_ATOM = 0x50, TERM_REFERENCE = 0x51, TERM_NEW_PID = 0x53, TERM_SAME = 0x54,
       TERM_TAIL = 0x55, TERM_WINDOW = 0x56, TERM_SMALL_TUPLE = 0x60 };
enum { LEFT_OUT_CUT = 0, LEFT_OUT_REDACTED = 5 };
enum { LIST_PROPER = 0, LIST_TAIL = 1, LIST_CUT = 2 };

#define COUNTED_CELLS 8192 /* cells that are walked to say how many of a list are missing: about 10 microseconds at most */
#define SHARED_CELLS 32    /* leading cells of a list that are known by their address */
#define MAXIMUM_DEPTH 100

typedef struct { uint32_t value, message, binary, message_binary; } Budget;
static Budget budgets[2] = {{4096, 65536, 1024, 8192}, {512, 2048, 256, 512}}; /* full detail; under load */
static uint32_t limit_depth = 32, limit_width = 1000, lean_width = 32;

static int sharing, auditing;
static _Atomic uint64_t audit_hits, audit_bad;
#define COLLECTION_TABLE 8192
static _Atomic uint32_t collection_counts[COLLECTION_TABLE]; /* of the processes whose pids fall on the slot */
static _Atomic uint32_t code_changes; /* literal memory may be used again after code was loaded or purged */
static inline uint32_t collection_slot(ERL_NIF_TERM pid) { return (uint32_t)((pid >> 4) ^ (pid >> 35)) & (COLLECTION_TABLE - 1); }

static uint8_t reference_prefix[300];
static size_t reference_prefix_length;

static inline void put_varint(Thread *t, uint64_t v) {
  uint8_t *p = t->p;
  while (v > 127) *p++ = (uint8_t)v | 128, v >>= 7;
  *p++ = (uint8_t)v;
  t->p = p;
}
static inline void put_byte(Thread *t, uint8_t b) { *t->p++ = b; }
static inline void put_bytes(Thread *t, const void *bytes, size_t n) {
  memcpy(t->p, bytes, n);
  t->p += n;
}
static inline void left_out(Thread *t, uint8_t what) { *t->p++ = TERM_LEFT_OUT, *t->p++ = what; }
static inline void cut(Thread *t) { left_out(t, LEFT_OUT_CUT), t->cuts++; }

/* ---- sharing */
static inline ShareCell *share_cell(Thread *t, ERL_NIF_TERM x) { return &t->shared[((x >> 3) ^ (x >> 15)) & (SHARE_CACHE - 1)]; }
static inline uint32_t room_left(const Thread *t) { return t->limit > t->p ? (uint32_t)(t->limit - t->p) : 0; }
static inline int known(Thread *t, const ShareCell *c, ERL_NIF_TERM x, int depth) {
  return c->term == x && c->epoch == t->epoch && c->collections == t->collections && c->process == t->process &&
         c->room >= room_left(t) && c->depth >= (uint32_t)depth;
}
static int same(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  ShareCell *c = share_cell(t, x);
  (void)env;
  if (!known(t, c, x, depth)) return 0;
  if (auditing) {
    audit_hits++;
    if (c->audit != enif_hash(ERL_NIF_INTERNAL_HASH, x, 7)) {
      audit_bad++;
      return 0;
    }
  }
  put_byte(t, c->offset ? TERM_TAIL : TERM_SAME);
  put_varint(t, t->containers - c->number);
  if (c->offset) put_varint(t, c->offset);
  return 1;
}
typedef struct { uint32_t cuts, depth_cuts, room; int depth; } Before;
static inline Before before(const Thread *t, int depth) { return (Before){t->cuts, t->depth_cuts, room_left(t), depth}; }
static inline void remember(Thread *t, ERL_NIF_TERM x, uint32_t number, uint32_t offset, Before b) {
  ShareCell *c = share_cell(t, x);
  c->term = x, c->process = t->process, c->epoch = t->epoch, c->collections = t->collections;
  c->number = number, c->offset = offset;
  c->room = t->cuts == b.cuts ? UINT32_MAX : b.room;
  c->depth = t->depth_cuts == b.depth_cuts ? UINT32_MAX : (uint32_t)b.depth;
  if (auditing) c->audit = enif_hash(ERL_NIF_INTERNAL_HASH, x, 7);
}

/* ---- the kinds of terms */
COLD static void put_atom(ErlNifEnv *env, Thread *t, ERL_NIF_TERM atom) {
  NumberCell *c = &t->atoms[(atom >> 6) & (ATOM_CACHE - 1)];
  if (c->atom == atom && c->epoch == t->epoch) {
    if (c->number < 128) put_byte(t, 0x80 | (uint8_t)c->number);
    else put_byte(t, TERM_ATOM), put_varint(t, c->number);
    return;
  }
  char name[1024];
  uint8_t text[1024];
  size_t n = 0;
  int r = enif_get_atom(env, atom, name, sizeof name, ERL_NIF_LATIN1);
  if (r > 0) {
    for (int i = 0; i < r - 1; i++) {
      uint8_t ch = (uint8_t)name[i];
      if (ch < 128) text[n++] = ch;
      else text[n++] = 0xC0 | ch >> 6, text[n++] = 0x80 | (ch & 63);
    }
  } else { /* beyond latin1: the external form has the UTF-8 (131, 118, length16 or 119, length8) */
    ErlNifBinary b;
    if (!enif_term_to_binary(env, atom, &b)) { cut(t); return; }
    size_t skip = b.data[1] == 119 ? 3 : 4;
    if (b.size >= skip && b.size - skip <= sizeof text) memcpy(text, b.data + skip, n = b.size - skip);
    enif_release_binary(&b);
  }
  c->atom = atom, c->epoch = t->epoch, c->number = t->next_atom++;
  put_byte(t, TERM_NEW_ATOM), put_varint(t, n), put_bytes(t, text, n);
}

/* Any term in external format, when it is not larger than the room of the value. */
COLD static void put_external(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x) {
  ErlNifBinary b;
  if (!enif_term_to_binary(env, x, &b)) { cut(t); return; }
  if (b.size > room_left(t) + 1024) cut(t);
  else put_byte(t, TERM_EXTERNAL), put_varint(t, b.size - 1), put_bytes(t, b.data + 1, b.size - 1);
  enif_release_binary(&b);
}

COLD static void put_pid(ErlNifEnv *env, Thread *t, ERL_NIF_TERM pid) {
  NumberCell *c = &t->pids[(pid * 0x9E3779B97F4A7C15u) >> 55 & (PID_CACHE - 1)];
  if (c->atom == pid && c->epoch == t->epoch) {
    put_byte(t, TERM_PID), put_varint(t, c->number);
    return;
  }
  char text[64]; /* <0.Id.Serial> */
  char *end = text;
  unsigned long id = 0, serial = 0;
  enif_snprintf(text, sizeof text, "%T", pid);
  if (!strncmp(text, "<0.", 3)) id = strtoul(text + 3, &end, 10);
  if (*end == '.') serial = strtoul(end + 1, &end, 10);
  if (*end != '>') { put_external(env, t, pid); return; }
  c->atom = pid, c->epoch = t->epoch, c->number = t->next_pid++;
  put_byte(t, TERM_NEW_PID), put_varint(t, id), put_varint(t, serial);
}

COLD static void put_reference(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x) {
  ErlNifBinary b;
  if (!enif_term_to_binary(env, x, &b)) { cut(t); return; }
  size_t prefix = reference_prefix_length, n = b.size - prefix;
  /* byte 3 is the count of numbers: it is told by the length */
  if (prefix && b.size > prefix && n <= 20 && b.data[1] == 90 && !memcmp(b.data + 4, reference_prefix + 3, prefix - 4))
    put_byte(t, TERM_REFERENCE), put_byte(t, (uint8_t)n), put_bytes(t, b.data + prefix, n);
  else put_byte(t, TERM_EXTERNAL), put_varint(t, b.size - 1), put_bytes(t, b.data + 1, b.size - 1);
  enif_release_binary(&b);
}

COLD static void put_fun(Thread *t, ERL_NIF_TERM x) {
  char text[1100];
  int n = enif_snprintf(text, sizeof text, "%T", x);
  if (n >= (int)sizeof text) n = sizeof text - 1;
  if (n < 0) n = 0;
  put_byte(t, TERM_OPAQUE), put_varint(t, (uint64_t)n), put_bytes(t, text, (size_t)n);
}

static inline void put_integer(Thread *t, int64_t i) {
  if (i >= 0 && i < 64) put_byte(t, (uint8_t)i);
  else put_byte(t, TERM_INTEGER), put_varint(t, ((uint64_t)i << 1) ^ (uint64_t)(i >> 63));
}

static void put_binary(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  ErlNifBinary b;
  if (!enif_inspect_binary(env, x, &b)) { put_external(env, t, x); return; }
  Before start = before(t, depth);
  size_t n = b.size, room = room_left(t);
  if (n > t->binary_limit) n = t->binary_limit;
  if (n > room) n = room;
  if (n < b.size) t->cuts++;
  uint32_t number = t->containers++;
  const uint8_t *window = t->window, *window_end = window + t->window_length;
  if (t->share && n >= 16 && t->window_length && t->window_process == t->process && t->window_collections == t->collections &&
      b.data >= window && b.data <= window_end) {
    uint32_t offset = (uint32_t)(b.data - window);
    uint32_t more = offset + n > t->window_length ? offset + (uint32_t)n - t->window_length : 0;
    put_byte(t, TERM_WINDOW), put_varint(t, b.size), put_varint(t, n), put_varint(t, offset), put_varint(t, more);
    put_bytes(t, window_end, more);
    t->window_length += more;
  } else {
    put_byte(t, TERM_BINARY), put_varint(t, b.size), put_varint(t, n), put_bytes(t, b.data, n);
    if (n >= 16) t->window = b.data, t->window_length = (uint32_t)n, t->window_process = t->process, t->window_collections = t->collections;
  }
  if (t->share && n > 4) remember(t, x, number, 0, start);
}

static void put_term(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth);

/* A count that is known only afterwards: a varint of two bytes, which holds up to 16383. */
static inline uint8_t *reserve_count(Thread *t) { uint8_t *at = t->p; t->p += 2; return at; }
static inline void fill_varint2(uint8_t *at, uint32_t n) { at[0] = (uint8_t)(n & 127) | 128, at[1] = (uint8_t)(n >> 7); }
static inline void fill_u16(uint8_t *at, uint32_t n) { at[0] = (uint8_t)n, at[1] = (uint8_t)(n >> 8); }
static inline uint32_t width_of(const Thread *t) { return t->lean ? lean_width : limit_width; }

static void put_tuple(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  int size;
  const ERL_NIF_TERM *e;
  Before start = before(t, depth);
  if (!enif_get_tuple(env, x, &size, &e)) { cut(t); return; }
  uint32_t number = t->containers++;
  if (size < 16 && (depth > 0 || !size)) {
    put_byte(t, TERM_SMALL_TUPLE | (uint8_t)size);
    if (size == 2 && secret_key(env, t, e[0])) {
      put_term(env, t, e[0], depth - 1);
      left_out(t, LEFT_OUT_REDACTED);
    } else for (int i = 0; i < size; i++) put_term(env, t, e[i], depth - 1);
  } else {
    uint32_t width = width_of(t), n = 0;
    put_byte(t, TERM_TUPLE), put_varint(t, (uint64_t)size);
    uint8_t *count = reserve_count(t);
    if (depth > 0) while (n < (uint32_t)size && n < width && t->p < t->limit) put_term(env, t, e[n++], depth - 1);
    else t->depth_cuts++;
    if (n < (uint32_t)size && n < width && depth > 0) t->cuts++;
    fill_varint2(count, n);
  }
  if (t->share && size > 1) remember(t, x, number, 0, start);
}

/* The leading cells of a list: a program that walks it will show each of them. */
static inline void remember_cells(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, uint32_t number, uint32_t n, Before start) {
  ERL_NIF_TERM head;
  for (uint32_t i = 0; i < n && i < SHARED_CELLS; i++) {
    remember(t, x, number, i, start);
    if (!enif_get_list_cell(env, x, &head, &x)) break;
  }
}

/* Text as a list of bytes. 1: written; 0: it is not one. */
COLD static int put_byte_list(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, Before start) {
  ERL_NIF_TERM head, rest = x;
  int i, c;
  for (i = 0; i < 32 && enif_get_list_cell(env, rest, &head, &rest); i++)
    if (!enif_get_int(env, head, &c) || !(c == 9 || c == 10 || c == 13 || (c >= 32 && c < 127) || (c >= 160 && c < 256))) return 0;
  if (i < 32 && !enif_is_empty_list(env, rest)) return 0;
  uint8_t *mark = t->p;
  uint32_t n = 0, number = t->containers;
  put_byte(t, TERM_BYTES);
  uint8_t *count = reserve_count(t);
  for (rest = x; n < t->binary_limit && n < 65535 && t->p < t->limit; n++) {
    ERL_NIF_TERM cell = rest;
    if (!enif_get_list_cell(env, cell, &head, &rest)) { rest = cell; break; }
    if (!enif_get_int(env, head, &c) || c < 0 || c > 255) { t->p = mark; return 0; }
    put_byte(t, (uint8_t)c);
  }
  if (enif_is_empty_list(env, rest)) put_byte(t, LIST_PROPER);
  else {
    uint32_t more = 0;
    while (more < COUNTED_CELLS && enif_get_list_cell(env, rest, &head, &rest)) more++;
    if (more < COUNTED_CELLS && !enif_is_empty_list(env, rest)) { t->p = mark; return 0; }
    put_byte(t, LIST_CUT), put_varint(t, more < COUNTED_CELLS ? more : 0);
    t->cuts++;
  }
  t->containers++;
  fill_u16(count, n);
  if (t->share) remember_cells(env, t, x, number, n, start);
  return 1;
}

static void put_list(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  ERL_NIF_TERM head, rest = x;
  if (enif_is_empty_list(env, x)) { put_byte(t, TERM_NIL); return; }
  if (t->share && same(env, t, x, depth)) return;
  Before start = before(t, depth);
  if (depth > 0 && put_byte_list(env, t, x, start)) return;
  uint32_t number = t->containers++, n = 0, width = width_of(t);
  put_byte(t, TERM_LIST);
  uint8_t *count = reserve_count(t);
  int end = LIST_PROPER;
  if (depth <= 0) end = LIST_CUT, t->depth_cuts++;
  else for (;;) {
    if (n && t->share && known(t, share_cell(t, rest), rest, depth)) { end = LIST_TAIL; break; } /* a known list follows */
    ERL_NIF_TERM cell = rest;
    if (!enif_get_list_cell(env, cell, &head, &rest)) {
      rest = cell;
      if (!enif_is_empty_list(env, cell)) end = LIST_TAIL;
      break;
    }
    if (n >= width || n >= 65535 || t->p >= t->limit) {
      rest = cell, end = LIST_CUT;
      if (n < width) t->cuts++;
      break;
    }
    put_term(env, t, head, depth - 1);
    n++;
  }
  fill_u16(count, n);
  put_byte(t, (uint8_t)end);
  if (end == LIST_TAIL) put_term(env, t, rest, depth - 1);
  else if (end == LIST_CUT) {
    uint32_t more = 0;
    while (more < COUNTED_CELLS && enif_get_list_cell(env, rest, &head, &rest)) more++;
    put_varint(t, more < COUNTED_CELLS ? more : 0);
  }
  if (t->share) remember_cells(env, t, x, number, n, start);
}

static void put_map(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  size_t size = 0;
  ErlNifMapIterator iterator;
  ERL_NIF_TERM key, value;
  Before start = before(t, depth);
  enif_get_map_size(env, x, &size);
  uint32_t number = t->containers++, n = 0, width = width_of(t);
  put_byte(t, TERM_MAP), put_varint(t, size);
  uint8_t *count = reserve_count(t);
  if (depth <= 0) t->depth_cuts += size > 0;
  else if (size && enif_map_iterator_create(env, x, &iterator, ERL_NIF_MAP_ITERATOR_FIRST)) {
    while (n < width && n < 65535 && t->p < t->limit && enif_map_iterator_get_pair(env, &iterator, &key, &value)) {
      put_term(env, t, key, depth - 1);
      if (secret_key(env, t, key)) left_out(t, LEFT_OUT_REDACTED);
      else put_term(env, t, value, depth - 1);
      n++;
      enif_map_iterator_next(env, &iterator);
    }
    enif_map_iterator_destroy(env, &iterator);
    if (n < size && n < width) t->cuts++;
  }
  fill_u16(count, n);
  if (t->share) remember(t, x, number, 0, start);
}

static void put_term(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int depth) {
  if (t->p >= t->limit) { cut(t); return; }
  if (fast_tags) {
    if ((x & 15) == 15) { put_integer(t, (int64_t)x >> 4); return; }
    if ((x & 63) == 11) { put_atom(env, t, x); return; }
    if ((x & 3) == 1) { put_list(env, t, x, depth); return; }
  }
  if (t->share && (x & 3) == 2 && same(env, t, x, depth)) return;
  switch (enif_term_type(env, x)) {
  case ERL_NIF_TERM_TYPE_ATOM: put_atom(env, t, x); return;
  case ERL_NIF_TERM_TYPE_INTEGER: {
    ErlNifSInt64 i;
    if (enif_get_int64(env, x, &i)) put_integer(t, i);
    else put_external(env, t, x);
    return;
  }
  case ERL_NIF_TERM_TYPE_FLOAT: {
    double d = 0;
    enif_get_double(env, x, &d);
    put_byte(t, TERM_FLOAT), put_bytes(t, &d, 8);
    return;
  }
  case ERL_NIF_TERM_TYPE_PID: {
    ErlNifPid pid;
    if (enif_get_local_pid(env, x, &pid)) put_pid(env, t, x);
    else put_external(env, t, x);
    return;
  }
  case ERL_NIF_TERM_TYPE_REFERENCE: put_reference(env, t, x); return;
  case ERL_NIF_TERM_TYPE_PORT: put_external(env, t, x); return;
  case ERL_NIF_TERM_TYPE_FUN: put_fun(t, x); return;
  case ERL_NIF_TERM_TYPE_BITSTRING: put_binary(env, t, x, depth); return;
  case ERL_NIF_TERM_TYPE_TUPLE: put_tuple(env, t, x, depth); return;
  case ERL_NIF_TERM_TYPE_LIST: put_list(env, t, x, depth); return;
  case ERL_NIF_TERM_TYPE_MAP: put_map(env, t, x, depth); return;
  default: cut(t);
  }
}

/* ---- whole values, each with its own budget */
static inline void budget(Thread *t, uint32_t bytes, uint32_t binary) {
  t->limit = t->p + bytes < t->hard_end ? t->p + bytes : t->hard_end;
  t->binary_limit = binary;
}
static inline void put_value(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x) {
  const Budget *b = &budgets[t->lean];
  budget(t, b->value, b->binary);
  put_term(env, t, x, (int)limit_depth);
}
static inline void put_message(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x) {
  const Budget *b = &budgets[t->lean];
  budget(t, b->message, b->message_binary);
  put_term(env, t, x, (int)limit_depth);
}
/* Terms that the VM builds for a tracer ({M,F,Args}, results of match specifications) lie in temporary memory: their
 * outer levels must not be remembered by address; what they contain is the process's own. */
static void put_temporary(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int levels, int depth) {
  int size;
  const ERL_NIF_TERM *e;
  ERL_NIF_TERM head, rest = x;
  if (levels > 0 && enif_get_tuple(env, x, &size, &e) && size < 16) {
    t->containers++;
    put_byte(t, TERM_SMALL_TUPLE | (uint8_t)size);
    for (int i = 0; i < size; i++) put_temporary(env, t, e[i], levels - 1, depth - 1);
  } else if (levels > 0 && enif_get_list_cell(env, x, &head, &rest)) {
    uint32_t n = 0;
    t->containers++;
    put_byte(t, TERM_LIST);
    uint8_t *count = reserve_count(t);
    for (rest = x; n < 255 && t->p < t->limit && enif_get_list_cell(env, rest, &head, &rest); n++) put_term(env, t, head, depth - 1);
    fill_u16(count, n);
    if (enif_is_empty_list(env, rest)) put_byte(t, LIST_PROPER);
    else put_byte(t, LIST_CUT), put_varint(t, 0);
  } else put_term(env, t, x, depth);
}
static inline void put_temporary_message(ErlNifEnv *env, Thread *t, ERL_NIF_TERM x, int levels) {
  const Budget *b = &budgets[t->lean];
  budget(t, b->message, b->message_binary);
  put_temporary(env, t, x, levels, (int)limit_depth);
}
