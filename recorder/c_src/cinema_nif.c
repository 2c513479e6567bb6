/* cinema_nif: the native sink of the recorder.  NIFs of the module cinema_event (which says what each is for). */
#define _GNU_SOURCE
#include <erl_nif.h>
#include <dlfcn.h>
#include "clock.h"
#include "chunks.h"
#include "keys.h"
#include "terms.h"
#include "events.h"
#include "control.h"

static ErlNifFunc functions[] = {
  {"s", 1, event_site, 0}, {"s", 2, event_site, 0}, {"s", 3, event_site, 0}, {"s", 4, event_site, 0}, {"s", 5, event_site, 0},
  {"s", 6, event_site, 0}, {"s", 7, event_site, 0}, {"s", 8, event_site, 0}, {"s", 9, event_site, 0}, {"s", 10, event_site, 0},
  {"s", 11, event_site, 0}, {"s", 12, event_site, 0}, {"s", 13, event_site, 0}, {"s", 14, event_site, 0}, {"s", 15, event_site, 0},
  {"s", 16, event_site, 0}, {"s", 17, event_site, 0},
  {"r", 2, event_receive, 0}, {"r", 3, event_receive, 0}, {"r", 4, event_receive, 0}, {"r", 5, event_receive, 0},
  {"r", 6, event_receive, 0}, {"r", 7, event_receive, 0}, {"r", 8, event_receive, 0}, {"r", 9, event_receive, 0},
  {"r", 10, event_receive, 0}, {"r", 11, event_receive, 0}, {"r", 12, event_receive, 0}, {"r", 13, event_receive, 0},
  {"r", 14, event_receive, 0}, {"r", 15, event_receive, 0}, {"r", 16, event_receive, 0}, {"r", 17, event_receive, 0},
  {"v", 2, event_value, 0}, {"p", 2, event_packed, 0}, {"t", 1, event_try, 0}, {"x", 5, event_catch, 0}, {"mark", 1, event_mark, 0},
  {"enabled", 3, tracer_enabled, 0}, {"enabled_garbage_collection", 3, tracer_collection, 0}, {"trace", 5, tracer_trace, 0},
  {"native_open", 1, native_open, ERL_NIF_DIRTY_JOB_IO_BOUND}, {"native_chunk", 2, native_chunk, ERL_NIF_DIRTY_JOB_IO_BOUND},
  {"native_close", 1, native_close, ERL_NIF_DIRTY_JOB_IO_BOUND}, {"native_on", 1, native_on, 0},
  {"native_limits", 1, native_limits, 0}, {"native_secrets", 1, native_secrets, 0}, {"native_secret_site", 2, native_secret_site, 0},
  {"native_quiet", 1, native_quiet, 0}, {"native_share", 1, native_share, 0}, {"native_skipped", 1, native_skipped, 0},
  {"native_status", 0, native_status, 0},
};

/* init:stop unloads every module, and with this one its library, while the helper thread and tracer calls of other
 * threads are still in it: it stays mapped to the end of the process. */
static void stay_mapped(void) {
  Dl_info self;
  if (dladdr((void *)stay_mapped, &self) && self.dli_fname) dlopen(self.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

static int load(ErlNifEnv *env, void **private_data, ERL_NIF_TERM info) {
  (void)private_data, (void)info;
  uint32_t one = 1;
  if (*(uint8_t *)&one != 1) return 1; /* the format is little endian and written as it lies in memory */
  atom_ok = enif_make_atom(env, "ok"), atom_trace = enif_make_atom(env, "trace"), atom_discard = enif_make_atom(env, "discard");
  atom_error = enif_make_atom(env, "error"), atom_extra = enif_make_atom(env, "extra"), atom_match = enif_make_atom(env, "match_spec_result");
  atom_send = enif_make_atom(env, "send"), atom_send_dead = enif_make_atom(env, "send_to_non_existing_process");
  atom_receive = enif_make_atom(env, "receive"), atom_exit = enif_make_atom(env, "exit"), atom_call = enif_make_atom(env, "call");
  atom_erlang = enif_make_atom(env, "erlang"), atom_hibernate = enif_make_atom(env, "hibernate");
  atom_finish_loading = enif_make_atom(env, "finish_loading"), atom_state = enif_make_atom(env, "state");
  atom_terminate = enif_make_atom(env, "terminate"), atom_true = enif_make_atom(env, "true"), atom_false = enif_make_atom(env, "false");
  stay_mapped();
  crc_prepare();
  test_tags(env);
  return 0;
}

ERL_NIF_INIT(cinema_event, functions, load, NULL, NULL, NULL)
