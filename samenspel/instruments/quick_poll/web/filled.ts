/** Ingevuld: what stands on a ballot that is being filled in. */
import type { Poll, PollBallot } from '$lib/protocol.gen';

export interface Filled {
  readonly picks: readonly number[];
  readonly value: number | null;
  readonly text: string;
  /** A ranking begins in the order of the question; whether somebody moved anything in it. */
  readonly touched: boolean;
}

/** An empty ballot, or the one that was cast. */
export function begin(poll: Poll, cast?: Pick<PollBallot, 'picks' | 'value' | 'text'>): Filled {
  const fresh = poll.kind === 'ranking' ? poll.options.map((_, at) => at) : [];
  return { picks: cast ? cast.picks : fresh, value: cast?.value ?? null, text: cast?.text ?? '', touched: false };
}

export function isComplete(poll: Poll, filled: Filled): boolean {
  if (poll.kind === 'open') return Boolean(filled.text.trim());
  if (poll.kind === 'scale') return filled.value !== null;
  return filled.picks.length > 0;
}

/** The arguments of a ballot: only what this kind of question asks. */
export function answer(poll: Poll, filled: Filled): { picks?: number[]; value?: number; text?: string } {
  if (poll.kind === 'open') return { text: filled.text };
  if (poll.kind === 'scale') return filled.value === null ? {} : { value: filled.value };
  return { picks: [...filled.picks] };
}

export function same(poll: Poll, filled: Filled, cast: Pick<PollBallot, 'picks' | 'value' | 'text'>): boolean {
  if (poll.kind === 'open') return filled.text.trim() === cast.text;
  if (poll.kind === 'scale') return filled.value === cast.value;
  const picks = poll.kind === 'ranking' ? filled.picks : [...filled.picks].sort();
  return picks.length === cast.picks.length && picks.every((pick, at) => pick === cast.picks[at]);
}
