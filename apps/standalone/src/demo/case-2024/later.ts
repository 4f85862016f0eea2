import { amend, disclose, go, say, task, type Step } from './steps.js';
import { time } from './time.js';

/** September 2024 and after: more is published, containment is overturned, the first access moves to May. */
export const LATER: readonly Step[] = [
  say('2024-09-18T20:00:00Z', 'D16', {
    by: 'ODNI, FBI and CISA',
    stance: 'corroborates',
    on: '2024-09-18',
    basis: 'intelligence',
    shown: 'none',
    restsOn: ['D13'],
    statement:
      'In late June and early July excerpts of the stolen material were mailed to people then associated with the opposing campaign; there is no information that any of them answered.',
  }),
  say('2024-09-18T22:00:00Z', 'D17', {
    by: "The state's mission to the United Nations",
    stance: 'denies',
    on: '2024-09-18',
    basis: 'political',
    shown: 'none',
    respondsTo: ['D16'],
    statement: 'The allegation is unfounded and not admissible; the mission asks for substantiated documents.',
  }),
  disclose('2024-09-26T15:00:00Z', 'publication', {
    source: 'The newsletter that published the file',
    anonymous: false,
    channel: 'press',
    publicAt: time('2024-09-26'),
    reliability: 'C',
    credibility: 2,
    summary: 'The vetting file is published in full: the first public release of a leaked document.',
  }),
  disclose('2024-09-26T16:00:00Z', 'ongoing', {
    source: 'A political newsletter',
    anonymous: false,
    channel: 'press',
    publicAt: time('2024-09-26'),
    reliability: 'C',
    credibility: 3,
    summary:
      'Among the leaked documents is a letter of 15 September: whoever leaks still had access after the disclosure of August.',
  }),
  go(
    '2024-09-26T16:30:00Z',
    'investigating',
    'A letter of 15 September is among the leaked documents: what we held to be contained was not.',
  ),
  say('2024-09-27T18:00:00Z', 'D20', {
    by: 'US Department of Justice',
    stance: 'corroborates',
    on: '2024-09-27',
    basis: 'legal',
    shown: 'described',
    restsOn: ['D13'],
    statement:
      "Three members of the state's military are indicted for the intrusion and the leak, with access from about May 2024. An indictment is an allegation.",
    title: 'Indictment',
  }),
  amend('2024-09-27T18:20:00Z', 'first access moves', {
    occurredAt: time('2024-05'),
    reason: 'The indictment dates the first access to about May 2024.',
  }),
  say('2024-09-27T21:00:00Z', 'D21', {
    by: "The state's mission to the United Nations",
    stance: 'denies',
    on: '2024-09-27',
    basis: 'political',
    shown: 'none',
    respondsTo: ['D20'],
    statement: 'The state does not take part in the internal conflicts or electoral disputes of another.',
  }),
  task('2024-09-27T21:30:00Z', 'Find the access that was still open in September', {
    role: 'it',
    dueAt: '2024-10-04T16:00:00Z',
  }),
  disclose('2025-06-30T20:00:00Z', 'persona', {
    source: 'The persona "Robert"',
    anonymous: true,
    channel: 'press',
    publicAt: time('2025-06-30'),
    reliability: 'F',
    credibility: 6,
    summary:
      'The persona is back, claims to hold about 100 gigabytes of mail of people around the campaign, and threatens to sell it.',
  }),
  say('2025-06-30T23:00:00Z', 'D23', {
    by: 'CISA',
    stance: 'cannot_verify',
    on: '2025-06-30',
    basis: 'political',
    shown: 'none',
    statement:
      'The material is purportedly stolen and not verified; the agency calls the announcement propaganda of a hostile foreign adversary.',
  }),
];
