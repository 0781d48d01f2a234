/** De bijeenkomst in de browser: all that a screen reads of the session, and the one way to change it. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { settleDrafts } from './draft.svelte';
import { Missed } from './missed.svelte';
import { Outbox } from './outbox';
import { Records } from './records.svelte';
import { Sent } from './sent.svelte';
import { Connection, newOp, type Ending, type Status, type World } from './socket';
import { Texts, type TextTable } from './texts.svelte';
import { t } from './i18n';
import type { Attendee, Block, Meeting, Party } from './protocol.gen';
import type {
  AnyRecord, Bodies, DoFrame, FleetingFrame, InstanceRecord, Page, RecordOf, RecordType, Refusal, ServerFrame, You,
} from './protocol';

export type { AnyRecord, InstanceRecord, RecordOf } from './protocol';
export type { TextTable } from './texts.svelte';

/** A fleeting message counts for this long; who still types says so again. */
const FLEETING_MS = 6_000;
const NOBODY: You = { person: '', role: 'waiting', party: null, status: '' };
const TOO_BIG: Refusal = { reason: 'too_long', text: t('Dit is te veel in één keer. Je tekst blijft staan; kort hem in en probeer het opnieuw.') };
const UNREAD = t('Dit bericht konden we niet lezen. Er is niets veranderd. Ververs de pagina; je tekst blijft staan.');
const OVER: Refusal = { reason: 'closed', text: t('Er is geen verbinding meer met de bijeenkomst. Je tekst blijft op dit apparaat staan.') };

export interface Fleeting extends FleetingFrame {
  /** Server milliseconds at which it arrived. */
  readonly at: number;
}

export class Room {
  readonly page: Page;
  /** What was refused while nobody was looking. */
  readonly missed: Missed;
  readonly #records = new Records();
  readonly #connection: Connection;
  readonly #texts = new Texts();
  readonly #sent = new Map<string, Sent>();
  readonly #fleeting = new SvelteMap<string, Fleeting>();
  readonly #people = new SvelteSet<string>();
  #status = $state<Status>('connecting');
  #ending = $state<Ending | undefined>();
  #you = $state.raw<You>(NOBODY);
  #ready = $state(false);
  #now = $state(Date.now());
  #pending = $state(0);
  #build = $state('');
  #stale = $state(false);
  #clock: ReturnType<typeof setInterval> | undefined;

  readonly #meeting = $derived(this.#records.of('meeting')[0] as RecordOf<Meeting> | undefined);
  readonly #blocks = $derived(this.#records.of('block') as RecordOf<Block>[]);
  readonly #parties = $derived(this.#records.of('party') as RecordOf<Party>[]);
  readonly #attendees = $derived(this.#records.of('attendee') as RecordOf<Attendee>[]);
  readonly #block = $derived(this.#records.get(this.#meeting?.body.block) as RecordOf<Block> | undefined);
  readonly #instance = $derived(this.#records.get(this.#block?.body.runs) as InstanceRecord | undefined);

