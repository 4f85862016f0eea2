import { answered, ask, find, keepEvidence } from './judging.js';
import { account, comment, disclose, go, hypothesis, invite, say, takeLead, task, type Step } from './steps.js';
import { time } from './time.js';

/** 9 to 11 August 2024: the report is recognized, the newspaper writes, the claims and the denial follow. */
export const FIRST_DAYS: readonly Step[] = [
  takeLead('2024-08-09T14:40:00Z'),
  go('2024-08-09T14:42:00Z', 'triage', 'The vendor report matches a message in our own logs.'),
  task('2024-08-09T14:50:00Z', 'Ask the mail provider for the sign-in log of the official', {
    role: 'it',
    dueAt: '2024-08-12T16:00:00Z',
  }),
  keepEvidence(
    '2024-08-09T15:00:00Z',
    'message',
    {
      kind: 'file',
      title: 'The message that the official received, with its headers',
      fileName: 'message.eml',
      sha256: '6f5b0c2a3f7d4f1f0a4c7f6c4e0a9d0b3b0f0ad0c2f94b5a1d8c7e6f5a4b3c2d',
      obtainedAt: time('2024-08-09'),
      obtainedFrom: "The official's mailbox, by campaign IT",
      note: 'The file itself is kept on the evidence drive; its SHA-256 was taken when it was copied.',
    },
    [
      { action: 'collected', at: time('2024-08-09T14:30:00Z'), byWhom: 'Campaign IT' },
      { action: 'sealed', at: time('2024-08-09T14:50:00Z'), byWhom: 'Incident lead', note: 'Evidence drive 2' },
    ],
  ),
  ask('2024-08-09T15:05:00Z', 'which campaign', 'Microsoft', {
    question: 'Is the campaign that the report speaks of ours?',
    dueAt: '2024-08-16T16:00:00Z',
  }),
  invite('2024-08-09T15:10:00Z', 'vendor', { capacity: 'contributor', maxTlp: 'amber' }),
  invite('2024-08-09T15:12:00Z', 'counsel', { capacity: 'auditor', maxTlp: 'amber+strict' }),
  go('2024-08-10T13:00:00Z', 'investigating', 'A newspaper holds internal documents: this is more than an attempt.'),
  disclose('2024-08-10T13:10:00Z', 'Politico', {
    source: 'The persona "Robert"',
    sourceDescription: 'Anonymous sender with an AOL address',
    anonymous: true,
    channel: 'press',
    receivedBy: 'Politico',
    receivedAt: time('2024-07-22'),
    publicAt: time('2024-08-10'),
    reliability: 'F',
    credibility: 3,
    summary:
      'Since 22 July an anonymous sender has been offering internal campaign documents to a newspaper. Two people confirmed that they are real; who the sender is, and why, was not verified.',
    artifacts: [
      {
        title: "Vetting file on the running mate's vulnerabilities, 271 pages",
        description: 'Dated 23 February 2024.',
        authenticity: 'verified',
        authenticityBy: 'Politico',
      },
    ],
  }),
  say('2024-08-10T13:30:00Z', 'D06', {
    by: 'The campaign',
    stance: 'attributes',
    on: '2024-08-10',
    basis: 'political',
    shown: 'none',
    restsOn: ['D02'],
    statement:
      'The documents were obtained illegally from foreign sources hostile to the United States. The statement cites the vendor as having found that hackers broke into the account of a high-ranking official, which is more than the vendor wrote.',
  }),
  ask('2024-08-10T13:40:00Z', 'the sender', 'Politico', {
    question: 'Was it verified who sends the documents, and why?',
    dueAt: '2024-08-12T16:00:00Z',
  }),
  say('2024-08-10T14:00:00Z', 'D05', {
    by: 'Politico',
    stance: 'cannot_verify',
    on: '2024-08-10',
    basis: 'media',
    statement: 'The newspaper did not verify who the sender is, nor what moves them.',
  }),
  answered('2024-08-10T14:05:00Z', 'the sender', 'D05'),
  say('2024-08-10T18:00:00Z', 'D07', {
    by: "The state's mission to the United Nations",
    stance: 'denies',
    on: '2024-08-10',
    basis: 'political',
    shown: 'none',
    respondsTo: ['D02', 'D06'],
    statement: 'The state has no plan to interfere in the election, or to attack it by computer.',
  }),
  say('2024-08-10T23:00:00Z', 'D08', {
    by: 'The candidate',
    stance: 'attributes',
    on: '2024-08-10',
    basis: 'political',
    shown: 'none',
    restsOn: ['D02'],
    statement:
      'One of the many web sites was hacked, and only public information was taken. This does not agree with what the campaign says.',
  }),
  account('2024-08-10T23:20:00Z', {
    identifier: 'www.meridian2024.example',
    kind: 'website',
    status: 'suspected',
    note: 'Named by the candidate; nothing in our logs supports it so far.',
  }),
  hypothesis('2024-08-11T08:30:00Z', 'insider', {
    kind: 'insider',
    label: 'Someone inside the campaign',
  }),
  find('2024-08-11T08:45:00Z', 'F1', {
    summary: 'The sign-in page behind the link relayed the password and the session of whoever entered them',
    detail:
      "The link in the message led over a redirect to a **relay** of the mail provider's own sign-in page.\n\n* the page was set up two days before the message\n* it asked for the second factor, and used it at once\n* the host answers no more since 20 June\n\nWe saw the same arrangement against two other organizations this year.",
    observables: [
      { type: 'domain', value: 'sign-in.mail-relay.example' },
      { type: 'url', value: 'https://sign-in.mail-relay.example/session' },
      { type: 'ipv4', value: '192.0.2.44' },
    ],
    techniques: ['T1566.002', 'T1557', 'T1078'],
    concerns: 'A high-ranking official of a presidential campaign',
    asks: 'Look for sign-ins from the address in June, and end every session that began there.',
    confidenceStated: 'moderate confidence in the technique; we name nobody',
    observedAt: time('2024-06'),
    tlp: 'amber',
    pap: 'amber',
  }),
  comment(
    '2024-08-11T09:00:00Z',
    'analyst',
    "The campaign's claim rests on the vendor's report and adds no evidence of its own: one line, not two. @lead@demo.example please see the wording before counsel does.",
  ),
];
