"""The words of docs/bench.md."""

from __future__ import annotations

from typing import Final

from tests.bench.systems import versions

_VERSIONS: Final = versions()
NAMES: Final = {
    "samenspel": "Samenspel",
    "hocuspocus": f"Hocuspocus {_VERSIONS['hocuspocus']}",
    "ywebsocket": f"y-websocket {_VERSIONS['ywebsocket']}",
    "socketio": f"socket.io {_VERSIONS['socketio']}",
    "ws": f"ws {_VERSIONS['ws']}",
    "floor": "kale ondergrens",
}

HEAD: Final = """# Metingen

Deze pagina is geschreven door `make bench`, het stuk over het verslag door `python -m tests.bench.report_time`.
Naast Samenspel zijn in dezelfde ronde vier openbare
systemen uit npm gemeten: Hocuspocus met zijn SQLite-uitbreiding, y-websocket, en een doorgeefluik (relay) op
socket.io en op ws. Alles is {runs} keer gedaan, de systemen om en om. In elke cel staat de middelste waarde, met de
kleinste en de grootste erachter. Samenspel legt vast op schijf vóór iemand iets ziet; Hocuspocus laat eerst zien en
bewaart twee tot tien seconden later; de andere drie bewaren niets.

De *kale ondergrens* (`tests/bench/floor.py`) is geen systeem maar een maat: het minste dat een server kan doen die
eerst bewaart en dan pas laat zien. Eén vastlegging per tik, en één keer schrijven per verbinding; geen mensen, geen
rechten, geen versleuteling, niets dat iemand kan gebruiken. Waar ook die een grens niet haalt, vraagt deze machine
dat vooral zelf, voor de schijf en het netwerk. Het is een maat en geen bewijs: één lus in Python, met één rusttijd."""

AWAKE: Final = {
    True: """Op elke kern draait een proces dat alleen loopt als niemand anders iets wil (SCHED_IDLE), zodat geen kern
  in slaap valt. Op een gedeelde machine kost wakker worden een tiende tot tien milliseconde, bij ieder systeem en op
  goed geluk; dat was meer dan wat de systemen zelf doen. `AWAKE=0` meet zonder.""",
    False: "De kernen mogen tussen twee veranderingen in slaap vallen.",
}
"""By whether the cores were kept awake."""

METHOD: Final = """## Hoe er gemeten is

- De server draait op de ene kern, de generator op de andere. De generator is één Node-proces dat ieder systeem zijn
  eigen taal spreekt, kaal over websockets zonder compressie: voor Samenspel zoals in `docs/room.md`, voor Yjs de
  y-protocols (bij Hocuspocus met zijn omlijsting), voor socket.io engine.io 4 zonder omweg.
- {cores}
- Iedere verandering voegt dezelfde woorden toe, met een nummer erin. De generator zoekt dat nummer in de bytes en
  onthoudt wanneer iedere deelnemer het voor het eerst kreeg. Updates van Yjs worden gemaakt door een echte `Y.Doc`
  per deelnemer, maar bij ontvangst niet verwerkt; JSON wordt niet ontleed. Wat een telefoon met de woorden doet,
  telt dus bij geen enkel systeem mee.
- **Golf**: ieder verandert één ding op een eigen, geloot ogenblik binnen 2 seconden; bij elk systeem dezelfde
  loting. *p50* en *p95* gaan over alle paren van een verandering en een ander die haar ziet; *laatste* gaat per
  verandering over wie haar het laatst ziet; *bewaard* is de bevestiging aan de afzender, na het vastleggen.
  Rekentijd, frames en bytes lopen vanaf de eerste verandering tot alles overal zichtbaar is, en ten minste 2
  seconden; wat Hocuspocus daarna nog bewaart, telt niet mee. Wat na {patience} seconden nog ontbreekt, heet
  *verloren* en telt mee als minstens zo lang. *Generator* is de rekentijd van de generator zelf: komt die in de
  buurt van de duur, dan meet de proef mede de generator.
- **Toeloop**: {small} en 1.000 deelnemers verbinden op gelote ogenblikken binnen 3 seconden, bij een bord met
  {notes} notities; van het begin van de verbinding tot alle notities er zijn. Samenspel kijkt daarbij ook het
  toegangsbewijs na, en geeft behalve de notities de hele bijeenkomst.
- **Schuif**: ieder overschrijft 20 keer per seconde zijn eigen waarde; van versturen tot die waarde of een nieuwere
  bij een ander zichtbaar is. Bij Samenspel sleept ieder een eigen open dilemmaschuif, zoals de schermen dat doen:
  onderweg is een waarde vluchtig (elke 20 ms gaat de laatste door, en er wordt niets van bewaard), en waar de schuif
  blijft liggen is een zet, die bewaard wordt. De anderen geven elke waarde door.
- **Geheugen**: het verschil in gebruikt geheugen (RSS) tussen een kamer met één verbinding en een met allen erbij,
  gedeeld door hun aantal, op een net gestarte server.
- Rekentijd is wat het besturingssysteem per draad bijhoudt, van het hele serverproces met zijn kinderen.
- In elke kamer is één verbinding meer dan het aantal deelnemers; bij Samenspel is dat de Regie.
- y-websocket draait met de uitgebrachte Yjs 13: de voorproef van Yjs 14 die het vraagt, past niet bij de onderdelen
  die npm er nu bij levert. Hocuspocus draait met better-sqlite3 13, omdat 12 onder deze Node afbreekt."""
