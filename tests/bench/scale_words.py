"""The words of docs/scale.md."""

from __future__ import annotations

from typing import Final

HEAD: Final = """# Kamers naast elkaar

Deze pagina is in haar geheel geschreven door `make scale`. Naast elkaar draaien 1 tot 200 kamers met elk {people}
deelnemers en een Regie, die doen wat mensen doen: ieder schrijft ongeveer om de {every:.0f} seconden een zin op,
en ieder scherm vraagt elke {ping:.0f} seconden of de server er nog is. Na het binnenkomen wordt elke stap
{seconds} seconden gemeten. *Bewaard* is van versturen tot de server zegt dat het vastligt op schijf; *overal* van
versturen tot een ander het heeft. 100 % rekentijd is één volle kern."""

LIMIT: Final = """## De eerstvolgende grens

Elke kamer die er bijkomt kost {each} % van een kern. Eén proces rekent op één kern, dus is die vol bij ongeveer
{full} kamers; wie {busy} aanhoudt, zodat een golf in enkele kamers tegelijk past, heeft plaats voor {fits} kamers
({fitting} deelnemers). Gemeten bleef de p95 van *bewaard* {good} onder {limit} ms. Geheugen: bij {rooms} kamers
is {memory} MB in gebruik.

Wat die grens optilt, in deze volgorde:

1. Meer processen (`samenspel serve --workers N`), één per kern, op PostgreSQL en Redis. Zolang toeval bepaalt
   waar iemand binnenkomt, leeft een kamer in meer processen tegelijk en doet elk daarvan het werk van die kamer
   mee.
2. Daarom: verdeel op de bijeenkomst in het adres, `/s/<bijeenkomst>/…`, met nginx vóór processen met elk een
   eigen poort (`--own-ports`, zie `docs/operate.md`). Een kamer leeft dan in één proces, en het aantal kamers
   groeit mee met het aantal kernen. Valt een proces weg, dan gaan de kamers naar een ander; dat kost een nieuwe
   verbinding.
3. Meer machines met zulke processen, op dezelfde PostgreSQL.
4. Daarna is PostgreSQL aan de beurt: elke tik van een kamer is één vastlegging. Kamers delen niets, dus kunnen ze
   over meer databases worden verdeeld, bijvoorbeeld per regio."""

COUNTRY: Final = """## Heel Nederland tegelijk

{municipalities} gemeenten met elk {each} kamers van {people} mensen, alle op hetzelfde uur. Gerekend met wat
hierboven gemeten is: één proces per kern, elke kamer in één proces."""

DATABASE: Final = """De database erbij: PostgreSQL en Redis gebruikten bij {rooms} kamers samen {each} ms
rekentijd per verandering, dus {cores} kernen bij {busy} bezetting voor het
hele land. Dat is gemeten terwijl elke kamer in twee processen
leefde en dus vaker gelezen werd dan nodig. De schijf is niet beproefd: die moet zoveel vastleggingen per seconde
aankunnen als er veranderingen zijn die niet in dezelfde tik van een kamer vallen, hoogstens {changes}."""

RECKONED: Final = (
    """Dit is een berekening, geen proef: zoveel kamers, en meer dan één machine, zijn hier niet gemeten."""
)

HOW: Final = """## Hoe er gemeten is

- Dezelfde generator als in `docs/bench.md`, met één verbinding per deelnemer en per Regie. De kamers komen van de
  demonstratie, met een voorbereide casus.
- *Eén proces*: de server op de ene kern, de generator op de andere.
- *Twee processen*: `samenspel serve --workers {workers}` op één poort, met PostgreSQL (fsync aan) en Redis op
  dezelfde machine. Server, database en generator delen dan alle kernen; de cijfers zeggen dus meer over hun
  verhouding dan over de grens. Wie waar binnenkomt is toeval: bijna elke kamer leeft in beide processen, die
  elkaar bij iedere verandering bijpraten.
- *Geheugen per kamer* is wat de server erbij krijgt als er in een kamer alleen een Regie is; *per deelnemer* wat
  elke deelnemer daarna toevoegt. Wat processen delen telt één keer."""

MEASURED: Final = """Gemeten op {date}: {machine}, Python {python}; het geheel duurde {minutes:.0f} minuten."""

STOPPED: Final = (
    """Let op, {which}: bij {wanted} kamers kwam niet iedereen meer binnen; {last} kamers was de laatste stap."""
)
