/** Reading the answers: attention against tension per level, and where one might dig (D-2). The same as reading.py;
 *  tests/reading.json binds them. Numbers only: the words ask, they never judge. */
import type { LevelAnswer } from '$lib/protocol.gen';

export type Level = LevelAnswer['level'];
export const LEVELS: readonly Level[] = ['goal_and_content', 'field_and_rules', 'relations'];
export const NOTABLE = 2.5;
const APART = 3;

export interface Reading {
  readonly level: Level;
  readonly count: number;
  readonly tension: number;
  readonly attention: number;
  readonly differ: boolean;
}

export interface Dig {
  readonly level: Level | null;
  readonly above: Level | null;
  readonly spent: Level | null;
}

type Answer = Pick<LevelAnswer, 'level' | 'tension' | 'attention'>;

const mean = (all: number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

export function read(answers: readonly Answer[]): Reading[] {
  return LEVELS.flatMap((level) => {
    const here = answers.filter((one) => one.level === level);
    if (!here.length) return [];
    const tension = here.map((one) => one.tension);
    return [{
      level,
      count: here.length,
      tension: mean(tension),
      attention: mean(here.map((one) => one.attention)),
      differ: Math.max(...tension) - Math.min(...tension) >= APART,
    }];
  });
}

export function dig(readings: readonly Reading[]): Dig {
  const first = readings[0];
  if (!first) return { level: null, above: null, spent: null };
  // Strictly more: on equal numbers the higher level stays, because problems seep down.
  const spent = readings.reduce((most, one) => (one.attention > most.attention ? one : most), first);
  const alone = readings.filter((one) => one.attention === spent.attention).length === 1;
  const tense = readings.filter((one) => one.tension >= NOTABLE && one.tension > one.attention);
  const gap = (one: Reading): number => one.tension - one.attention;
  const best = tense.reduce<Reading | undefined>((most, one) => (!most || gap(one) > gap(most) ? one : most), undefined);
  const higher = best ? readings.slice(0, readings.indexOf(best)).find((one) => one.tension >= NOTABLE) : undefined;
  const told = spent.attention >= NOTABLE && alone && best?.level !== spent.level;
  return { level: best?.level ?? null, above: higher?.level ?? null, spent: told ? spent.level : null };
}
