/* Chunks: where events go.
 *
 * Every thread that produces an event owns one slot of the live pool at a time and writes into it without a
 * lock.  The pool is shared memory, so what was written survives kill -9 of the process.  A slot's state goes
 * 0 free -> 1 open (compare-and-swap, its owner's) -> 2 sealed -> 0 (by the helper thread, once it is in the
 * file).  The helper looks every few milliseconds: producers never signal, never wait, never make a system
 * call.  When no slot is free the record is dropped and counted in the thread's next chunk. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { KIND_MANIFEST = 1, KIND_EVENTS = 2, KIND_MODULE = 4, KIND_SOURCE = 5, KIND_END = 6 };
enum { SLOT_FREE = 0, SLOT_OPEN = 1, SLOT_SEALED = 2 };

#define CHUNK_MAGIC 0x4B4E4843u
#define SLOT_BYTES (256u * 1024u)
#define SLOTS 64u
#define SLOT_MARGIN 12288u /* what one value may write past its limit before it notices */
#define RECORD_ROOM 16384u /* a record does not begin in a chunk with less room than this */

typedef struct {
  uint32_t magic;
  uint8_t kind, codec;
  uint16_t part;
  _Atomic uint32_t stored; /* in the pool: bytes committed so far */
  uint32_t raw, crc;
  _Atomic uint32_t state;
  uint32_t thread, sequence;
  uint64_t tick, last_tick, monotonic;
  uint32_t records, dropped;
} ChunkHeader;
_Static_assert(sizeof(ChunkHeader) == 64, "the chunk header of the format has 64 bytes");

#define ATOM_CACHE 2048
#define PID_CACHE 512
#define SHARE_CACHE 4096
#define SECRET_CACHE 512

typedef struct { ERL_NIF_TERM atom; uint32_t epoch, number; } NumberCell;
typedef struct { ERL_NIF_TERM key; uint32_t generation, secret; } SecretCell;

/* Names a term of a process between two of its collections; see terms.h. */
typedef struct {
  ERL_NIF_TERM term, process;
  uint32_t epoch, collections, number, offset, room, depth;
  uint64_t audit;
} ShareCell;

typedef struct Thread {
  uint8_t *p, *hard_end, *end, *base, *limit, *record;
  ChunkHeader *chunk;
  uint64_t last;
  ERL_NIF_TERM process;
  uint32_t epoch, next_atom, next_pid, id, dropped, generation;
  uint64_t events, lost, tries;
  uint32_t containers, collections, cuts, depth_cuts, binary_limit;
  int share, quiet, lean;
  int64_t allowance; /* bytes this thread may write before detail is reduced */
  uint64_t allowance_at;
  const uint8_t *window;
  uint32_t window_length, window_collections;
  ERL_NIF_TERM window_process;
  struct Thread *next;
  NumberCell atoms[ATOM_CACHE], pids[PID_CACHE];
  SecretCell secrets[SECRET_CACHE];
  ShareCell shared[SHARE_CACHE];
} Thread;

static __thread Thread *own_thread;
static pthread_mutex_t threads_mutex = PTHREAD_MUTEX_INITIALIZER; /* the list of threads */
static pthread_mutex_t file_mutex = PTHREAD_MUTEX_INITIALIZER;    /* the file and draining the pool */
static Thread *threads;
static uint32_t thread_count;

static _Atomic int recording;         /* events are taken */
static _Atomic uint32_t generation;   /* of the recording: a thread's chunk of an older one is forgotten */
static _Atomic uint32_t sequence, next_slot;
static _Atomic uint64_t failed_chunks; /* could not be written: disk full */
static uint8_t *pool, *old_pool;
static int file = -1;
static char live_link[4352], live_file[4352];
static uint64_t written, maximum_bytes;
static int64_t burst_bytes = 16 << 20, bytes_per_second = 8 << 20;
static uint64_t ticks_per_second = 1000000000u;
static pthread_t helper_thread;
static _Atomic int helper_runs;

