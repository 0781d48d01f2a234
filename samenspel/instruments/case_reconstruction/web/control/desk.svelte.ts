/** Regietafel: what the parts of Regie read of one casusreconstructie, and how they ask for a change. */
import type { InstanceRecord, RecordOf, Room } from '$lib/room.svelte';
import type {
  Abbreviation, AbsentParty, Agreement, CaseChoice, DefiningMoment, GroundRule, Lesson, LookBack, MomentInput,
  MomentRequest, Observation, Party, Proceedings, Reconstruction, RedThread, Suggestion, Theme,
} from '$lib/protocol.gen';
import type { Sent } from '$lib/sent.svelte';
import { INSTRUMENT, say } from '../lib/say';
import { readTimeline, type MomentOnLine, type Timeline } from '../lib/timeline';

export interface Prompt {
  readonly key: string;
  readonly text: string;
  readonly help: string;
}

export interface PromptGroup {
  readonly key: string;
  readonly title: string;
  readonly part: string;
  readonly prompt: readonly Prompt[];
}

export class Desk {
  readonly #room: () => Room;
  readonly #instance: () => InstanceRecord;
  readonly #line: Timeline;

  constructor(room: () => Room, instance: () => InstanceRecord) {
    this.#room = room;
    this.#instance = instance;
    const line = $derived(readTimeline(this.room, this.id));
    this.#line = {
      get moments() { return line.moments; },
      get hidden() { return line.hidden; },
      get parties() { return line.parties; },
      get starts() { return line.starts; },
    };
  }

  get room(): Room {
    return this.#room();
  }

  get id(): string {
    return this.#instance().id;
  }

  get phase(): string {
    return this.#instance().body.phase;
  }

  get paper(): boolean {
    return this.room.meeting?.body.paper ?? false;
  }

  get line(): Timeline {
    return this.#line;
  }

  /** Every moment in the order of Regie, shown or not. */
  get moments(): MomentOnLine[] {
    const all = [...this.#line.moments, ...this.#line.hidden];
    return all.sort((a, b) => a.record.body.place - b.record.body.place || (a.id < b.id ? -1 : 1));
  }

  get proceedings(): RecordOf<Proceedings> | undefined {
    return this.room.of('proceedings', this.id)[0];
  }

  get settings(): RecordOf<Reconstruction> | undefined {
    return this.room.of('reconstruction', this.id)[0];
  }

  /** The moment on the wall. */
  get current(): MomentOnLine | undefined {
    const id = this.proceedings?.body.current;
    return this.#line.moments.find((one) => one.id === id);
  }

  /** What "toon volgend moment" will show: the first hidden one behind the current, or else the first of all. */
  get next(): MomentOnLine | undefined {
    const all = this.moments;
    const at = all.findIndex((one) => one.id === this.proceedings?.body.current);
    return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find((one) => !one.revealed);
  }

  get parties(): RecordOf<Party>[] {
    return this.room.parties;
  }

  get absent(): RecordOf<Party>[] {
    return this.parties.filter((one) => one.body.absent);
  }

  get themes(): RecordOf<Theme>[] {
    return this.room.of('theme', this.id);
  }

  get threads(): RecordOf<RedThread>[] {
    return this.room.of('red_thread', this.id);
  }

  get lessons(): RecordOf<Lesson>[] {
    return this.room.of('lesson', this.id);
  }

  get agreements(): RecordOf<Agreement>[] {
    return this.room.of('agreement', this.id);
  }

  get lookBack(): RecordOf<LookBack> | undefined {
    return this.room.of('look_back', this.id)[0];
  }

  get rules(): RecordOf<GroundRule>[] {
    return this.room.of('ground_rule', this.id);
  }

  get observations(): RecordOf<Observation>[] {
    return this.room.of('observation', this.id);
  }

  get abbreviations(): RecordOf<Abbreviation>[] {
    return this.room.of('abbreviation', this.id);
  }

  /** The case as it was chosen, once it is (CR-1). */
  get choice(): RecordOf<CaseChoice> | undefined {
    return this.room.of('case_choice', this.id)[0];
  }

  /** Moments that parties sent beforehand (CR-6). */
  get inputs(): RecordOf<MomentInput>[] {
    return this.room.of('moment_input', this.id);
  }

  get requests(): RecordOf<MomentRequest>[] {
    return this.room.of('moment_request', this.id);
  }

  /** What was decided for a party that cannot come (CR-3). */
  absence(party: string): RecordOf<AbsentParty> | undefined {
    return this.room.of('absent_party', this.id).find((one) => one.party === party) as RecordOf<AbsentParty> | undefined;
  }

  suggestions(kind: Suggestion['kind']): RecordOf<Suggestion>[] {
    return this.room.of('suggestion', this.id).filter((one) => one.body.kind === kind && one.body.status === 'open');
  }

  moment(id: string | null | undefined): RecordOf<DefiningMoment> | undefined {
    const found = this.room.get(id);
    return found?.type === 'defining_moment' ? (found as RecordOf<DefiningMoment>) : undefined;
  }

  /** Groups of questions for this part of the talk. */
  prompts(part: string): PromptGroup[] {
    const groups = (this.room.texts(INSTRUMENT).prompts?.group ?? []) as PromptGroup[];
    return groups.filter((one) => one.part === part);
  }

  /** A sentence of screens.toml. */
  say(part: string, key: string, otherwise: string): string {
    return say(this.room, part, key, otherwise);
  }

  // Content is a tree; each screen says what it expects of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  text(name: string): any {
    return this.room.texts(INSTRUMENT)[name] ?? {};
  }

  do(move: string, args: Record<string, unknown> = {}, base?: number): Sent {
    return this.room.do(this.id, move, args, base === undefined ? {} : { base });
  }
}
