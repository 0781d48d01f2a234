import { describe, expect, it } from 'vitest';
import cases from '../tests/reading.json';
import { dig, read, type Level } from './reading';

describe('D-2: where to dig', () => {
  it.each(cases)('$what', ({ answers, dig: expected }) => {
    const given = answers.map(([level, tension, attention]) => ({
      level: level as Level, tension: Number(tension), attention: Number(attention),
    }));
    const found = dig(read(given));
    expect([found.level, found.above, found.spent]).toEqual(expected);
  });
});
