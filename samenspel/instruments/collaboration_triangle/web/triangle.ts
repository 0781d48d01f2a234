/** Driehoek: what the screens of one collaboration triangle read. Getters, so that a template follows the room. */
import { t } from '$lib/i18n';
import type { RecordOf, Room } from '$lib/room.svelte';
import type { Agreement, Answered, GroundRule, LevelAnswer, Placement, Triangle as Settings, TriangleRound } from '$lib/protocol.gen';
import { dig, LEVELS, read, type Dig, type Level, type Reading } from './reading';

export interface LevelText {
  key: Level;
  title: string;
  intro: string;
  questions: string[];
}

export interface Scale {
  question: string;
  scale: { value: number; label: string }[];
}

export interface Attribute {
  key: 'explicit' | 'formal' | 'works' | 'clear' | 'fair';
  label: string;
  yes: string;
  no: string;
}

export interface Placed {
  readonly record: RecordOf<Placement>;
  readonly words: string;
  readonly kind: string;
}

export class Triangle {
  constructor(
    private readonly room: () => Room,
    private readonly id: () => string,
  ) {}

  get #texts() {
    return this.room().texts('collaboration_triangle').questions ?? {};
  }

  get opening(): string {
    return this.#texts.opening ?? t('Waar zie je druk ontstaan?');
  }

  get levels(): LevelText[] {
    const found: LevelText[] = this.#texts.level ?? [];
    const plain: Record<Level, string> = {
      goal_and_content: t('Doel en inhoud'),
      field_and_rules: t('Speelveld en spelregels'),
      relations: t('Relatienetwerk'),
    };
    return LEVELS.map((key) => found.find((one) => one.key === key) ?? { key, title: plain[key], intro: '', questions: [] });
  }

  title(level: string | null | undefined): string {
    return this.levels.find((one) => one.key === level)?.title ?? '';
  }

  get rulesOfThumb(): { key: string; title: string; text: string }[] {
    return this.#texts.rule_of_thumb ?? [];
  }

  scale(which: 'tension' | 'attention'): Scale {
    const found = this.#texts.answer?.[which];
    return {
      question: found?.question ?? (which === 'tension' ? t('Hoeveel spanning zie je hier?') : t('Hoeveel aandacht kreeg dit al?')),
      scale: found?.scale ?? [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) })),
    };
  }

  say(part: 'board' | 'screens' | 'answer' | 'rules', key: string, otherwise: string): string {
    return this.#texts[part]?.[key] ?? otherwise;
  }

  get attributes(): Attribute[] {
    return this.#texts.rules?.attribute ?? [];
  }

  get settings(): RecordOf<Settings> | undefined {
    return this.room().of('triangle', this.id())[0];
  }

  get round(): RecordOf<TriangleRound> | undefined {
    return this.room().of('triangle_round', this.id())[0];
  }

  get revealed(): boolean {
    return this.round?.body.state === 'revealed';
  }

  get answers(): RecordOf<LevelAnswer>[] {
    return this.room().of('level_answer', this.id());
  }

  /** Your own answers. */
  mine(level: Level): RecordOf<LevelAnswer> | undefined {
    const you = this.room().you.person;
    return this.answers.find((one) => one.author === you && one.body.level === level);
  }

  /** What everybody may see together: nothing until the reveal. */
  get shown(): LevelAnswer[] {
    return this.revealed ? this.answers.map((one) => one.body) : [];
  }

  get readings(): Reading[] {
    return read(this.shown);
  }

  get dig(): Dig {
    return dig(this.readings);
  }

  notes(level: Level): string[] {
    return this.shown.filter((one) => one.level === level && one.note).map((one) => one.note).sort();
  }

  /** How many answered 1, 2 … 5. */
  counts(level: Level, which: 'tension' | 'attention'): number[] {
    const here = this.shown.filter((one) => one.level === level);
    return [1, 2, 3, 4, 5].map((value) => here.filter((one) => one[which] === value).length);
  }

  get answered(): RecordOf<Answered>[] {
    return this.room().of('answered', this.id());
  }

  get expected(): { id: string; name: string; party: string | null }[] {
    return this.room()
      .people.filter(({ body }) => body.status === 'admitted' && body.present !== false)
      .filter(({ body }) => body.role === 'participant' || body.role === 'initiator')
      .map(({ id, body }) => ({ id, name: body.name, party: body.party }));
  }

  get counted(): string {
    const done = this.answered.filter((one) => one.body.levels === LEVELS.length).length;
    return this.expected.length
      ? t('{n} van {m} klaar', { n: done, m: Math.max(done, this.expected.length) })
      : t('{n} klaar', { n: done });
  }

  /** What lies on a level; a reference you may not see (yet) is left out. */
  placed(level: Level): Placed[] {
    const kinds = { thread: t('rode draad'), moment: t('moment'), note: t('notitie') };
    return this.room()
      .of('placement', this.id())
      .filter((one) => one.body.level === level)
      .flatMap((record) => {
        const found = this.room().get(record.body.ref);
        const words = record.body.what === 'note' ? record.body.text : ((found?.body as { text?: string })?.text ?? '');
        return words ? [{ record, words, kind: kinds[record.body.what] }] : [];
      });
  }

  /** Threads and revealed moments of the session that do not lie on the triangle yet. */
  get loose(): { what: 'thread' | 'moment'; id: string; words: string }[] {
    const taken = new Set(this.room().of('placement', this.id()).map((one) => one.body.ref));
    const threads = this.room().of('red_thread').map((one) => ({ what: 'thread' as const, id: one.id, words: one.body.text }));
    const moments = this.room()
      .of('defining_moment')
      .filter((one) => one.body.revealed)
      .map((one) => ({ what: 'moment' as const, id: one.id, words: one.body.text }));
    return [...threads, ...moments].filter((one) => !taken.has(one.id));
  }

  get rules(): RecordOf<GroundRule>[] {
    return this.room().of('ground_rule', this.id());
  }

  /** Rules that you put on the list yourself. */
  get ownRules(): RecordOf<GroundRule>[] {
    return this.rules.filter((one) => one.author === this.room().you.person);
  }

  /** Notes that you laid on the triangle yourself. */
  get ownNotes(): Placed[] {
    const you = this.room().you.person;
    return LEVELS.flatMap((level) => this.placed(level)).filter(({ record }) => record.body.what === 'note' && record.author === you);
  }

  get agreements(): RecordOf<Agreement>[] {
    return this.room().of('agreement', this.id());
  }

  judged(rule: GroundRule): string[] {
    return this.attributes.flatMap(({ key, yes, no }) => (rule[key] === null ? [] : [rule[key] ? yes : no]));
  }

  /** Where to dig, as questions. */
  get questions(): { level: Level; text: string }[] {
    const { level, above, spent } = this.dig;
    const found: { level: Level; text: string }[] = [];
    if (level) {
      const ask = this.say('board', 'dig_here', t('Veel spanning, nog weinig aandacht. Is hier iets te winnen?'));
      const up = above ? ` ${this.say('board', 'look_above', t('Of begon het hierboven?'))}` : '';
      found.push({ level, text: ask + up });
    }
    if (spent) found.push({ level: spent, text: this.say('board', 'look_elsewhere', t('Hier ging al veel aandacht naartoe. Wat zou je zien op een ander niveau?')) });
    for (const one of this.readings) {
      if (one.differ && !found.some((question) => question.level === one.level)) {
        found.push({ level: one.level, text: this.say('board', 'differ', t('Jullie zien hier verschillende dingen. Hoe komt dat?')) });
      }
    }
    return found;
  }
}
