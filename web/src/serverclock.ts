/** Serverklok: what time it is on the server, whatever this device thinks (its clock may be wrong by hours). */
const JITTER_MS = 50;

export class ServerClock {
  readonly #monotonic: () => number;
  #offset: number | undefined;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Whether the server was ever heard. */
  get known(): boolean {
    return this.#offset !== undefined;
  }

  /** Milliseconds since 1970 on the server. */
  get now(): number {
    return this.#monotonic() + (this.#offset ?? Date.now() - this.#monotonic());
  }

  /** The server said `now`; `asked` is when (monotonic) we asked, so that the way there and back counts half. */
  heard(now: number, asked?: number): void {
    const here = this.#monotonic();
    const way = asked === undefined ? 0 : here - asked;
    const offset = now + way / 2 - here;
    const certain = way / 2 + JITTER_MS;
    if (this.#offset === undefined || Math.abs(offset - this.#offset) > certain) this.#offset = offset;
  }
}
