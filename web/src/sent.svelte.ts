/** Verstuurd: what became of one command, for the screen that asked it. */
import type { AnyRecord, Refusal } from './protocol';

export type SentState = 'sending' | 'saved' | 'failed' | 'retrying';

export class Sent {
  readonly op: string;
  /** True once committed to disk, false when refused. Never rejects. */
  readonly done: Promise<boolean>;
  #state = $state<SentState>('sending');
  #refusal = $state.raw<Refusal | undefined>();
  #told = false;
  #resolve: (saved: boolean) => void = () => undefined;

  constructor(op: string) {
    this.op = op;
    this.done = new Promise((resolve) => (this.#resolve = resolve));
  }

  get state(): SentState {
    return this.#state;
  }

  /** For screens: whoever reads why it was refused, shows it. */
  get refusal(): Refusal | undefined {
    this.#told ||= !!this.#refusal;
    return this.#refusal;
  }

  /** What stands there now, at a conflict. */
  get theirs(): AnyRecord | undefined {
    return this.#refusal?.theirs ?? undefined;
  }

  /** Whether some screen read why it was refused. */
  get told(): boolean {
    return this.#told;
  }

  /** For `<SavedState state={…}>`: a refusal is told in words elsewhere, so there it is idle. */
  get shown(): 'idle' | 'saved' | 'sending' | 'failed' {
    if (this.#state === 'retrying') return 'failed';
    return this.#state === 'failed' ? 'idle' : this.#state;
  }

  /** Only Room calls these. */
  settle(refusal?: Refusal): void {
    this.#state = refusal ? 'failed' : 'saved';
    this.#refusal = refusal;
    this.#resolve(!refusal);
  }

  hold(): void {
    if (this.#state === 'sending') this.#state = 'retrying';
  }

  resume(): void {
    if (this.#state === 'retrying') this.#state = 'sending';
  }
}
