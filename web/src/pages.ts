import './theme/index.css';
import './pages/pages.css';
import './pages/sessions.css';
import './pages/mijn.css';
import './pages/guide.css';
import { codeField } from './pages/code';
import { copyButtons } from './pages/copy';
import { fragmentToken } from './pages/fragment';
import { privacyHints } from './pages/hints';
import { passkeys } from './pages/passkey';
import { printButtons } from './pages/print';
import { oneSubmit } from './pages/submit';

for (const prepare of [oneSubmit, codeField, fragmentToken, copyButtons, printButtons, passkeys, privacyHints]) prepare(document);