  constructor(page: Page, world: World, shelf?: Storage) {
    this.page = page;
    this.missed = new Missed(`samenspel:${page.session}:${page.surface}:gemist`, shelf);
    this.#build = page.build;
    this.#connection = new Connection(
      world,
      {
        status: (status, ending) => this.#turn(status, ending),
        frame: (frame) => this.#apply(frame),
        answered: (op, refusal, frame) => this.#answered(op, refusal, frame),
        retrying: (op) => this.#sent.get(op)?.hold(),
        pending: (count) => (this.#pending = count),
      },
      new Outbox(`samenspel:${page.session}:${page.surface}:outbox`, shelf),
    );
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Connects, and keeps time; `close` is the opposite. */
  open(): this {
    this.#clock = setInterval(() => this.#tick(), 1000);
    this.#connection.start();
    return this;
  }

  close(): void {
    clearInterval(this.#clock);
    this.#connection.stop();
  }

  get status(): Status {
    return this.#status;
  }

  /** Why it stopped for good, when status is 'closed'. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Whether the first snapshot is here. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Commands that wait for an answer. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether the server is newer than this page. */
  get stale(): boolean {
    return this.#stale;
  }

  get you(): You {
    return this.#you;
  }

  /** Whether you are facilitator or note-taker. */
  get isControl(): boolean {
    return this.#you.role === 'facilitator' || this.#you.role === 'note_taker';
  }

  /** Server time in ms, once a second. */
  get now(): number {
    return this.#now;
  }

  /** Server minus this device, in ms (for ui/Timer). */
  get skew(): number {
    void this.#now;
    return Math.round(this.#connection.clock.now - Date.now());
  }

  get(id: string | null | undefined): AnyRecord | undefined {
    return this.#records.get(id);
  }

  of<K extends RecordType>(type: K, instance?: string): RecordOf<Bodies[K]>[];
  of<T>(type: string, instance?: string): RecordOf<T>[];
  of(type: string, instance?: string): AnyRecord[] {
    return this.#records.of(type, instance);
  }

  get meeting(): RecordOf<Meeting> | undefined {
    return this.#meeting;
  }

  get blocks(): RecordOf<Block>[] {
    return this.#blocks;
  }

  /** The block that runs now. */
  get block(): RecordOf<Block> | undefined {
    return this.#block;
  }

  /** The instrument that the running block shows. */
  get instance(): InstanceRecord | undefined {
    return this.#instance;
  }

  get instances(): InstanceRecord[] {
    return this.of('instance').filter((record) => record.body.instrument !== 'meeting');
  }

  get parties(): RecordOf<Party>[] {
    return this.#parties;
  }

  party(id: string | null | undefined): RecordOf<Party> | undefined {
    const found = this.#records.get(id);
    return found?.type === 'party' ? (found as RecordOf<Party>) : undefined;
  }

  /** Everybody you may know of; names are for control and for yourself only. */
  get people(): RecordOf<Attendee>[] {
    return this.#attendees;
  }

  /** Yourself, as an attendee. */
  get me(): RecordOf<Attendee> | undefined {
    return this.#records.get(this.#you.person) as RecordOf<Attendee> | undefined;
  }

  /** Whose connection is open now (control only, R14). */
  get present(): ReadonlySet<string> {
    return this.#people;
  }

  /** Fleeting messages of this name that still count, newest of each person. */
  fleeting(name: string, instance?: string): Fleeting[] {
    return [...this.#fleeting.values()].filter(
      (one) => one.name === name && (!instance || one.in === instance) && this.#now - one.at < FLEETING_MS,
    );
  }

  /** Asks the server something. The answer is in the `Sent`; until then it is kept, also over a reload. */
  do(instance: string, move: string, args: Record<string, unknown> = {}, options: { base?: number } = {}): Sent {
    const sent = new Sent(newOp());
    this.#sent.set(sent.op, sent);
    const frame = { t: 'do', op: sent.op, in: instance, move, args, base: options.base ?? null } as const;
    if (!this.#connection.send(frame)) this.#answered(sent.op, this.#status === 'closed' ? OVER : TOO_BIG);
    else if (this.#status === 'lost') sent.hold();
    return sent;
  }

  /** A move of the meeting itself. */
  meet(move: string, args: Record<string, unknown> = {}, options: { base?: number } = {}): Sent {
    return this.do(this.#meeting?.in ?? this.#attendees[0]?.in ?? '', move, args, options);
  }

  /** Fleeting state, such as "is typing". */
  tell(instance: string, name: string, args: Record<string, unknown> = {}): void {
    this.#connection.tell(instance, name, args);
  }

  /** Content of an instrument; empty until it is here. */
  texts(instrument: string): TextTable {
    return this.#texts.of(instrument);
  }

  #turn(status: Status, ending?: Ending): void {
    this.#status = status;
    this.#ending = ending;
    for (const sent of this.#sent.values()) {
      if (status === 'lost') sent.hold();
      else if (status === 'live') sent.resume();
      else if (status === 'closed') this.#answered(sent.op, OVER);
    }
    if (ending === 'removed') {
      // What is destroyed lies in no tab either (B10).
      this.missed.forget();
      this.#connection.outbox.clear();
    }
    if (status !== 'live') this.#people.clear();
    if (status === 'live') this.#texts.again();
  }

  #apply(frame: ServerFrame): void {
    if (frame.t === 'snapshot') {
      // The wall is nobody in particular.
      this.#you = { ...frame.you, person: frame.you.person ?? '' };
      this.#records.replace(frame.records);
      this.#now = this.#connection.clock.now;
      this.#build ||= frame.build;
      this.#stale = frame.build !== this.#build;
      this.#ready = true;
    } else if (frame.t === 'changes') {
      this.#records.change(frame.put, frame.gone);
    } else if (frame.t === 'fleeting') {
      this.#fleeting.set(`${frame.in} ${frame.name} ${frame.from ?? frame.party ?? ''}`, {
        ...frame,
        at: this.#connection.clock.now,
      });
    } else if (frame.t === 'present') {
      this.#present(frame.people);
    }
  }

  #present(people: string[]): void {
    const now = new Set(people);
    for (const person of this.#people) if (!now.has(person)) this.#people.delete(person);
    for (const person of now) this.#people.add(person);
  }

  #answered(op: string, refused?: Refusal, frame?: DoFrame): void {
    const refusal = refused && { ...refused, text: refused.text || UNREAD };
    const sent = this.#sent.get(op);
    sent?.settle(refusal);
    // Whoever asked it before a reload, or left the form meanwhile, would never hear of it.
    if (refusal && frame && !sent) this.missed.add(frame, refusal);
    else if (refusal?.reason === 'conflict' && frame) setTimeout(() => sent?.told || this.missed.add(frame, refusal));
    this.#sent.delete(op);
    settleDrafts(op, !refusal);
  }

  #tick(): void {
    this.#now = this.#connection.clock.now;
    for (const [key, one] of this.#fleeting) if (this.#now - one.at >= FLEETING_MS) this.#fleeting.delete(key);
  }
}
