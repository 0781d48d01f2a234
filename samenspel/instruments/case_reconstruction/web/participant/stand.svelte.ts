/** Houding and beleving of my party at one moment: what is chosen here but not sent yet goes before what stands. */
import type { InstanceRecord, Room } from '$lib/room.svelte';
import type { Sent } from '$lib/sent.svelte';
import type { MomentOnLine } from '../lib/timeline';

export class Standing {
  #stance = $state<string | null>(null);
  #felt = $state<string | null>(null);

  constructor(
    private readonly room: () => Room,
    private readonly instance: () => InstanceRecord,
    private readonly moment: () => MomentOnLine,
  ) {}

  get #party(): string {
    return this.room().you.party ?? '';
  }

  get stood(): string | null {
    return this.moment().stances.get(this.#party)?.body.value ?? null;
  }

  get feltBefore(): string | null {
    const value = this.moment().experience.get(this.#party)?.body.value;
    return value === undefined ? null : String(value);
  }

  get stance(): string | null {
    return this.#stance ?? this.stood;
  }

  set stance(value: string | null) {
    this.#stance = value;
  }

  get felt(): string | null {
    return this.#felt ?? this.feltBefore;
  }

  set felt(value: string | null) {
    this.#felt = value;
  }

  get changed(): boolean {
    return this.stance !== this.stood || this.felt !== this.feltBefore;
  }

  /** Sends what was changed; the last command sent, or none. */
  send(): Sent | undefined {
    const { id } = this.instance();
    const moment = this.moment().id;
    let sent: Sent | undefined;
    if (this.stance !== this.stood) sent = this.room().do(id, 'set_stance', { moment, value: this.stance });
    if (this.felt !== this.feltBefore) sent = this.room().do(id, 'set_experience', { moment, value: Number(this.felt) });
    return sent;
  }

  /** Whether there is something to take back. */
  get stands(): boolean {
    return this.stood !== null || this.feltBefore !== null;
  }

  /** Takes back what stands, and what was chosen here. */
  clear(): Sent | undefined {
    const { id } = this.instance();
    const moment = this.moment().id;
    let sent: Sent | undefined;
    if (this.stood !== null) sent = this.room().do(id, 'clear_stance', { moment });
    if (this.feltBefore !== null) sent = this.room().do(id, 'clear_experience', { moment });
    this.#stance = null;
    this.#felt = null;
    return sent;
  }
}
