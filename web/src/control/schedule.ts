/** Draaiboek in de tijd (CR-9, CR-20): planned and expected times, ahead or behind, what is left. Pure; all in ms. */
import type { Block, Meeting } from '$lib/protocol.gen';
import type { RecordOf } from '$lib/protocol';

export const MINUTE = 60_000;

export type SlotState = 'done' | 'now' | 'next' | 'skipped';

export interface Slot {
  readonly id: string;
  readonly block: RecordOf<Block>;
  readonly state: SlotState;
  /** When it should have begun according to the plan. */
  readonly planned: number;
  /** When it began, or is expected to. */
  readonly start: number;
  /** When it ended, or is expected to. */
  readonly end: number;
  /** 0 to 1. */
  readonly progress: number;
}

export interface Schedule {
  readonly slots: readonly Slot[];
  readonly current: Slot | undefined;
  readonly next: Slot | undefined;
  /** Place of the current block among all, from 1; 0 when none runs. */
  readonly at: number;
  /** Minutes ahead of the plan; negative is behind. */
  readonly ahead: number;
  /** Of the current block; negative is over time. */
  readonly blockLeft: number;
  /** Of the whole, as expected now. */
  readonly left: number;
  readonly end: number;
}

export function schedule(meeting: Meeting | undefined, blocks: readonly RecordOf<Block>[], now: number): Schedule {
  const planStart = meeting?.planned_start || meeting?.started || now;
  const running = blocks.findIndex((block) => block.id === meeting?.block);
  const last = Math.max(running, blocks.reduce((at, block, index) => (block.body.started ? index : at), -1));
  const slots: Slot[] = [];
  let planned = planStart;
  // Before the start a plan in the past says nothing any more: then it begins now.
  let free = meeting?.started ? meeting.started : Math.max(planStart, now);
  blocks.forEach((block, index) => {
    const slot = place(block, index === running, index < last, planned, free, now);
    slots.push(slot);
    planned += block.body.minutes * MINUTE;
    free = slot.state === 'skipped' ? free : Math.max(free, slot.end);
  });
  const current = slots[running];
  const end = meeting?.ended || free;
  return {
    slots,
    current,
    next: slots.find((slot, index) => index > running && slot.state === 'next'),
    at: running + 1,
    ahead: Math.round((planned - end) / MINUTE),
    blockLeft: current ? current.start + current.block.body.minutes * MINUTE - now : 0,
    left: Math.max(0, end - now),
    end,
  };
}

function place(
  block: RecordOf<Block>, runs: boolean, passed: boolean, planned: number, free: number, now: number,
): Slot {
  const { started, ended, minutes } = block.body;
  const length = minutes * MINUTE;
  const base = { id: block.id, block, planned };
  if (runs) {
    const progress = length > 0 ? Math.min(1, Math.max(0, (now - started) / length)) : 1;
    return { ...base, state: 'now', start: started, end: Math.max(started + length, now), progress };
  }
  if (started) return { ...base, state: 'done', start: started, end: ended || started, progress: 1 };
  if (passed) return { ...base, state: 'skipped', start: free, end: free, progress: 0 };
  return { ...base, state: 'next', start: free, end: free + length, progress: 0 };
}
