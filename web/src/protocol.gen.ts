/* Made by `samenspel schema` from the records in Python. Do not change by hand. */

/**
 * Every record type with what its records hold.
 */
export interface Bodies {
  abbreviation: Abbreviation;
  agreement: Agreement;
  attendee: Attendee;
  block: Block;
  defining_moment: DefiningMoment;
  experience: Experience;
  ground_rule: GroundRule;
  instance: Instance;
  interaction: Interaction;
  interpretation: Interpretation;
  lesson: Lesson;
  look_back: LookBack;
  mark: Mark;
  meeting: Meeting;
  observation: Observation;
  parking: Parking;
  party: Party;
  peeling: Peeling;
  reconstruction: Reconstruction;
  red_thread: RedThread;
  stance: Stance;
  theme: Theme;
}
/**
 * Afkorting of vakwoord met uitleg, for everybody at the table (CR-7).
 */
export interface Abbreviation {
  word: string;
  meaning: string;
}
/**
 * Afspraak: who does what, when, with whose help (X-2, CR-19).
 *
 * `kind`: a working agreement; an appointment for a case that goes on; how new information is dealt with (CR-17).
 * `who` and `help_from` are free words (a role, a party, initials); `due` is an ISO date or empty.
 */
export interface Agreement {
  what: string;
  kind: 'case' | 'new_information' | 'working';
  who: string;
  due: string;
  help_from: string;
  place: number;
  lesson: string | null;
  status: 'done' | 'dropped' | 'open' | 'started';
}
/**
 * Deelnemer: a person in a session, known by the name or initials it gave (CR-3, R14).
 *
 * `status`: waiting in the lobby, admitted, turned away, or gone. `present` is set by the facilitator and never
 * by a connection (R14). `level` is the function level of 001; `involved` whether directly involved in the case.
 * `remote`: joins from elsewhere beside a video call. `offline`: in the room without a phone. `became`: this
 * newcomer turned out to be somebody known before (dead battery); whoever holds its ticket is that attendee.
 */
export interface Attendee {
  name: string;
  role: 'facilitator' | 'initiator' | 'note_taker' | 'participant';
  party: string | null;
  status: 'admitted' | 'gone' | 'refused' | 'waiting';
  function: string;
  level: '' | 'management' | 'practice' | 'team_lead';
  involved: boolean | null;
  present: boolean;
  remote: boolean;
  offline: boolean;
  became: string | null;
}
/**
 * Onderdeel van het draaiboek (X-4, CR-9). `minutes` planned; `started`/`ended` in ms since 1970, 0 for not yet.
 *
 * `runs` is the instance it shows, `phase` the phase that instance goes to when the block starts.
 */
export interface Block {
  minutes: number;
  place: number;
  runs: string | null;
  phase: string;
  lead: string;
  materials: string;
  note: string;
  started: number;
  ended: number;
}
/**
 * Bepalend moment (CR-6, CR-7, CR-12): neutral, in keywords, 120 code points at most.
 *
 * `place` orders all moments and is for control only; `spot` orders the revealed ones and is set at the reveal,
 * so that a hidden moment takes no place (R4). `mark` says whether it hindered or helped (CR-18).
 */
export interface DefiningMoment {
  text: string;
  when: When;
  kind: 'collaboration' | 'content';
  place: number;
  revealed: boolean;
  spot: number | null;
  during: boolean;
}
/**
 * Wanneer, zoals mensen het zeggen (CR-6): an exact day, a month, a season, a year or 'rond …'.
 *
 * `label` is the words for 'about' ("rond kerst"); `month` 1..12; `season` counts winter as the one that begins
 * in December of `year`.
 */
export interface When {
  kind: 'about' | 'exact' | 'month' | 'season' | 'year';
  year: number;
  month: number | null;
  day: number | null;
  season: ('autumn' | 'spring' | 'summer' | 'winter') | null;
  label: string;
}
/**
 * Beleving van de samenwerking, 1 (zwaar) to 5 (goed), per party and moment (CR-14). Scope: the moment.
 */
export interface Experience {
  value: number;
}
/**
 * Spelregel: how the group wants to deal with each other (CR-11, D-4).
 *
 * The four attributes of D-4 are empty while nobody judged them.
 */
export interface GroundRule {
  text: string;
  place: number;
  explicit: boolean | null;
  formal: boolean | null;
  works: boolean | null;
  fair: boolean | null;
  missing: boolean;
}
/**
 * Instrument in een bijeenkomst: one use of an instrument; its phase opens and closes moves and scopes.
 */
