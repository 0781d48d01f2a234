/** Schuif: what the screens of one dilemma slider read. Getters, so that a template follows the room. */
import { t, tn } from '$lib/i18n';
import type { RecordOf, Room } from '$lib/room.svelte';
import type { Dilemma, OtherValue, Placing, SharedSlider, SliderChoice, SliderRound, ValueOrder } from '$lib/protocol.gen';

/** A drag that is this long ago is over; the stored place says where it ended. */
const DRAG_MS = 1500;

export interface Stand {
  readonly key: string;
  readonly party: string;
  readonly name: string;
  readonly colour: number;
  readonly who: string;
  readonly value: number;
  readonly before: number | null;
  readonly why: string;
  readonly whyBefore: string;
  readonly noted: boolean;
}

export class Slider {
  constructor(
    private readonly room: () => Room,
    private readonly id: () => string,
  ) {}

  get texts(): { screens: Record<string, string>; prompts: Prompt[]; examples: Example[] } {
    const all = this.room().texts('dilemma_slider');
    return { screens: all.prompts?.screens ?? {}, prompts: all.prompts?.prompt ?? [], examples: all.examples?.example ?? [] };
  }

  /** A sentence of content/nl, or the Dutch one given while it is not here yet. */
  say(key: string, otherwise: string): string {
    return this.texts.screens[key] ?? otherwise;
  }

  get dilemma(): RecordOf<Dilemma> | undefined {
    return this.room().of('dilemma', this.id())[0];
  }

  get rounds(): RecordOf<SliderRound>[] {
    return [...this.room().of('slider_round', this.id())].sort((a, b) => a.body.number - b.body.number);
  }

  /** The round that runs or ran last. */
  get round(): RecordOf<SliderRound> | undefined {
    return this.rounds.at(-1);
  }

  /** Where the one slider of the group is: under somebody's finger, or where it came to rest. */
  get sharedAt(): number | undefined {
    const room = this.room();
    const drags = room.fleeting('moving', this.id()).filter((one) => room.now - one.at < DRAG_MS);
    const last = drags.reduce<(typeof drags)[number] | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
    return typeof last?.args.value === 'number' ? last.args.value : this.shared?.body.value;
  }

  get isOpen(): boolean {
    return this.round?.body.state === 'open';
  }

  get second(): boolean {
    return this.round?.body.number === 2;
  }

  placings(round: RecordOf<SliderRound> | undefined): RecordOf<Placing>[] {
    return round ? this.room().of('placing', this.id()).filter((one) => one.scope === round.id) : [];
  }

  mine(round = this.round): RecordOf<Placing> | undefined {
    const you = this.room().you.person;
    return this.placings(round).find((one) => one.author === you && !one.masked);
  }

  get shared(): RecordOf<SharedSlider> | undefined {
    return this.room().of('shared_slider', this.id())[0];
  }

  get values(): RecordOf<OtherValue>[] {
    return this.room().of('other_value', this.id());
  }

  get orders(): RecordOf<ValueOrder>[] {
    return this.room().of('value_order', this.id());
  }

  get choice(): RecordOf<SliderChoice> | undefined {
    return this.room().of('slider_choice', this.id())[0];
  }

  /** Everybody who may place; who is not here does not hold the group up. */
  get expected(): { id: string; name: string; party: string | null }[] {
    return this.room()
      .people.filter(({ body }) => body.status === 'admitted' && body.present !== false)
      .filter(({ body }) => body.role === 'participant' || body.role === 'initiator')
      .map(({ id, body }) => ({ id, name: body.name, party: body.party }));
  }

  get counted(): string {
    const placed = this.placings(this.round).length;
    const all = Math.max(this.expected.length, placed);
    return this.expected.length ? t('{n} van {m} geplaatst', { n: placed, m: all }) : tn('{n} geplaatst', '{n} geplaatst', placed);
  }

  /** What is revealed, one per person: where they stand now and, after a second round, where they stood. */
  get stands(): Stand[] {
    const shown = this.rounds.filter((round) => round.body.state === 'revealed');
    const last = shown.at(-1);
    const first = shown.length === 2 ? shown[0] : undefined;
    if (!last) return [];
    const before = new Map(this.placings(first).map((one) => [one.author, one.body]));
    const now = new Map(this.placings(last).map((one) => [one.author, one]));
    // Who stood somewhere in the first round and did not place again, still stands there.
    const all = [...now.values(), ...this.placings(first).filter((one) => !now.has(one.author))];
    return all.map((one) => {
      const party = this.room().party(one.party);
      const who = one.author ? (this.room().people.find((person) => person.id === one.author)?.body.name ?? '') : '';
      return {
        key: one.author ?? one.id,
        party: one.party ?? '',
        name: party?.body.short ?? (who || t('Deelnemer')),
        colour: party?.body.colour ?? 12,
        who,
        value: one.body.value,
        before: first && now.has(one.author) ? (before.get(one.author)?.value ?? null) : null,
        why: one.body.why,
        whyBefore: first ? (before.get(one.author)?.why ?? '') : '',
        noted: one.body.noted,
      };
    });
  }

  /** The name of an entry of somebody's hierarchy. */
  valueName(id: string): string {
    if (id === 'left') return this.dilemma?.body.left ?? '';
    if (id === 'right') return this.dilemma?.body.right ?? '';
    return this.values.find((one) => one.id === id)?.body.text ?? '';
  }

  /** Where a place is, in words: for screen readers, the list and the phone. */
  inWords(value: number): string {
    const { left, right } = this.dilemma?.body ?? { left: '', right: '' };
    if (value === 50) return t('in het midden');
    const side = value < 50 ? left : right;
    const away = Math.abs(value - 50);
    if (away === 50) return t('helemaal bij {kant}', { kant: side });
    if (away >= 30) return t('dicht bij {kant}', { kant: side });
    if (away >= 10) return t('meer naar {kant}', { kant: side });
    return t('iets naar {kant}', { kant: side });
  }

  shiftInWords(stand: { value: number; before: number | null }): string {
    if (stand.before === null) return '';
    const { left, right } = this.dilemma?.body ?? { left: '', right: '' };
    if (stand.value === stand.before) return this.say('shift_none', t('bleef staan'));
    const steps = Math.abs(stand.value - stand.before);
    return stand.value < stand.before
      ? t('{n} naar {kant}', { n: steps, kant: left })
      : t('{n} naar {kant}', { n: steps, kant: right });
  }

  /** One sentence on the whole shift. */
  get shiftSummary(): string {
    const moved = this.stands.filter((one) => one.before !== null);
    if (!moved.length) return '';
    const to = (test: (d: number) => boolean): number => moved.filter((one) => test(one.value - (one.before ?? 0))).length;
    const { left, right } = this.dilemma?.body ?? { left: '', right: '' };
    const parts: [number, string][] = [
      [to((d) => d < 0), left],
      [to((d) => d > 0), right],
    ];
    const still = to((d) => d === 0);
    return [
      ...parts.filter(([n]) => n).map(([n, side]) => tn('{n} schoof naar {kant}', '{n} schoven naar {kant}', n, { kant: side })),
      ...(still ? [tn('{n} bleef staan', '{n} bleven staan', still)] : []),
    ].join(' · ');
  }
}

export interface Prompt {
  key: string;
  phase: string;
  text: string;
  help: string;
}

export interface Example {
  key: string;
  question: string;
  left: string;
  left_text: string;
  right: string;
  right_text: string;
}
