import { approve, assess, dissent, withdrawFinding } from './judging.js';
import { amend, disclose, go, say, task, type Step } from './steps.js';
import { time } from './time.js';

/** September 2024 and after: more is published, containment is overturned, the first access moves to May. */
export const LATER: readonly Step[] = [
  withdrawFinding(
    '2024-09-02T09:00:00Z',
    'F2',
    'The host is shared by hundreds of customers: that it served both proves nothing.',
  ),
  assess('2024-09-05T10:00:00Z', 'A3', {
    confidence: 'high',
    judgements: { state: 'very-likely', insider: 'very-unlikely', storm: 'almost-no-chance', unknown: 'very-unlikely' },
    rationale: 'It is very likely that an actor of the state did this. Nobody has offered another explanation since.',
    assumptions: ['The agencies did not only repeat what the vendors had published.'],
    factors: {
      assumptions: 'As before.',
      sourcing: 'As before, without the finding that was withdrawn.',
      argument: 'Time has passed, and no other explanation was offered.',
    },
    supports: ['D02', 'D11', 'D13', 'F1'],
    contradicts: ['D07', 'D14'],
  }),
  dissent(
    '2024-09-05T11:00:00Z',
    'A3',
    'it',
    'Nothing new was presented since August, and one finding was withdrawn. That is no ground for more confidence.',
  ),
  approve('2024-09-05T12:00:00Z', 'A3'),
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
  assess('2024-09-27T21:10:00Z', 'A4', {
    confidence: 'moderate',
    judgements: { state: 'very-likely', insider: 'very-unlikely', storm: 'almost-no-chance', unknown: 'very-unlikely' },
    rationale:
      'The indictment names persons and dates the access to May. It grew out of the same investigation as the joint statement, so it is no further independent source; the messenger is one. It is very likely that an actor of the state did this.',
    assumptions: ['The messenger speaks from its own telemetry.'],
    factors: {
      assumptions: 'That the messenger saw for itself what it reports.',
      sourcing: 'Four independent sources; what the agencies know is not shown.',
      argument: 'Targets, time and technique agree across all of them.',
    },
    supports: ['D02', 'D11', 'D13', 'D15', 'D20', 'F1'],
    contradicts: ['D07', 'D14', 'D17', 'D21'],
  }),
  approve('2024-09-27T21:20:00Z', 'A4'),
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
  assess('2025-07-01T14:00:00Z', 'A5', {
    confidence: 'moderate',
    judgements: { state: 'very-likely', insider: 'very-unlikely', storm: 'almost-no-chance', unknown: 'very-unlikely' },
    rationale:
      'The persona is back and shows nothing that could be checked. It remains very likely that an actor of the state did this.',
    assumptions: ['The persona is the one of 2024.'],
    factors: {
      assumptions: 'That the same people write as the persona.',
      sourcing: 'The agency that speaks of it could not verify the material.',
      argument: 'What is announced adds nothing to what was known.',
    },
    supports: ['D02', 'D11', 'D13', 'D15', 'D20', 'F1'],
    contradicts: ['D07', 'D14', 'D17', 'D21', 'D23'],
  }),
];
