import { expect, it } from 'vitest';
import { looksPersonal } from './personal';

it.each(['bsn 123456782', 'bel 06-12345678', 'mail a.b@voorbeeld.nl', '1234 AB', 'geboren 3 mei', 'Wilgenlaan 12', 'mevrouw de Vries'])(
  'warns before %s is shown (CR-5)',
  (text) => expect(looksPersonal(text)).toBe(true),
);

it.each(['De woningcorporatie kondigt ontruiming aan', 'Casus Wilgenlaan', 'in 2025 kwam de GGZ', 'een mevrouw belde'])(
  'leaves %s alone',
  (text) => expect(looksPersonal(text)).toBe(false),
);
