import { Duplex } from 'node:stream';

/** Random numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Two ends of a connection in memory. Bytes arrive in order but late and in pieces that respect no message, as on a
 * real wire, so that whoever relies on timing or on whole messages is found out.
 */
export function connectedStreams(seed = 1): readonly [Duplex, Duplex] {
  const random = randomNumbers(seed);
  const ends: Duplex[] = [];
  const endAt = (own: number): Duplex =>
    new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        const pieces = piecesOf(chunk, random);
        const deliver = (index: number): void => {
          const piece = pieces[index];
          if (piece === undefined) return done();
          later(Math.floor(random() * 4), () => {
            ends[1 - own]!.push(piece);
            deliver(index + 1);
          });
        };
        deliver(0);
      },
      final: (done) => {
        ends[1 - own]!.push(null);
        done();
      },
    });
  ends.push(endAt(0), endAt(1));
  return [ends[0]!, ends[1]!];
}

/** After some turns of the event loop, or at once but not within this call. */
function later(turns: number, action: () => void): void {
  if (turns === 0) queueMicrotask(action);
  else setImmediate(() => later(turns - 1, action));
}

function piecesOf(chunk: Buffer, random: () => number): readonly Buffer[] {
  const cut = Math.floor(random() * (chunk.length + 1));
  return random() < 0.5 ? [chunk] : [chunk.subarray(0, cut), chunk.subarray(cut)].filter(({ length }) => length > 0);
}
