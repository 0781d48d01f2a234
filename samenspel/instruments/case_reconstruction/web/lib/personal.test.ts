import { expect, it } from 'vitest';
import { looksPersonal } from './personal';

it.each(['bsn 123456782', 'bel 06-12345678', 'naam@voorbeeld.nl', '12-3-1987', 'NL91 ABNA 0417 1643 00', '1234 AB 12', '1234 AB', 'geboren 3 mei', 'Wilgenlaan 12', 'mevrouw de Vries'])(
  'warns before %s is shown (CR-5)',
  (text) => expect(looksPersonal(text)).toBe(true),
);

it.each(['De woningcorporatie kondigt ontruiming aan', 'Casus Wilgenlaan', 'in 2025 kwam de GGZ', 'Op 12 maart belden 3 partijen elkaar', 'zaaknummer 123456789', 'in totaal 250.000.000 euro', '12-3-2025', 'dossier 1234567890', 'een mevrouw belde'])(
  'leaves %s alone',
  (text) => expect(looksPersonal(text)).toBe(false),
);
