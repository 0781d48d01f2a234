/** The real outside of a connection: the browser's socket, clock and timers. */
import type { EarlyLine } from './early';
import { SUBPROTOCOL, type Surface } from './protocol';
import type { Connection, SocketLike, World } from './socket';

/** `early`: a line that the page opened already, to begin with. */
export function browserWorld(session: string, surface: Surface, early?: EarlyLine): World {
  return {
    connect() {
      const first = early;
      early = undefined;
      if (!first) return new WebSocket(`${location.origin.replace(/^http/, 'ws')}/s/${session}/${surface}/socket`, SUBPROTOCOL) as unknown as SocketLike;
      // Whoever connects listens only after this answer.
      queueMicrotask(first.handOver);
      return first.socket;
    },
    now: () => performance.now(),
    random: () => Math.random(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Wakes the connection when the device or the page comes back; returns what stops listening. */
export function listenToPage(connection: Connection): () => void {
  const visibility = (): void => connection.setVisible(document.visibilityState === 'visible');
  const wake = (): void => connection.wake();
  const leaving = (event: BeforeUnloadEvent): void => {
    if (connection.outbox.size > 0) event.preventDefault();
  };
  document.addEventListener('visibilitychange', visibility);
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  window.addEventListener('beforeunload', leaving);
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', wake);
    window.removeEventListener('beforeunload', leaving);
  };
}
