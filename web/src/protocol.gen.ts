/* Made by `samenspel schema` from the records in Python. Do not change by hand. */

/**
 * Every record type with what its records hold.
 */
export interface Bodies {
  abbreviation: Abbreviation;
  absent_party: AbsentParty;
  agreement: Agreement;
  answered: Answered;
  attendee: Attendee;
  block: Block;
  case_choice: CaseChoice;
  consent: Consent;
  defining_moment: DefiningMoment;
  dilemma: Dilemma;
  experience: Experience;
  facilitator_check: FacilitatorCheck;
  good_moment: GoodMoment;
  ground_rule: GroundRule;
  instance: Instance;
  intention: Intention;
  interaction: Interaction;
  interpretation: Interpretation;
  lesson: Lesson;
  level_answer: LevelAnswer;
  look_back: LookBack;
  look_back_answer: LookBackAnswer;
  look_back_question: LookBackQuestion;
  look_back_talk: LookBackTalk;
  mark: Mark;
  meeting: Meeting;
  missing_party: MissingParty;
  moment_input: MomentInput;
  moment_request: MomentRequest;
  observation: Observation;
  other_value: OtherValue;
  parking: Parking;
  party: Party;
  peeling: Peeling;
  placement: Placement;
  placing: Placing;
  poll: Poll;
  poll_ballot: PollBallot;
  poll_round: PollRound;
  poll_tally: PollTally;
  proceedings: Proceedings;
  reconstruction: Reconstruction;
  red_thread: RedThread;
  report_comment: ReportComment;
  shared_slider: SharedSlider;
  slider_choice: SliderChoice;
  slider_round: SliderRound;
  sounding_answer: SoundingAnswer;
  stance: Stance;
  suggestion: Suggestion;
  tension: Tension;
  theme: Theme;
  triangle: Triangle;
  triangle_round: TriangleRound;
  value_order: ValueOrder;
}
/**
 * Afkorting of vakwoord met uitleg, for everybody at the table (CR-7).
 */
export interface Abbreviation {
  word: string;
  meaning: string;
}
/**
 * Afwezige partij: what is done when it cannot come (CR-3), one per party; for control and the initiator.
 *
 * `approved`: the party agrees with what was written down of its talk, which comes in as 'vooraf ingebracht'.
 */
export interface AbsentParty {
  decision: 'go_on' | 'hold_over' | 'talk_first';
  note: string;
  approved: boolean;
}
/**
 * Afspraak: who does what, when, with whose help (X-2, CR-19).
 *
 * `kind`: a working agreement; an appointment for a case that goes on; how new information is dealt with (CR-17).
 * `who` and `help_from` are free words (a role, a party, initials); `owner` is the attendee who is asked how it
 * goes, whose id is that of its contact in the traject. `due` is an ISO date or empty. `lesson` or `rule` is the
 * record it follows from. `report` is what the owner said about it at `reported` (milliseconds since 1970 UTC, 0 for
 * never), for who leads and organises until it is `shared`; `helped` is what helped or stood in the way, in the words
 * of the group at the look-back (CR-23).
 */
export interface Agreement {
  what: string;
  kind: 'case' | 'new_information' | 'working';
  who: string;
  due: string;
  help_from: string;
  place: number;
  lesson: string | null;
  rule: string | null;
  status: 'done' | 'dropped' | 'open' | 'started';
  owner: string | null;
  report: string;
  reported: number;
  shared: boolean;
  helped: string;
}
/**
 * Wie al antwoordde, one per person; apart from the answers, so that nothing links the two. Scope: the round.
 *
 * `levels` counts the levels answered; `noted` when Regie put answers down for this person.
 */
