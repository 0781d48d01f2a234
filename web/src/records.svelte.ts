/** The records this page holds: by id, and per type in order, each with its own signal so that a change redraws little. */
import { SvelteMap } from 'svelte/reactivity';
import type { AnyRecord } from './protocol';

interface Kept {
  readonly version: number;
  readonly list: AnyRecord[];
}

export class Records {
  readonly #byId = new SvelteMap<string, AnyRecord>();
  readonly #versions = new SvelteMap<string, number>();
  readonly #byType = new Map<string, Map<string, AnyRecord>>();
  readonly #lists = new Map<string, Kept>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: string | null | undefined): AnyRecord | undefined {
    return id ? this.#byId.get(id) : undefined;
  }

  /** All of one type, in the order of `place` where they have one, else in the order they arrived. */
  of(type: string, instance?: string): AnyRecord[] {
    const version = this.#version(type);
    const key = `${type} ${instance ?? ''}`;
    const kept = this.#lists.get(key);
    if (kept && kept.version === version) return kept.list;
    const all = [...(this.#byType.get(type)?.values() ?? [])];
    const list = (instance ? all.filter((record) => record.in === instance) : all).sort(byPlace);
    this.#lists.set(key, { version, list });
    return list;
  }

  /** A snapshot replaces everything; what is the same record in the same version keeps its identity. */
  replace(records: readonly AnyRecord[]): void {
    const ids = new Set(records.map((record) => record.id));
    const gone = [...this.#byId.keys()].filter((id) => !ids.has(id));
    this.change(records, gone);
  }

  change(put: readonly AnyRecord[], gone: readonly string[]): void {
    const touched = new Set<string>();
    for (const id of gone) {
      const old = this.#byId.get(id);
      if (!old) continue;
      this.#byId.delete(id);
      this.#byType.get(old.type)?.delete(id);
      touched.add(old.type);
    }
    for (const record of put) {
      const old = this.#byId.get(record.id);
      if (old && same(old, record)) continue;
      this.#byId.set(record.id, record);
      let kind = this.#byType.get(record.type);
      if (!kind) this.#byType.set(record.type, (kind = new Map()));
      kind.set(record.id, record);
      touched.add(record.type);
    }
    for (const type of touched) this.#versions.set(type, (this.#versions.get(type) ?? 0) + 1);
  }

  #version(type: string): number {
    const version = this.#versions.get(type);
    // Who reads an absent key hears every change of every key, so it is made; not here, for a derived may not write.
    if (version === undefined) queueMicrotask(() => this.#versions.has(type) || this.#versions.set(type, 0));
    return version ?? 0;
  }
}

// The version alone is not enough: unmasking shows more of the same version.
function same(old: AnyRecord, fresh: AnyRecord): boolean {
  return old.v === fresh.v && JSON.stringify(old) === JSON.stringify(fresh);
}

function byPlace(one: AnyRecord, other: AnyRecord): number {
  const a = (one.body as { place?: unknown } | null)?.place;
  const b = (other.body as { place?: unknown } | null)?.place;
  if (typeof a !== 'number' || typeof b !== 'number' || a === b) return 0;
  return a - b;
}
