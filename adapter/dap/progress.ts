import { type Session } from './session.ts';

/** Milliseconds between two reports: more would only keep the client busy. */
const pause = 100;

/** A progress bar at the client, which can cancel it; nothing for clients that show none. */
export function startProgress(session: Session, progressId: string, requestId: number, title: string) {
  if (!session.client.wantsProgress) return { report: () => {}, end: () => {} };
  let reported = 0;
  session.notify('progressStart', { progressId, requestId, title, cancellable: true, percentage: 0 });
  return {
    report: (fraction: number, what: string) => {
      const now = Date.now();
      if (now - reported < pause) return;
      reported = now;
      session.notify('progressUpdate', { progressId, message: what, percentage: Math.floor(fraction * 100) });
    },
    end: () => session.notify('progressEnd', { progressId }),
  };
}
