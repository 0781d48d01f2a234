/** Bewerking: what somebody types over a record, with the version it was typed over (R11). Survives a reload. */
import { draft, type Draft } from './draft.svelte';
import type { AnyRecord } from './protocol';
import type { Sent } from './sent.svelte';

interface Typed<T> {
  readonly value: T;
  readonly base?: number;
}

export type Ask<T> = (value: T, base?: number) => Sent;

export class Edit<T> {
  readonly #draft: Draft<Typed<T>>;
  readonly #saved: () => { value: T; base?: number };
  readonly #ask: Ask<T>;
  #sent = $state.raw<Sent | undefined>();

  /** `saved` is what is there now; without typing the form follows it. */
  constructor(key: string, saved: () => { value: T; base?: number }, ask: Ask<T>) {
    this.#draft = draft<Typed<T>>(`bewerking:${key}`, saved());
    this.#saved = saved;
    this.#ask = ask;
  }

  get value(): T {
    return this.#draft.kept ? this.#draft.value.value : this.#saved().value;
  }

  set value(value: T) {
    const base = this.#draft.kept ? this.#draft.value.base : this.#saved().base;
    this.#draft.value = base === undefined ? { value } : { value, base };
  }

  /** Whether something was typed that is not saved. */
  get kept(): boolean {
    return this.#draft.kept;
  }

  get sent(): Sent | undefined {
    return this.#sent;
  }

  get busy(): boolean {
    return this.#sent?.state === 'sending';
  }

  /** Saves; `over` is a record whose words may be replaced after all. */
  async save(over?: AnyRecord): Promise<boolean> {
    const base = over?.v ?? (this.#draft.kept ? this.#draft.value.base : this.#saved().base);
    const value = this.value;
    const sent = this.#ask(value, base);
    this.#sent = sent;
    this.#draft.follow(sent);
    const saved = await sent.done;
    // What was typed on while this was under way is not saved by it.
    if (saved && (!this.#draft.kept || same(this.#draft.value.value, value))) this.#draft.clear();
    return saved;
  }

  drop(): void {
    this.#draft.clear();
    this.#sent = undefined;
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
