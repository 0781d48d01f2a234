/** Inhoud: the content files of an instrument, fetched when first asked for. */
import { SvelteMap } from 'svelte/reactivity';

// Content is a tree whose shape each instrument knows; the screens that read it say what they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TextTable = Record<string, any>;

const EMPTY: TextTable = Object.freeze({});

export class Texts {
  readonly #tables = new SvelteMap<string, TextTable>();
  readonly #asked = new Set<string>();
  readonly #fetch: (url: string) => Promise<Response>;

  constructor(fetcher: (url: string) => Promise<Response> = (url) => fetch(url, { credentials: 'same-origin' })) {
    this.#fetch = fetcher;
  }

  of(instrument: string): TextTable {
    // A derived may read this, so the map is filled later and never here.
    if (!this.#asked.has(instrument)) {
      this.#asked.add(instrument);
      void this.#load(instrument);
    }
    return this.#tables.get(instrument) ?? EMPTY;
  }

  /** Asks again for what did not come. */
  again(): void {
    for (const instrument of this.#asked) if (!this.#tables.has(instrument)) void this.#load(instrument);
  }

  async #load(instrument: string): Promise<void> {
    try {
      const answer = await this.#fetch(`/teksten/${encodeURIComponent(instrument)}`);
      if (answer.ok) this.#tables.set(instrument, (await answer.json()) as TextTable);
    } catch {
      // No connection: `again` is called when there is one.
    }
  }
}
