import './theme/index.css';
import './pages/pages.css';
import './pages/sessions.css';
import './pages/guide.css';
import { codeField } from './pages/code';
import { copyButtons } from './pages/copy';
import { fragmentToken } from './pages/fragment';
import { passkeys } from './pages/passkey';
import { printButtons } from './pages/print';
import { oneSubmit } from './pages/submit';

for (const prepare of [oneSubmit, codeField, fragmentToken, copyButtons, printButtons, passkeys]) prepare(document);
