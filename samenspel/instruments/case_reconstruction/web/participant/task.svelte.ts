/** Taak: one thing that a participant sends, and what became of it. */
import type { InstanceRecord, Room } from '$lib/room.svelte';
import type { Sent } from '$lib/sent.svelte';

export class Task {
  #sent = $state.raw<Sent | undefined>();

  constructor(
    private readonly room: () => Room,
    private readonly instance: () => InstanceRecord,
  ) {}

  get sent(): Sent | undefined {
    return this.#sent;
  }

  get busy(): boolean {
    return this.#sent?.state === 'sending' || this.#sent?.state === 'retrying';
  }

  get saved(): boolean {
    return this.#sent?.state === 'saved';
  }

  /** Sends a move; `base` is the version that it overwrites (R11). */
  send(move: string, args: Record<string, unknown> = {}, base?: number): Sent {
    this.#sent = this.room().do(this.instance().id, move, args, { base });
    return this.#sent;
  }

  /** Nothing was sent here yet, as when another form opens. */
  forget(): void {
    this.#sent = undefined;
  }
}
