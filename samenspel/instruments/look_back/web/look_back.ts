/** Terugblik: what the screens of one look-back read. Getters, so that a template follows the room. */
import { t, tn } from '$lib/i18n';
import type { RecordOf, Room } from '$lib/room.svelte';
import type {
  Agreement, GoodMoment, Intention, Lesson, LookBack, LookBackAnswer, LookBackQuestion, LookBackTalk, RedThread,
} from '$lib/protocol.gen';
import { dayInWords } from '$lib/shell/day';

export type Status = Agreement['status'];
export type Kind = Intention['kind'];
export const STATUSES: readonly Status[] = ['open', 'started', 'done', 'dropped'];
export const KINDS: readonly Kind[] = ['keep', 'change', 'stop'];

export interface Prompt {
  readonly key: string;
  readonly phase: string;
  readonly variant?: string;
  readonly text: string;
  readonly help: string;
}

const FIRST: LookBackTalk = { variant: 'follow_up', current: null, then: '', picture: false, held: '' };

export class LookBackView {
  constructor(
    private readonly room: () => Room,
    private readonly id: () => string,
  ) {}

  get texts(): { screens: Record<string, string>; prompts: Prompt[] } {
    const all = this.room().texts('look_back');
    return { screens: all.prompts?.screens ?? {}, prompts: all.prompts?.prompt ?? [] };
  }

  /** A sentence of content/nl, or the Dutch one given while it is not here yet. */
  say(key: string, otherwise: string): string {
    return this.texts.screens[key] ?? otherwise;
  }

  prompts(phase: string): Prompt[] {
    const well = this.talk.variant === 'went_well';
    const found = this.texts.prompts.filter((one) => one.phase === phase);
    const special = found.filter((one) => one.variant === this.talk.variant);
    return well && special.length ? special : found.filter((one) => !one.variant);
  }

  get talk(): LookBackTalk {
    return this.room().of('look_back_talk', this.id())[0]?.body ?? FIRST;
  }

  get wentWell(): boolean {
    return this.talk.variant === 'went_well';
  }

  get agreements(): RecordOf<Agreement>[] {
    return byPlace(this.room().of('agreement', this.id()));
  }

  /** Those that came along, and those that were made here. */
  get before(): RecordOf<Agreement>[] {
    return this.agreements.filter((one) => one.scope);
  }

  get made(): RecordOf<Agreement>[] {
    return this.agreements.filter((one) => !one.scope);
  }

  get agreement(): RecordOf<Agreement> | undefined {
    return this.agreements.find((one) => one.id === this.talk.current);
  }

  get questions(): RecordOf<LookBackQuestion>[] {
    return byPlace(this.room().of('look_back_question', this.id()));
  }

  get question(): RecordOf<LookBackQuestion> | undefined {
    return this.questions.find((one) => one.id === this.talk.current);
  }

  /** In an order that says nothing of who was first. */
  answers(question: string): RecordOf<LookBackAnswer>[] {
    const found = this.room().of('look_back_answer', this.id()).filter((one) => one.scope === question);
    return [...found].sort((a, b) => Number(a.body.added) - Number(b.body.added) || (a.id < b.id ? -1 : 1));
  }

  mine(question: string): RecordOf<LookBackAnswer> | undefined {
    const me = this.room().you.person;
    return this.answers(question).find((one) => one.author === me && !one.body.added);
  }

  /** Own agreements: of which I am the owner, or wrote down without one. */
  isOwn(one: RecordOf<Agreement>): boolean {
    const me = this.room().you.person;
    return one.body.owner ? one.body.owner === me : one.author === me;
  }

  get own(): RecordOf<Agreement>[] {
    return this.agreements.filter((one) => this.isOwn(one));
  }

  get moments(): RecordOf<GoodMoment>[] {
    return byPlace(this.room().of('good_moment', this.id()));
  }

  get moment(): RecordOf<GoodMoment> | undefined {
    return this.moments.find((one) => one.id === this.talk.current);
  }

  get threads(): RecordOf<RedThread>[] {
    return byPlace(this.room().of('red_thread', this.id()));
  }

  get lessons(): RecordOf<Lesson>[] {
    return byPlace(this.room().of('lesson', this.id()));
  }

  intentions(kind: Kind): RecordOf<Intention>[] {
    return byPlace(this.room().of('intention', this.id())).filter((one) => one.body.kind === kind);
  }

  get next(): RecordOf<LookBack> | undefined {
    return this.room().of('look_back', this.id())[0];
  }

  /** Where the picture of then is; only the screens of this room get it. */
  get picture(): string {
    return `/s/${this.room().page.session}/toen.png`;
  }

  get held(): string {
    return this.talk.held ? dayInWords(this.talk.held) : '';
  }

  /** How many of those at the table answered beforehand (for who leads). */
  get answered(): string {
    const seated = this.room().people.filter(
      ({ body }) => body.status === 'admitted' && (body.role === 'participant' || body.role === 'initiator'),
    );
    const said = new Set(this.room().of('look_back_answer', this.id()).filter((one) => !one.body.added).map((one) => one.author));
    return t('{n} van {m} mensen antwoordden vooraf', { n: seated.filter((one) => said.has(one.id)).length, m: seated.length });
  }

  get tally(): string {
    const done = this.before.filter((one) => one.body.status === 'done').length;
    return tn('{klaar} van {n} afspraak gedaan', '{klaar} van {n} afspraken gedaan', this.before.length, { klaar: done });
  }
}

function byPlace<T extends { readonly place: number }>(records: readonly RecordOf<T>[]): RecordOf<T>[] {
  return [...records].sort((a, b) => a.body.place - b.body.place || (a.id < b.id ? -1 : 1));
}

export function statusWords(status: Status): string {
  return { open: t('Open'), started: t('Begonnen'), done: t('Gedaan'), dropped: t('Vervallen') }[status];
}

export function kindWords(kind: Kind): string {
  return { keep: t('Vasthouden'), change: t('Anders doen'), stop: t('Stoppen') }[kind];
}

/** 'Hester · 12 maart 2026 · met hulp van de directie'. */
export function whoWhen(one: Agreement): string {
  return [one.who, one.due && dayInWords(one.due), one.help_from && t('met hulp van {wie}', { wie: one.help_from })].filter(Boolean).join(' · ');
}
