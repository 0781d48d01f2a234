/** Gemist: what was refused while nobody was looking, as after a reload; kept with both texts until it was seen (R11). */
import type { DoFrame, Refusal } from './protocol';
import { wordsIn } from './said';

export interface MissedOne {
  readonly op: string;
  /** What happened, for people. */
  readonly text: string;
  /** What was asked, in the words that were written. */
  readonly mine: string;
  /** What stands there now; nothing where it is not known. */
  readonly theirs?: string;
}

const MOST = 20;

export class Missed {
  readonly #key: string;
  readonly #shelf: Storage | undefined;
  #all = $state.raw<readonly MissedOne[]>([]);

  constructor(key: string, shelf?: Storage) {
    this.#key = key;
    this.#shelf = shelf;
    try {
      this.#all = JSON.parse(shelf?.getItem(key) ?? '[]') as MissedOne[];
    } catch {
      shelf?.removeItem(key);
    }
  }

  get all(): readonly MissedOne[] {
    return this.#all;
  }

  /** A press of a button that came too late is no loss to anybody: only words and conflicts are told. */
  add(frame: DoFrame, refusal: Refusal): void {
    const mine = wordsIn(frame.args);
    if (!mine && refusal.reason !== 'conflict') return;
    const theirs = refusal.theirs ? { theirs: wordsIn(refusal.theirs.body) } : {};
    this.#keep([...this.#all, { op: frame.op, text: refusal.text, mine, ...theirs }].slice(-MOST));
  }

  seen(op: string): void {
    this.#keep(this.#all.filter((one) => one.op !== op));
  }

  forget(): void {
    this.#keep([]);
  }

  #keep(all: readonly MissedOne[]): void {
    this.#all = all;
    try {
      if (all.length) this.#shelf?.setItem(this.#key, JSON.stringify(all));
      else this.#shelf?.removeItem(this.#key);
    } catch {
      // Without room to keep it, it stays on the screen all the same.
    }
  }
}
