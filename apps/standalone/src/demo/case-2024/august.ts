import { account, comment, disclose, done, go, hypothesis, say, type Step } from './steps.js';
import { time } from './time.js';

/** 12 to 23 August 2024: others say what they saw; the case is held to be contained. */
export const AUGUST: readonly Step[] = [
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
  hypothesis('2024-08-16T18:00:00Z', 'Storm-2035, an influence operation'),
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
