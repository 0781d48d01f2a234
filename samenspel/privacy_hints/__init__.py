"""Privacyhints: what in a text looks like data of a person (CR-5). Pure; it advises and never blocks.

The same is done while typing, in web/src/pages/personal_data.ts; both read `lists.json` and are tested with
`examples.json`.
"""

from samenspel.privacy_hints.find import find as find
from samenspel.privacy_hints.finding import Finding as Finding
from samenspel.privacy_hints.finding import Kind as Kind
