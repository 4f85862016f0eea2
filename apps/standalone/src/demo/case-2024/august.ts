import { approve, assess, find, judge, weigh } from './judging.js';
import { account, comment, disclose, done, go, hypothesis, say, type Step } from './steps.js';
import { time } from './time.js';

/** 12 to 23 August 2024: others say what they saw; the case is held to be contained. */
export const AUGUST: readonly Step[] = [
  judge('2024-08-12T10:00:00Z', 'F1', 'accepted', 'The address is in our own sign-in log, on 14 June.'),
  assess('2024-08-12T15:00:00Z', 'A1', {
    confidence: 'low',
    judgements: { state: 'likely', insider: 'very-unlikely', unknown: 'unlikely' },
    rationale:
      "It is likely that an actor of the state took over the adviser's account. Everything that names the state goes back to one report of one vendor, which shows nothing that we could check.",
    assumptions: ['The message that we hold is the one that the report describes.'],
    factors: {
      assumptions: 'That our message is the one of the report; not yet confirmed by the vendor.',
      sourcing: 'One vendor, usually reliable; its evidence is described and not shown.',
      argument: 'Technique and target agree with what the vendor says; neither is rare.',
    },
    supports: ['D02', 'F1', 'message'],
    contradicts: ['D07'],
  }),
  approve('2024-08-12T17:00:00Z', 'A1'),
  say('2024-08-12T20:00:00Z', 'D09', {
    by: 'FBI',
    stance: 'declines_to_attribute',
    on: '2024-08-12',
    statement: 'The bureau confirms that it is investigating, and says nothing of who it was.',
  }),
  comment(
    '2024-08-13T15:00:00Z',
    'lead',
    'The other campaign says that the bureau told it in July that it was a target too; it knows of no breach.',
  ),
  disclose('2024-08-14T16:00:00Z', 'Google', {
    source: 'Google',
    anonymous: false,
    channel: 'platform_notice',
    receivedBy: 'FBI',
    receivedAt: time('2024-07'),
    publicAt: time('2024-08-14'),
    reliability: 'B',
    credibility: 2,
    summary:
      "The provider blocked many log-in attempts against about a dozen people around both campaigns in May and June. One political consultant's personal mailbox was entered; it was referred to law enforcement in early July.",
  }),
  account('2024-08-14T16:10:00Z', {
    identifier: 'consultant-personal-mailbox',
    provider: 'Gmail',
    kind: 'email',
    status: 'confirmed',
    holder: { role: 'Political consultant', disclosed: false },
    firstSeenAt: time('2024-06'),
  }),
  say('2024-08-14T16:20:00Z', 'D11', {
    by: 'Google',
    stance: 'corroborates',
    on: '2024-08-14',
    basis: 'technical',
    shown: 'described',
    namedAs: 'APT42',
    respondsTo: ['D02'],
    statement:
      "Targeting of about a dozen people in May and June by a group that the provider ties to the same state, from its own telemetry. It does not say that this group leaked the documents, and its name for the group is not the other vendor's.",
    title: 'Post on targeting around the election',
  }),
  hypothesis('2024-08-16T18:00:00Z', 'storm', {
    kind: 'threat_actor',
    level: 'cluster',
    label: 'Storm-2035, an influence operation',
  }),
  comment(
    '2024-08-16T18:05:00Z',
    'analyst',
    'The accounts that were banned today belong to an influence operation, another actor than the intruder. Kept as a hypothesis of its own, and not merged.',
  ),
  go(
    '2024-08-16T20:00:00Z',
    'contained',
    'Passwords and tokens of all senior staff are renewed, and the adviser account is closed.',
  ),
  done('2024-08-16T20:10:00Z', 'Renew the credentials of all senior staff'),
  say('2024-08-19T21:00:00Z', 'D13', {
    by: 'ODNI, FBI and CISA',
    stance: 'corroborates',
    on: '2024-08-19',
    basis: 'intelligence',
    shown: 'none',
    respondsTo: ['D02', 'D06', 'D11'],
    sure: 'confident (no level of ICD 203 is given)',
    statement:
      'The intelligence community attributes the activity against the campaign to the state, and is confident that it sought access to people close to both campaigns by social engineering and other means.',
    title: 'Joint statement',
  }),
  find('2024-08-20T08:00:00Z', 'F2', {
    summary: 'The host of the sign-in page also served pages that others tie to the same group',
    techniques: ['T1583.003'],
    observables: [{ type: 'ipv4', value: '192.0.2.44' }],
    confidenceStated: 'low',
    tlp: 'amber',
  }),
  say('2024-08-20T09:00:00Z', 'D14', {
    by: "The state's mission to the United Nations",
    stance: 'denies',
    on: '2024-08-20',
    basis: 'political',
    shown: 'none',
    respondsTo: ['D13'],
    statement:
      'The allegations have no basis; the state has neither the intention nor the motive, and asks for evidence.',
  }),
  judge('2024-08-21T09:00:00Z', 'F2', 'accepted', 'It agrees with what the provider told us.'),
  assess('2024-08-21T14:00:00Z', 'A2', {
    confidence: 'moderate',
    judgements: { state: 'very-likely', insider: 'very-unlikely', storm: 'almost-no-chance', unknown: 'very-unlikely' },
    rationale:
      'A second provider saw the same targets from its own telemetry, and a joint statement of three agencies rests on intelligence of their own. It is very likely that an actor of the state did this. The denials answer the accusation and offer nothing that speaks against it.',
    assumptions: ['The agencies did not only repeat what the vendors had published.'],
    factors: {
      assumptions: 'That the joint statement has sources of its own, as it implies.',
      sourcing: 'Two vendors and three agencies; the agencies show nothing.',
      argument: 'Independent telemetry agrees on targets and time.',
    },
    supports: ['D02', 'D11', 'D13', 'F1', 'F2'],
    contradicts: ['D07', 'D14'],
  }),
  approve('2024-08-21T16:00:00Z', 'A2'),
  weigh('2024-08-22T10:00:00Z', 'analyst', ['state', 'insider', 'unknown'], {
    D02: ['CC', 'I', 'I'],
    D11: ['CC', 'II', 'I'],
    D13: ['C', 'I', 'I'],
    // Whoever did it, the state would deny it: that tells nothing apart.
    D07: ['N', 'N', 'N'],
    D14: ['N', 'N', 'N'],
    F1: ['C', 'I', 'N'],
    F2: ['CC', 'II', 'I'],
  }),
  weigh('2024-08-22T11:00:00Z', 'lead', ['state', 'insider', 'unknown'], {
    D02: ['C', 'I', 'N'],
    D11: ['C', 'I', 'N'],
    D13: ['CC', 'I', 'I'],
    D07: ['N', 'N', 'N'],
    F1: ['N', 'C', 'C'],
    F2: ['C', 'I', 'N'],
  }),
  say('2024-08-23T17:00:00Z', 'D15', {
    by: 'Meta',
    stance: 'corroborates',
    on: '2024-08-23',
    basis: 'technical',
    shown: 'described',
    namedAs: 'APT42',
    respondsTo: ['D11'],
    statement:
      "A small cluster of messenger accounts that posed as technical support is blocked; it is linked to the same group from the messenger's own telemetry. There is no sign that an account was compromised.",
  }),
];
