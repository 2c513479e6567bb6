/** What tests of the page open films with that nobody recorded. */
import { closeTrace } from '../trace/index.ts';
import { drawn } from './cinema/answers/testing.ts';
import { pagePart } from './cinema/page-parts.ts';
import { openDoor } from './cinema/socket.ts';
import { type ServedFilm } from './cinema/film-of-file.ts';

/** Serves a drawing (trace/README.md tells its language) as `serveFilm` serves a recording. */
export async function serveDrawing(text: string): Promise<ServedFilm> {
  const film = { ...drawn(text), pagePart };
  const { port, token, close } = await openDoor(film);
  return {
    port,
    token,
    close: () => {
      close('The test is over.');
      closeTrace(film.trace);
    },
  };
}