export interface Answered {
  levels: number;
  noted: boolean;
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
  title: string;
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
 * Keuze van de casus (CR-1, CR-5), one per instance; for control and the initiator.
 *
 * `alias` is what the case is called: never a name. `kind`: it went stroef, or it is exemplary, then for `theme`.
 * `calm`: closed, in a new calm phase, or still running ('' is not said yet). `purpose_confirmed`: learning about
 * the collaboration, not gathering new information. `legal_basis` with `basis_note` where it is written down.
 */
export interface CaseChoice {
  alias: string;
  kind: 'exemplary' | 'rough';
  theme: string;
  reason: string;
  signals: ('no_better_result' | 'not_understanding' | 'role_expectations' | 'visions_apart')[];
  calm: '' | 'calm' | 'closed' | 'running';
  purpose_confirmed: boolean;
  legal_basis: '' | 'agreement' | 'law' | 'other' | 'unknown';
  basis_note: string;
}
/**
 * Instemming van één deelnemer met de spelregels (CR-11); `at` in ms. Dropped when the rules change.
 */
export interface Consent {
  at: number;
}
/**
 * Bepalend moment (CR-6, CR-7, CR-12): neutral, in keywords, 120 code points at most.
 *
 * Scope: the reconstruction. `place` orders all moments and is for control only; `spot` orders the revealed ones
 * and is set at the reveal, so that a hidden moment takes no place (R4). `during`: came up in the meeting.
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
 * Dilemma: two values that are both worth something and partly exclude each other (G-3.1).
 *
 * `explanation` is shown with the question; `left_text` and `right_text` say what each side yields. `open_variant`
 * is one slider on the wall for a small group, moved by anybody; nobody places for themselves then.
 */
export interface Dilemma {
  question: string;
  left: string;
  right: string;
  left_text: string;
  right_text: string;
  explanation: string;
  open_variant: boolean;
}
/**
 * Beleving van de samenwerking, 1 (zwaar) to 5 (goed), per party and moment (CR-14). Scope: the moment.
 */
export interface Experience {
  value: number;
  noted: boolean;
}
/**
 * Zelftoets van de gespreksbegeleider (CR-2), one per person: competences this person is sure of, independence,
 * knowledge of the field, and the declaration of confidentiality. `confirmed_at` in ms, 0 for not.
 */
export interface FacilitatorCheck {
  competences: ('conflict_skills' | 'daring_to_ask' | 'flexibility' | 'impartiality' | 'listening' | 'summarising')[];
  independent: boolean | null;
  field_knowledge: boolean | null;
  confidentiality: 'confirmed' | 'none' | 'paper';
  confirmed_at: number;
}
/**
 * Moment dat goed ging: of a case that the parties found to go well (001). Kept with the case of this session.
 *
 * `when` in free words; `worked` is what made it work, `elsewhere` what of that can be used in other cases.
 */
export interface GoodMoment {
  text: string;
  when: string;
  worked: string;
  elsewhere: string;
  place: number;
  shown: boolean;
}
/**
 * Spelregel: how the group wants to deal with each other (CR-11, D-4).
 *
 * The attributes of D-4 (felt as clear and as fair count as one there) are empty while nobody judged them.
 */
export interface GroundRule {
  text: string;
  place: number;
  explicit: boolean | null;
  formal: boolean | null;
  works: boolean | null;
  clear: boolean | null;
  fair: boolean | null;
  missing: boolean;
}
/**
 * Instrument in een bijeenkomst: one use of an instrument; its phase opens and closes moves and scopes.
 */
export interface Instance {
  instrument: string;
  title: string;
  phase: string;
}
/**
 * Voornemen: what the group wants to keep, change or stop (CR-23). An agreement makes it concrete.
 */
export interface Intention {
  text: string;
  kind: 'change' | 'keep' | 'stop';
  place: number;
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
 * was brought in before the meeting (CR-3); `confirmed`: the party said that the noted words are right. `removed`:
 * its author had the words taken away; what stands there says so and nothing else.
 */
export interface Interpretation {
  text: string;
  state: 'draft' | 'placed';
  noted: boolean;
  beforehand: boolean;
  confirmed: boolean;
  removed: boolean;
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
 * Antwoord op één niveau: tension seen and attention given, both 1 to 5, and a note (D-1). Scope: the round.
 *
 * One per person and level; revealed without a name.
 */
export interface LevelAnswer {
  level: 'field_and_rules' | 'goal_and_content' | 'relations';
  tension: number;
  attention: number;
  note: string;
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
 * Antwoord voor de terugblik: what it brought, what is done otherwise. Scope: the question.
 *
 * It is about working together and never about the case, so it lives under the outcome key. `added`: said in the
 * meeting, once the answers were open.
 */
export interface LookBackAnswer {
  text: string;
  added: boolean;
}
/**
 * Vraag voor de terugblik: asked beforehand by link. Its answers lie in its scope and open when it is
 * `revealed` (R6).
 */
export interface LookBackQuestion {
  text: string;
  help: string;
  place: number;
  revealed: boolean;
}
/**
 * Gesprek van de terugblik: which variant it is (`went_well`: a case that the parties found to go well), what is
 * on the wall now, and whether there is a picture of the timeline of then.
 *
 * `current` is the agreement, question or moment that is spoken of; `then` what of that time is shown. `held` is the
 * ISO date of the meeting looked back on, or empty.
 */
export interface LookBackTalk {
  variant: 'follow_up' | 'went_well';
  current: string | null;
  then: '' | 'lessons' | 'picture' | 'threads';
  picture: boolean;
  held: string;
}
/**
 * Markering: this moment hindered or helped the collaboration, and why (CR-18). Scope: the moment.
 *
 * A participant has one per moment, with its party; control keeps one for the group (no party) and one per party.
 */
export interface Mark {
  value: 'helping' | 'hindering';
  why: string;
  noted: boolean;
}
/**
 * Bijeenkomst: the one record that says where the group is.
 *
 * Times are milliseconds since 1970 UTC, 0 for not yet. `block` is the block that runs now. `door_open` admits
 * everyone who joins (lobby off). `planned_start` is what the run sheet counts from before the start. `timer` shows
 * on the wall how long the block still takes (CR-20).
 */
export interface Meeting {
  title: string;
  planned_start: number;
  started: number;
  ended: number;
  block: string | null;
  door_open: boolean;
  paper: boolean;
  timer: boolean;
  message: string;
}
/**
 * Ontbrekende partij, as somebody sees it (CR-3). For its author, control and the initiator.
 */
export interface MissingParty {
  text: string;
}
/**
 * Ingebracht moment (CR-6): when, what happened, of what kind, and how its party experienced it.
 *
 * A draft is for its author only; what was sent is for its author and control, and for no other party.
 * `handled` says what was done with it; `moment` where it went, for control only. `removed`: taken back by its
 * author after control had read it, without any words left.
 */
export interface MomentInput {
  text: string;
  when: When | null;
  kind: 'collaboration' | 'content';
  meaning: string;
  state: 'draft' | 'removed' | 'sent';
  handled: '' | 'set_aside' | 'taken';
  moment: string | null;
}
/**
 * Uitvraag van momenten aan één persoon (CR-6). `person` is an attendee id, `due` an ISO date or empty,
 * `answered` in ms, 0 for not yet. For control and that person; the party is in the envelope.
 */
export interface MomentRequest {
  person: string;
  due: string;
  answered: number;
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
 * Waarde die ook meespeelt, besides the two at the ends (G-3.1).
 */
export interface OtherValue {
  text: string;
  place: number;
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
 * Iets dat op een niveau ligt: a red thread, a moment or a free note (D-1).
 *
 * `ref` is the record it points at, of any instance of the session; a note has its own `text` instead.
 */
export interface Placement {
  what: 'moment' | 'note' | 'thread';
  level: 'field_and_rules' | 'goal_and_content' | 'relations';
  place: number;
  ref: string | null;
  text: string;
}
/**
 * Plaats: where one person stands, and why; one per person and round. Scope: the round.
 *
 * The author is the person it belongs to; `noted` when the facilitator or note-taker put it down for them.
 */
export interface Placing {
  value: number;
  why: string;
  noted: boolean;
}
/**
 * Vraag (G-4.6). `options` for a choice and a ranking, of which a choice takes `choose` at most; `low`, `high`
 * and their words for a scale. `number` counts the questions of this poll; `opened` once a round was opened.
 */
export interface Poll {
  kind: 'choice' | 'open' | 'ranking' | 'scale';
  question: string;
  explanation: string;
  options: string[];
  choose: number;
  low: 0 | 1;
  high: 5 | 10;
  low_text: string;
  high_text: string;
  number: number;
  opened: boolean;
}
/**
 * Stem (R13): for its author only, until the round closes and it is destroyed. Scope: the round.
 *
 * `picks` are chosen options, or the whole order of a ranking; `value` is a place on the scale. `paper`: typed in by
 * Regie for somebody without a phone, of whom nothing is kept.
 */
export interface PollBallot {
  picks: number[];
  value: number | null;
  text: string;
  paper: boolean;
}
/**
 * Stemronde: opens and closes the box of one question. Scope: the question; it opens its result (R6, R13).
 *
 * `cast` is how many ballots are in, of which `paper` were put down for people without a phone; `lost` how many
 * became unreadable because their key is gone. `turn` counts the rounds of this poll, `number` those of the question.
 */
export interface PollRound {
  turn: number;
  number: number;
  state: 'closed' | 'open' | 'revealed';
  cast: number;
  paper: number;
  lost: number;
}
/**
 * Uitslag: what remains of a round: numbers, and open answers in an order that means nothing. Scope: the round.
 *
 * `counts` per option or per number of the scale, from low to high. For a ranking `points` (as many as there are
 * options below it on each ballot, plus one) and `firsts`; `places` are sums of places, from which the mean follows.
 */
export interface PollTally {
  ballots: number;
  paper: number;
  lost: number;
  counts: number[];
  points: number[];
  places: number[];
  firsts: number[];
  texts: string[];
}
/**
 * Verloop: where the talk is now, one record per instance.
 *
 * `current` is the revealed moment on the wall; `focus` what the wall shows. `rules_agreed` in ms, 0 for not yet
 * (CR-11). `asked` are keys of prompts (CR-13, control only). `information_open`: the procedure for new
 * information is on the table; `information_asked`: it was asked once more in part 4 (CR-17).
 */
export interface Proceedings {
  current: string | null;
  focus: 'agreements' | 'ground_rules' | 'lessons' | 'moment' | 'new_information' | 'overview' | 'themes' | 'threads';
  rules_agreed: number;
  asked: string[];
  information_open: boolean;
  information_asked: boolean;
}
/**
 * Instellingen van deze reconstructie, one record per instance: the scope of every moment, so it changes seldom.
 *
 * `reason` is why this case was chosen (CR-1; everybody sees it once lessons are drawn, CR-19); `experience`
 * switches the line of CR-14 on.
 */
export interface Reconstruction {
  reason: string;
  experience: boolean;
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
 * Reactie op het verslag (CR-21): on a thread, a lesson or an agreement (`target`), never on what happened.
 *
 * For its author, control and the initiator.
 */
export interface ReportComment {
  target: string;
  text: string;
  state: 'open' | 'set_aside' | 'taken';
}
/**
 * De open schuif op de wand: one place for the whole group; `first` is where it stood before the talk.
 */
export interface SharedSlider {
  value: number;
  first: number | null;
  why: string;
}
/**
 * Keuze: what the group chose for now, and what it does with the value that weighs less (G-3.1).
 *
 * Lives on after the case is destroyed, so it names the two values itself. `review` is an ISO date or empty.
 */
export interface SliderChoice {
  text: string;
  other_side: string;
  left: string;
  right: string;
  review: string;
}
/**
 * Ronde: the first placing or the one after the talk. Scope: the dilemma; it opens its placings (R6).
 */
export interface SliderRound {
  number: 1 | 2;
  state: 'open' | 'revealed';
}
/**
 * Antwoord op de peiling (CR-1), one per person: open to it, time for it, willing to learn together, and
 * whether this person was involved in the case. For its author, control and the initiator.
 */
export interface SoundingAnswer {
  open: '' | 'no' | 'unsure' | 'yes';
  time: '' | 'no' | 'unsure' | 'yes';
  learn: '' | 'no' | 'unsure' | 'yes';
  involved: '' | 'no' | 'partly' | 'yes';
  remark: string;
}
/**
 * Houding van een partij tegenover een moment (CR-12); one per party and moment. Scope: the moment.
 */
export interface Stance {
  value: 'also_defining' | 'not_defining' | 'not_yet_involved';
  noted: boolean;
}
/**
 * Voorstel van een deelnemer: a moment that is missing (CR-12) or a ground rule (CR-11).
 *
 * For its author and control only. `when` comes with a moment and never with a rule.
 */
export interface Suggestion {
  kind: 'ground_rule' | 'moment';
  text: string;
  when: When | null;
  status: 'open' | 'set_aside' | 'taken';
}
/**
 * Spanning in de samenwerking, said in confidence (CR-4), one per person.
 *
 * For the facilitator; not for the note-taker, the initiator or anybody else. Its author sees that it was said.
 */
export interface Tension {
  level: 'light' | 'none' | 'serious';
  talk: boolean;
  note: string;
}
/**
 * Thema: something that keeps coming back, with the moments where it did (flip-over, CR-16).
 */
export interface Theme {
  text: string;
  moments: string[];
}
/**
 * Instellingen van deze driehoek: one record per instance.
 *
 * `level` is the level whose help questions are on the wall, empty for the board; `asked` the help questions that
 * were put, as "level:number" from 0 (D-1).
 */
export interface Triangle {
  level: '' | 'field_and_rules' | 'goal_and_content' | 'relations';
  asked: string[];
}
/**
 * Ronde: everybody answers for themselves, then all answers open at once; it opens its answers (D-1, R6).
 */
export interface TriangleRound {
  state: 'open' | 'revealed';
}
/**
 * Waardenhiërarchie van één persoon, heaviest first: ids of other values, or "left" and "right" (G-3.1).
 *
 * For the author only, until the author shows it to the group.
 */
export interface ValueOrder {
  order: string[];
  shown: boolean;
}
