/** Velden van een gegeven: only what was touched is sent, so that two at Regie never write over each other unseen (R11). */
import { Edit } from '$lib/edit.svelte';
import { t } from '$lib/i18n';
import type { AnyRecord, RecordOf } from '$lib/protocol';
import type { Sent } from '$lib/sent.svelte';

interface Touched<F> {
  /** What was typed or chosen here. */
  readonly mine: Partial<F>;
  /** What stood there when that began. */
  readonly from: Partial<F>;
}

interface Source<F, T> {
  /** The record as it is now; nothing for a new one. */
  readonly record: () => RecordOf<T> | undefined;
  readonly read: (body: T) => F;
  /** What a new one begins with. */
  readonly fresh: () => F;
  /** Fields with words, and what they are called where somebody else's are shown. */
  readonly words: Partial<Record<keyof F, string>>;
  /** The same for what is chosen. */
  readonly choices: Partial<Record<keyof F, string>>;
  /** What people read where this is chosen; yes and no are known. */
  readonly shown?: (name: keyof F, value: unknown) => string | undefined;
  readonly add: (fields: F) => Sent;
  readonly change: (record: RecordOf<T>, touched: Partial<F>, base?: number) => Sent;
}

export class Fields<F extends object, T> {
  readonly #source: Source<F, T>;
  readonly #edit: Edit<Touched<F>>;

  /** What is typed is kept under this name until it is saved, also over a reload. */
  constructor(name: string, source: Source<F, T>) {
    this.#source = source;
    this.#edit = new Edit<Touched<F>>(
      name,
      () => ({ value: { mine: {}, from: {} }, base: source.record()?.v }),
      ({ mine }, begun) => {
        const record = source.record();
        return record ? source.change(record, mine, this.#base(begun)) : source.add(this.value);
      },
    );
  }

  /** What is there now, with what was touched here on top. */
  get value(): F {
    return { ...this.#standing(), ...this.#edit.value.mine };
  }

  /** Whether something was touched that is not saved. */
  get kept(): boolean {
    return this.#touched().length > 0;
  }

  get sent(): Sent | undefined {
    return this.#edit.sent;
  }

  get busy(): boolean {
    return this.#edit.busy;
  }

  set(fields: Partial<F>): void {
    const standing = this.#standing();
    const mine = { ...this.#edit.value.mine };
    const from = { ...this.#edit.value.from };
    for (const name of names(fields)) {
      if (fields[name] === standing[name]) {
        delete mine[name];
        delete from[name];
      } else {
        mine[name] = fields[name];
        if (!(name in from)) from[name] = standing[name];
      }
    }
    if (names(mine).length) this.#edit.value = { mine, from };
    else this.#edit.drop();
  }

  /** Saves; `over` is a record whose words may be replaced after all. */
  async save(over?: AnyRecord): Promise<boolean> {
    if (this.#source.record() && !this.kept) return true;
    if (await this.#edit.save(over)) return true;
    const theirs = this.sent?.theirs;
    // Only something else moved on: nothing that anybody wrote or chose is in the way.
    return theirs && !over && !this.#clashes(theirs).length ? this.#edit.save(theirs) : false;
  }

  /** Lets theirs stand; what else was touched stays. True when nothing is left to save. */
  take(theirs: AnyRecord): boolean {
    const lost = this.#clashes(theirs);
    const { mine, from } = this.#edit.value;
    const rest = this.#touched().filter((name) => !lost.includes(name));
    this.#edit.drop();
    if (rest.length) this.#edit.value = { mine: only(mine, rest), from: only(from, rest) };
    return !rest.length;
  }

  drop(): void {
    this.#edit.drop();
  }

  /** What of theirs mine would replace, each behind the name of its field. */
  say(theirs: AnyRecord): string {
    const { read, words, choices, shown } = this.#source;
    const there = read(theirs.body as T);
    const word = (name: keyof F, value: unknown): string =>
      shown?.(name, value) ?? (typeof value === 'boolean' ? (value ? t('ja') : t('nee')) : String(value || t('(leeg)')));
    return this.#clashes(theirs)
      .map((name) => `${words[name] ?? choices[name] ?? ''}: ${word(name, there[name])}`)
      .join('\n');
  }

  /** Whether it is about choices alone, not about anybody's words. */
  onlyChoices(theirs: AnyRecord): boolean {
    const found = this.#clashes(theirs);
    return found.length > 0 && found.every((name) => name in this.#source.choices);
  }

  #standing(): F {
    const record = this.#source.record();
    return record ? this.#source.read(record.body) : this.#source.fresh();
  }

  #touched(): (keyof F)[] {
    return names(this.#edit.value.mine);
  }

  #clashes(theirs: AnyRecord): (keyof F)[] {
    const there = this.#source.read(theirs.body as T);
    const { mine, from } = this.#edit.value;
    return this.#touched().filter((name) => there[name] !== from[name] && there[name] !== mine[name]);
  }

  /** Where what was touched is as it was, the newest version known here is the one that was seen. */
  #base(begun?: number): number | undefined {
    const record = this.#source.record();
    return record && !this.#clashes(record).length ? Math.max(record.v, begun ?? 0) : begun;
  }
}

const names = <F extends object>(fields: Partial<F>): (keyof F)[] => Object.keys(fields) as (keyof F)[];

const only = <F extends object>(fields: Partial<F>, kept: readonly (keyof F)[]): Partial<F> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => kept.includes(name as keyof F))) as Partial<F>;