export interface Instance {
  instrument: string;
  phase: string;
}
/**
 * Wisselwerking: what one party did, its effect on another, and the assumption behind it (CR-15).
 *
 * `by` acted, `on` felt it. Scope: the moment of the action; `effect_moment` where the effect showed, if elsewhere.
 */
export interface Interaction {
  by: string;
  on: string;
  action: string;
  effect: string;
  understood: string;
  assumption: string;
  effect_moment: string | null;
}
/**
 * Duiding: one party's reading of a moment, in its own words, 280 code points at most (CR-12).
 *
 * Scope: the moment. Drafts are for the author only; `noted` was written down by the note-taker; `beforehand`
 * was brought in before the meeting (CR-3).
 */
export interface Interpretation {
  text: string;
  state: 'draft' | 'placed';
  noted: boolean;
  beforehand: boolean;
}
/**
 * Les: what the parties learned, on content or on collaboration, from a red thread (CR-19).
 */
export interface Lesson {
  text: string;
  kind: 'collaboration' | 'content';
  place: number;
  thread: string | null;
}
/**
 * Terugblik: the date on which the group meets again, fixed before people leave (CR-19, CR-23).
 */
export interface LookBack {
  date: string;
  organiser: string;
  note: string;
}
/**
 * Markering: this moment hindered or helped the collaboration, and why (CR-18). Scope: the moment.
 */
export interface Mark {
  value: 'helping' | 'hindering';
  why: string;
}
/**
 * Bijeenkomst: the one record that says where the group is.
 *
 * Times are milliseconds since 1970 UTC, 0 for not yet. `block` is the block that runs now. `door_open` admits
 * everyone who joins (lobby off). `planned_start` is what the run sheet counts from before the start.
 */
export interface Meeting {
  planned_start: number;
  started: number;
  ended: number;
  block: string | null;
  door_open: boolean;
  paper: boolean;
  message: string;
}
/**
 * Wat opvalt in de tijdlijn: in events, in what professionals did, in the collaboration, or the dynamic it
 * leads to (CR-18).
 */
export interface Observation {
  text: string;
  about: 'actions' | 'collaboration' | 'dynamic' | 'events';
}
/**
 * Parkeerplaats: what matters but does not fit now (CR-20).
 */
export interface Parking {
  text: string;
  place: number;
  status: 'done' | 'open';
}
/**
 * Partij: an organisation, or a part of one, that speaks for itself (001, CR-3).
 *
 * `colour` is 1..12 and fixes paper, edge and edge pattern; `short` (14 code points at most) always goes with it.
 * `place` orders parties. `absent` says it could not come; `category` groups parties that share a colour (001).
 */
export interface Party {
  name: string;
  short: string;
  colour: number;
  place: number;
  absent: boolean;
  category: string;
}
/**
 * Afpellen van een moment (CR-18): what exactly happened, what effect, which step could be different.
 *
 * Scope: the moment.
 */
export interface Peeling {
  happened: string;
  effect: string;
  step: string;
}
/**
 * Instellingen van deze reconstructie: one record per instance.
 *
 * `current` is the moment on the wall; `experience` switches the line of CR-14 on; `matrix` shows the whole
 * timeline on the wall; `focus` what the wall shows besides (ground rules, a thread …). `rules_agreed` in ms.
 */
export interface Reconstruction {
  reason: string;
  current: string | null;
  experience: boolean;
  focus: 'agreements' | 'ground_rules' | 'lessons' | 'moment' | 'new_information' | 'overview' | 'threads';
  rules_agreed: number;
  asked: string[];
  information_asked: boolean;
  information_open: boolean;
}
/**
 * Rode draad: what is seen again and again in the timeline, linked to moments (CR-18).
 */
export interface RedThread {
  text: string;
  place: number;
  moments: string[];
  level: '' | 'field_and_rules' | 'goal_and_content' | 'relations';
}
/**
 * Houding van een partij tegenover een moment (CR-12); one per party and moment. Scope: the moment.
 */
export interface Stance {
  value: 'also_defining' | 'not_defining' | 'not_yet_involved';
  noted: boolean;
}
/**
 * Thema: something that keeps coming back, with the moments where it did (flip-over, CR-16).
 */
export interface Theme {
  text: string;
  moments: string[];
}