static uint32_t crc_table[8][256];
static void crc_prepare(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t v = i;
    for (int k = 0; k < 8; k++) v = v & 1 ? 0xEDB88320u ^ (v >> 1) : v >> 1;
    crc_table[0][i] = v;
  }
  for (int t = 1; t < 8; t++)
    for (uint32_t i = 0; i < 256; i++)
      crc_table[t][i] = crc_table[0][crc_table[t - 1][i] & 255] ^ (crc_table[t - 1][i] >> 8);
}
/* CRC-32 of zlib, eight bytes a step: about 1.5 GB/s, so that the helper keeps up with every scheduler. */
static uint32_t crc32_of(const uint8_t *p, size_t n) {
  uint32_t c = ~0u;
  for (; n >= 8; p += 8, n -= 8) {
    uint32_t a, b;
    memcpy(&a, p, 4), memcpy(&b, p + 4, 4);
    a ^= c;
    c = crc_table[7][a & 255] ^ crc_table[6][a >> 8 & 255] ^ crc_table[5][a >> 16 & 255] ^ crc_table[4][a >> 24] ^
        crc_table[3][b & 255] ^ crc_table[2][b >> 8 & 255] ^ crc_table[1][b >> 16 & 255] ^ crc_table[0][b >> 24];
  }
  while (n--) c = crc_table[0][(c ^ *p++) & 255] ^ (c >> 8);
  return ~c;
}

static int write_all(const void *bytes, size_t n) {
  const uint8_t *p = bytes;
  while (n) {
    ssize_t w = write(file, p, n);
    if (w < 0 && errno == EINTR) continue;
    if (w <= 0) return 0;
    p += w, n -= (size_t)w;
  }
  return 1;
}

/* Appends one whole chunk; a write that fails half way is taken back, so that the file stays a row of whole
 * chunks.  With file_mutex held. */
static int append_chunk(const ChunkHeader *source, const uint8_t *payload, uint32_t length) {
  ChunkHeader header;
  memcpy(&header, source, sizeof header);
  header.stored = header.raw = length;
  header.crc = crc32_of(payload, length);
  header.state = SLOT_SEALED;
  if (file < 0) return 0;
  if (header.kind == KIND_EVENTS && maximum_bytes && written + length > maximum_bytes) return 0;
  off_t before = lseek(file, 0, SEEK_CUR);
  if (write_all(&header, sizeof header) && write_all(payload, length)) {
    written += sizeof header + length;
    return 1;
  }
  if (ftruncate(file, before) == 0) lseek(file, before, SEEK_SET);
  return 0;
}

static ChunkHeader *slot_at(uint32_t i) { return (ChunkHeader *)(pool + (size_t)i * SLOT_BYTES); }

/* Puts the sealed slots into the file, oldest first.  With file_mutex held. */
static int drain(void) {
  int moved = 0;
  for (;;) {
    ChunkHeader *best = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
      ChunkHeader *h = slot_at(i);
      if (atomic_load_explicit(&h->state, memory_order_acquire) == SLOT_SEALED && (!best || h->sequence < best->sequence))
        best = h;
    }
    if (!best) return moved;
    if (best->stored && !append_chunk(best, (uint8_t *)(best + 1), best->stored)) failed_chunks++;
    best->magic = 0;
    atomic_store_explicit(&best->state, SLOT_FREE, memory_order_release); /* only now may a reader of the pool ignore it */
    moved = 1;
  }
}

static void *helper(void *unused) {
  long pause = 1000000;
  (void)unused;
  while (atomic_load(&helper_runs)) {
    pthread_mutex_lock(&file_mutex);
    int moved = pool ? drain() : 0;
    pthread_mutex_unlock(&file_mutex);
    pause = moved ? 1000000 : pause < 16000000 ? pause * 2 : pause;
    sleep_nanoseconds(pause);
  }
  return 0;
}

static void seal(Thread *t) {
  if (t->chunk) atomic_store_explicit(&t->chunk->state, SLOT_SEALED, memory_order_release);
  t->chunk = 0;
}

/* Detail under load: a thread may write burst_bytes at once and bytes_per_second in the long run; beyond that the
 * limits of large values shrink until it is below again.  Decided once a chunk. */
static void account(Thread *t) {
  uint64_t now = ticks();
  if (!t->allowance_at) t->allowance = burst_bytes;
  else {
    double seconds = (double)(now - t->allowance_at) / (double)ticks_per_second;
    double gain = seconds * (double)bytes_per_second;
    t->allowance += gain > (double)burst_bytes ? burst_bytes : (int64_t)gain;
    t->allowance -= (int64_t)(t->p - t->base);
    if (t->allowance > burst_bytes) t->allowance = burst_bytes;
    if (t->allowance < -burst_bytes) t->allowance = -burst_bytes;
  }
  t->allowance_at = now;
  t->lean = t->allowance < 0;
}

