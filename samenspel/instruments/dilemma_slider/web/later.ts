/** Waits until a value has come to rest, so that dragging does not become a stream of stored changes. */
export class Later<T> {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #value: T | undefined;

  constructor(
    private readonly send: (value: T) => void,
    private readonly wait = 350,
  ) {}

  set(value: T): void {
    this.#value = value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.wait);
  }

  /** Sends now what still waits: when the screen goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    const value = this.#value;
    this.#value = undefined;
    if (value !== undefined) this.send(value);
  }
}
