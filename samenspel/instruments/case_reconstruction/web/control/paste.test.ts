import { describe, expect, it } from 'vitest';
import { readPaste, wrongWith } from './paste';

const party = { name: 'Woningcorporatie', short: 'Wonen', colour: 1, place: 1, absent: false, category: '' };
const row = { when: 'maart 2025', text: 'Eerste overleg', kind: '', party: '', interpretation: '' };

describe('plakken (CR-6)', () => {
  it('reads columns in the usual order', () => {
    expect(readPaste('maart 2025\tEerste overleg\tinhoud\tWonen\tWij hoorden het laat\n')).toEqual([
      { when: 'maart 2025', text: 'Eerste overleg', kind: 'inhoud', party: 'Wonen', interpretation: 'Wij hoorden het laat' },
    ]);
  });

  it('takes the head row for the order of the columns', () => {
    expect(readPaste('Moment;Wanneer\nEerste overleg;2025')).toEqual([{ ...row, when: '2025' }]);
  });

  it('keeps new lines and quotes inside a cell', () => {
    expect(readPaste('2025\t"Een ""klein""\noverleg"\n\n')[0]?.text).toBe('Een "klein"\noverleg');
  });

  it('says in words what is wrong with a row', () => {
    expect(wrongWith(row, [party], true)).toBe('');
    expect(wrongWith({ ...row, when: '' }, [party], true)).toContain('datum');
    expect(wrongWith({ ...row, text: '', when: '' }, [party], true)).toContain('eerste rij');
    expect(wrongWith({ ...row, text: 'x'.repeat(121) }, [party], true)).toContain('121');
    expect(wrongWith({ ...row, party: 'GGZ', interpretation: 'Dat wisten wij niet' }, [party], true)).toContain('GGZ');
    expect(wrongWith({ ...row, party: 'wonen', interpretation: 'Dat wisten wij niet' }, [party], true)).toBe('');
  });
});