static int new_chunk(Thread *t) {
  uint32_t now = atomic_load(&generation);
  if (t->generation == now) {
    if (t->chunk) account(t);
    seal(t);
  } else {
    t->chunk = 0;
    t->allowance_at = 0;
    t->p = t->base = 0;
    account(t);
  }
  t->generation = now;
  ChunkHeader *h = 0;
  uint32_t start = atomic_fetch_add_explicit(&next_slot, 1, memory_order_relaxed);
  for (uint32_t k = 0; k < SLOTS && !h; k++) {
    ChunkHeader *candidate = slot_at((start + k) % SLOTS);
    uint32_t free = SLOT_FREE;
    if (atomic_load_explicit(&candidate->state, memory_order_relaxed) == SLOT_FREE &&
        atomic_compare_exchange_strong(&candidate->state, &free, SLOT_OPEN))
      h = candidate;
  }
  if (!h) {
    t->dropped++, t->lost++;
    return 0;
  }
  atomic_store(&h->stored, 0);
  h->kind = KIND_EVENTS, h->codec = 0, h->part = 0, h->raw = h->crc = 0;
  h->thread = t->id;
  h->sequence = atomic_fetch_add(&sequence, 1) + 1;
  h->tick = h->last_tick = t->last = ticks();
  h->monotonic = nanoseconds(CLOCK_MONOTONIC);
  h->records = 0, h->dropped = t->dropped;
  atomic_thread_fence(memory_order_release);
  h->magic = CHUNK_MAGIC;
  t->dropped = 0;
  t->chunk = h;
  t->base = t->p = (uint8_t *)(h + 1);
  t->end = (uint8_t *)h + SLOT_BYTES;
  t->hard_end = t->end - SLOT_MARGIN;
  t->process = 0;
  t->epoch++;
  t->next_atom = t->next_pid = t->containers = t->window_length = 0;
  return 1;
}

static Thread *new_thread(void) {
  Thread *t = calloc(1, sizeof *t);
  if (!t) return 0;
  pthread_mutex_lock(&threads_mutex);
  t->id = ++thread_count;
  t->next = threads;
  threads = t;
  t->epoch = 1;
  pthread_mutex_unlock(&threads_mutex);
  return own_thread = t;
}

static void totals(uint64_t *events, uint64_t *dropped) {
  *events = *dropped = 0;
  pthread_mutex_lock(&threads_mutex);
  for (Thread *t = threads; t; t = t->next) *events += t->events, *dropped += t->lost;
  pthread_mutex_unlock(&threads_mutex);
}

/* Reserves the pool in shared memory and leaves a link to it beside the file; where there is no shared memory, in a
 * file there.  (Pages of a disk file are write-protected at every write-back: the next event would wait.) */
static int reserve(int fd, size_t size) {
#if defined(__linux__)
  return posix_fallocate(fd, 0, (off_t)size) == 0;
#else
  return ftruncate(fd, (off_t)size) == 0;
#endif
}
static int open_pool(const char *path) {
  size_t size = (size_t)SLOTS * SLOT_BYTES;
  int fd = -1;
  snprintf(live_link, sizeof live_link, "%.4000s.live", path);
  unlink(live_link);
  live_file[0] = 0;
#if defined(__linux__)
  snprintf(live_file, sizeof live_file, "/dev/shm/cinema.%d.%u.live", (int)getpid(), atomic_load(&generation));
  fd = open(live_file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd >= 0 && (!reserve(fd, size) || symlink(live_file, live_link))) {
    close(fd), unlink(live_file);
    fd = -1;
  }
  if (fd < 0) live_file[0] = 0;
#endif
  if (fd < 0) {
    fd = open(live_link, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return errno;
    if (!reserve(fd, size)) {
      close(fd), unlink(live_link);
      return ENOSPC;
    }
  }
  uint8_t *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  int failure = memory == MAP_FAILED ? errno : 0;
  close(fd);
  if (failure) return failure;
  for (size_t i = 0; i < size; i += 4096) ((volatile uint8_t *)memory)[i] = 0; /* take the page faults now */
  /* A thread may still be inside an event of the recording before: its pool stays mapped for one more round. */
  if (old_pool) munmap(old_pool, size);
  old_pool = pool;
  pool = memory;
  return 0;
}
static void remove_pool(void) {
  unlink(live_link);
  if (live_file[0]) unlink(live_file);
}
