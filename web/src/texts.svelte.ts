/** Inhoud: the content files of an instrument, each fetched when a screen first reads it (B16). */
import { SvelteMap } from 'svelte/reactivity';

// Content is a tree whose shape each instrument knows; the screens that read it say what they expect.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TextTable = Record<string, any>;

export class Texts {
  readonly #parts = new SvelteMap<string, unknown>();
  readonly #asked = new Set<string>();
  readonly #tables = new Map<string, TextTable>();
  readonly #fetch: (url: string) => Promise<Response>;

  constructor(fetcher: (url: string) => Promise<Response> = (url) => fetch(url, { credentials: 'same-origin' })) {
    this.#fetch = fetcher;
  }

  /** A table that looks whole: reading `screens` fetches that file; until then it is undefined. */
  of(instrument: string): TextTable {
    let table = this.#tables.get(instrument);
    if (!table) {
      table = new Proxy<TextTable>({}, { get: (_, part) => (typeof part === 'string' ? this.#part(`${instrument} ${part}`) : undefined) });
      this.#tables.set(instrument, table);
    }
    return table;
  }

  /** Asks again for what did not come. */
  again(): void {
    for (const key of this.#asked) if (!this.#parts.has(key)) void this.#load(key);
  }

  #part(key: string): unknown {
    // A derived may read this, so the map is filled later and never here.
    if (!this.#asked.has(key)) {
      this.#asked.add(key);
      void this.#load(key);
    }
    return this.#parts.get(key);
  }

  async #load(key: string): Promise<void> {
    const [instrument = '', part = ''] = key.split(' ');
    try {
      const answer = await this.#fetch(`/teksten/${encodeURIComponent(instrument)}?deel=${encodeURIComponent(part)}`);
      if (answer.ok) this.#parts.set(key, await answer.json());
      else if (answer.status === 404) this.#parts.set(key, undefined);
    } catch {
      // No connection: `again` is called when there is one.
    }
  }
}
