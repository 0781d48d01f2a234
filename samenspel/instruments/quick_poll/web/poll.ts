/** Peiling: what the screens of one quick poll read. Getters, so that a template follows the room. */
import { t, tn } from '$lib/i18n';
import type { RecordOf, Room } from '$lib/room.svelte';
import type { Poll, PollBallot, PollRound, PollTally } from '$lib/protocol.gen';

export interface Prompt {
  readonly phase: string;
  readonly text: string;
  readonly help: string;
}

export type Example = Partial<Poll> & { key: string; kind: Poll['kind']; question: string };

/** One result that was shown, with the question it answers and the result of the round before, if there is one. */
export interface Result {
  readonly poll: RecordOf<Poll>;
  readonly round: RecordOf<PollRound>;
  readonly tally: PollTally;
  readonly before?: PollTally;
}

export class QuickPoll {
  constructor(
    private readonly room: () => Room,
    private readonly id: () => string,
  ) {}

  get texts(): { screens: Record<string, string>; prompts: Prompt[]; examples: Example[] } {
    const all = this.room().texts('quick_poll');
    return { screens: all.prompts?.screens ?? {}, prompts: all.prompts?.prompt ?? [], examples: all.examples?.example ?? [] };
  }

  /** A sentence of content/nl, or the Dutch one given while it is not here yet. */
  say(key: string, otherwise: string): string {
    return this.texts.screens[key] ?? otherwise;
  }

  get polls(): RecordOf<Poll>[] {
    return [...this.room().of('poll', this.id())].sort((a, b) => a.body.number - b.body.number);
  }

  /** Questions that were never put. */
  get waiting(): RecordOf<Poll>[] {
    return this.polls.filter((one) => !one.body.opened);
  }

  get rounds(): RecordOf<PollRound>[] {
    return [...this.room().of('poll_round', this.id())].sort((a, b) => a.body.turn - b.body.turn);
  }

  /** The round that runs or ran last. */
  get round(): RecordOf<PollRound> | undefined {
    return this.rounds.at(-1);
  }

  get isOpen(): boolean {
    return this.round?.body.state === 'open';
  }

  get isClosed(): boolean {
    return this.round?.body.state === 'closed';
  }

  pollOf(round: RecordOf<PollRound> | undefined): RecordOf<Poll> | undefined {
    return round ? this.polls.find((one) => one.id === round.scope) : undefined;
  }

  get poll(): RecordOf<Poll> | undefined {
    return this.pollOf(this.round);
  }

  /** One's own ballot in the round that is open. */
  get mine(): RecordOf<PollBallot> | undefined {
    return this.room()
      .of('poll_ballot', this.id())
      .find((one) => one.scope === this.round?.id && !one.body.paper);
  }

  /** Paper ballots that were typed in here. */
  get paper(): RecordOf<PollBallot>[] {
    return this.room()
      .of('poll_ballot', this.id())
      .filter((one) => one.scope === this.round?.id && one.body.paper);
  }

  get results(): Result[] {
    const tallies = this.room().of('poll_tally', this.id());
    const found: Result[] = [];
    for (const round of this.rounds) {
      const tally = tallies.find((one) => one.scope === round.id)?.body;
      const poll = this.pollOf(round);
      if (!tally || !poll) continue;
      const before = found.filter((one) => one.poll.id === poll.id).at(-1)?.tally;
      found.push(before ? { poll, round, tally, before } : { poll, round, tally });
    }
    return found;
  }

  /** What stands on the wall once the last round was shown. */
  get result(): Result | undefined {
    return this.results.find((one) => one.round.id === this.round?.id);
  }

  /** How many may vote: who is not here does not hold the group up, who is on paper counts. */
  get expected(): number {
    return this.room().people.filter(
      ({ body }) => body.status === 'admitted' && body.present !== false && (body.role === 'participant' || body.role === 'initiator'),
    ).length;
  }

  get counted(): string {
    const cast = this.round?.body.cast ?? 0;
    const paper = this.round?.body.paper ?? 0;
    const said = this.expected
      ? t('{n} van {m} gestemd', { n: cast, m: Math.max(this.expected, cast) })
      : tn('{n} stem', '{n} stemmen', cast);
    return paper ? t('{gestemd}, waarvan {papier} op papier', { gestemd: said, papier: paper }) : said;
  }

  ballots(tally: PollTally): string {
    const said = tn('{n} stem', '{n} stemmen', tally.ballots);
    return tally.paper ? t('{gestemd}, waarvan {papier} op papier', { gestemd: said, papier: tally.paper }) : said;
  }

  howTo(poll: Poll): string {
    if (poll.kind === 'scale') return t('Kies een getal van {laag} tot {hoog}.', { laag: poll.low, hoog: poll.high });
    if (poll.kind === 'ranking') return t('Zet ze op volgorde, het belangrijkste bovenaan.');
    if (poll.kind === 'open') return t('Schrijf je antwoord in een paar woorden.');
    return poll.choose > 1 ? t('Kies er hoogstens {n}.', { n: poll.choose }) : t('Kies er één.');
  }
}

export function kindName(kind: Poll['kind']): string {
  return { choice: t('Keuze'), scale: t('Schaal'), ranking: t('Volgorde'), open: t('Open vraag') }[kind];
}

/** A ballot in words, one line for each thing that was chosen: for the paper list and for who voted. */
export function inWords(poll: Poll, ballot: Pick<PollBallot, 'picks' | 'value' | 'text'>): string {
  if (poll.kind === 'open') return ballot.text;
  if (poll.kind === 'scale') return String(ballot.value ?? '');
  const names = ballot.picks.map((pick) => poll.options[pick] ?? '');
  return (poll.kind === 'ranking' ? names.map((name, at) => `${at + 1}. ${name}`) : names).join('\n');
}
