import {
  ACH_LEVELS,
  ACH_RATINGS,
  ASSESSMENT_STATUSES,
  BASES,
  BEARINGS,
  CONFIDENCES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  INQUIRY_STATUSES,
  LEVELS,
  LIKELIHOOD_TERMS,
  LIKELIHOODS,
  RESPONSIBILITIES,
  STANCES,
} from '@app/attribution';
import { AUTHENTICITIES, CHANNELS, CREDIBILITIES, RELIABILITIES } from '@app/disclosure';
import { CUSTODY_ACTIONS, EVIDENCE_KINDS, EVIDENCE_STATUSES } from '@app/evidence';
import { ACCOUNT_KINDS, ACCOUNT_STATUSES, SEVERITIES, STATUSES, stepsFrom, TASK_STATUSES } from '@app/incidents';
import { CAPACITIES, ROLES } from '@app/access';
import { PARTY_KINDS } from '@app/parties';
import { PRECISIONS, TLP, tlpLabel } from '@app/platform';
import { CATEGORIES } from './categories.js';
import { FINDING_VOCABULARIES } from './finding-vocabularies.js';
import { vocabulary } from './vocabulary.js';

export type { Term, Vocabulary } from './vocabulary.js';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const STATUS = vocabulary('Where the case stands.', STATUSES, {
  reported: 'Filed; nobody has looked at it yet.',
  triage: 'Someone is finding out what it is and how bad it is.',
  investigating: 'The team is working out what happened.',
  contained: 'The intruder can do no more harm, as far as is known.',
  remediated: 'What was broken is repaired.',
  closed: 'Finished, with a closing summary.',
  rejected: 'Looked at, and found to be no incident.',
  duplicate: 'The same as another case, which carries on.',
});

const TLPS: Readonly<Record<string, readonly [string, string]>> = {
  clear: [tlpLabel('clear'), 'May be shared with everyone.'],
  green: [tlpLabel('green'), 'May be shared within the community, and not in public.'],
  amber: [tlpLabel('amber'), 'May be shared within the organization and its clients, by need to know.'],
  'amber+strict': [tlpLabel('amber+strict'), 'May be shared within the organization only, by need to know.'],
  red: [tlpLabel('red'), 'For the named recipients only.'],
};

/** Everything that a form offers, so that no client makes up its own words. */
export const VOCABULARIES = {
  status: STATUS,
  severity: vocabulary('How much harm is done or threatens. Left out: not assessed.', SEVERITIES, {
    low: 'Little harm; normal work goes on.',
    moderate: 'Harm that can be handled within the team.',
    high: 'Serious harm, or more of it close at hand.',
    critical: 'Harm to the whole organization, or to those who trust it.',
  }),
  tlp: vocabulary('Traffic Light Protocol 2.0 (FIRST): with whom this may be shared.', TLP, TLPS),
  category: vocabulary('Class of the Reference Security Incident Taxonomy (ENISA, version 1003).', CATEGORIES, {
    'abusive-content': 'Spam, harassment, violent content.',
    'malicious-code': 'Malware on a system, or its distribution and control.',
    'information-gathering': 'Scanning, sniffing, social engineering.',
    'intrusion-attempts': 'An attempt to get in: exploits, brute force.',
    intrusions: 'Someone got in: an account, application or system was compromised.',
    availability: 'Something does not work: denial of service, outage, sabotage.',
    'information-content-security': 'Information was seen, changed, lost or leaked without right.',
    fraud: 'Masquerade, phishing, use without right.',
    vulnerable: 'A weakness that is open to attack.',
    other: 'None of the others.',
    test: 'An exercise.',
  }),
  precision: vocabulary('How exactly a time is known.', PRECISIONS, {
    year: 'The year is known.',
    month: 'The month is known.',
    day: 'The day is known.',
    hour: 'The hour is known.',
    instant: 'The moment is known.',
    unknown: 'When it was is not known.',
  }),
  accountKind: vocabulary('What was touched.', ACCOUNT_KINDS, {
    email: ['E-mail', 'A mailbox.'],
    social: ['Social media', 'An account of a social network.'],
    messaging: 'An account of a messenger.',
    cloud: 'A cloud account or tenant.',
    website: 'A web site.',
    device: 'A computer, phone or server.',
    other: 'Something else.',
  }),
  accountStatus: vocabulary('How far the account is known to be compromised.', ACCOUNT_STATUSES, {
    suspected: 'It may be compromised.',
    confirmed: 'It is compromised.',
    contained: 'The intruder is locked out.',
    restored: 'It is in normal use again.',
    ruled_out: 'It was looked at and is not compromised.',
  }),
  channel: vocabulary('How something came to light.', CHANNELS, {
    press: 'A newsroom told of it, or published it.',
    vendor_notice: 'A security vendor told of it.',
    platform_notice: 'The provider of the account told of it.',
    government: 'An agency told of it.',
    court: 'A court record shows it.',
    social: 'It appeared on social media.',
    email: ['E-mail', 'It came by e-mail.'],
    internal: 'Someone inside noticed.',
    other: 'Another way.',
  }),
  reliability: vocabulary('Admiralty code: how reliable the source is. F is not bad, it is unknown.', RELIABILITIES, {
    A: ['A Completely reliable', 'No doubt; a history of complete reliability.'],
    B: ['B Usually reliable', 'Minor doubt; right most of the time.'],
    C: ['C Fairly reliable', 'Doubt; has been right in the past.'],
    D: ['D Not usually reliable', 'Significant doubt; has been right in the past.'],
    E: ['E Unreliable', 'A history of information that was not valid.'],
    F: ['F Cannot be judged', 'There is no basis to judge the source.'],
  }),
  credibility: vocabulary('Admiralty code: how credible the information is, apart from its source.', CREDIBILITIES, {
    1: ['1 Confirmed', 'Confirmed by other, independent sources.'],
    2: ['2 Probably true', 'Not confirmed; logical and consistent.'],
    3: ['3 Possibly true', 'Not confirmed; reasonably logical; agrees with some.'],
    4: ['4 Doubtful', 'Not confirmed; possible, but not logical.'],
    5: ['5 Improbable', 'Not logical, and contradicted.'],
    6: ['6 Cannot be judged', 'There is no basis to judge the information.'],
  }),
  authenticity: vocabulary('Whether a leaked artifact is what it is said to be.', AUTHENTICITIES, {
    claimed: 'Someone says that it is real.',
    verified: 'It was found to be real.',
    disputed: 'Someone says that it is not real.',
    unverified: 'Nobody has found out.',
  }),
  hypothesisKind: vocabulary('A possible answer to "who did it".', HYPOTHESIS_KINDS, {
    threat_actor: 'A threat actor from outside.',
    insider: 'Someone from inside.',
    false_flag: 'Someone who wants another to be blamed.',
    other_leaker: 'Whoever leaked is not whoever got in.',
    no_intrusion: 'Nobody got in.',
    unknown: 'Not known; always possible.',
    other: 'Another answer.',
  }),
  level: vocabulary('What a claim is about: a cluster of activity, an organization, a state, or persons.', LEVELS, {}),
  stance: vocabulary('What a claim does. A denial is a claim of its own, and no minus to another.', STANCES, {
    attributes: 'Says that this is who did it.',
    corroborates: 'Says so too, with its own grounds.',
    denies: 'Says: it was not us.',
    disputes: 'Says that another claim is wrong.',
    declines_to_attribute: 'Will not say who it was.',
    cannot_verify: 'Could not find out whether it is so.',
    retracts: 'Takes back what it said.',
  }),
  basis: vocabulary('What kind of grounds a claim gives.', BASES, {}),
  evidencePresented: vocabulary('What the claimant showed.', EVIDENCE_PRESENTED, {
    none: 'Nothing was shown.',
    described: 'Evidence was described, and not shown.',
    technical: 'Technical details were shown.',
    verifiable: 'What was shown can be checked by others.',
  }),
  achRating: vocabulary(
    'How a piece of evidence stands to a hypothesis, in an analysis of competing hypotheses (Heuer 1999).',
    ACH_RATINGS,
    {
      CC: ['CC Very consistent', 'Just what one would expect to see if the hypothesis were true.'],
      C: ['C Consistent', 'Would be seen if the hypothesis were true, and if others were, too.'],
      N: ['N Neutral', 'Says nothing for or against it, or does not apply.'],
      I: ['I Inconsistent', 'Hard to explain if the hypothesis were true. Counts against it once, by its weight.'],
      II: ['II Very inconsistent', 'Would hardly be seen if the hypothesis were true. Counts against it twice.'],
    },
  ),
  achWeight: vocabulary(
    'How credible a piece of evidence is, and how relevant to the question. Not stated counts as medium.',
    ACH_LEVELS,
    { low: 'Counts once.', medium: 'Counts twice.', high: 'Counts three times.' },
  ),
  evidenceKind: vocabulary('What a piece of evidence is.', EVIDENCE_KINDS, {
    file: 'Bytes that can be kept here, under their SHA-256.',
    reference: 'Something that is elsewhere: a page, a disk in a safe, a document of others.',
  }),
  evidenceStatus: vocabulary('Whether a piece of evidence stands.', EVIDENCE_STATUSES, {
    held: 'It stands.',
    withdrawn: 'It does not count any more, and stays readable with the reason.',
  }),
  custodyAction: vocabulary(
    'A step of the chain of custody: what was done with a piece of evidence.',
    CUSTODY_ACTIONS,
    {
      collected: 'Taken from where it was found.',
      received: 'Taken over from someone.',
      transferred: 'Handed to someone.',
      copied: 'A copy was made; the original stays where it was.',
      examined: 'Looked into.',
      sealed: 'Closed so that opening it would show.',
      returned: 'Given back.',
      destroyed: 'It exists no longer.',
    },
  ),
  ...FINDING_VOCABULARIES,
  likelihood: vocabulary(
    'How likely a hypothesis is, in the seven degrees of ICD 203 (2015), each with its range in percent. Not how good the grounds are: that is confidence.',
    LIKELIHOOD_TERMS,
    Object.fromEntries(
      LIKELIHOODS.map(({ id, term, otherTerm, min, max }) => [
        id,
        [
          capital(term),
          `${min} to ${max} percent. The standard's other row says "${otherTerm}"; keep to one row in a text.`,
        ] as const,
      ]),
    ),
  ),
  confidence: vocabulary(
    'How good the grounds of an assessment are (ICD 203; levels as in JP 2-0). Not how likely anything is: say the two in two sentences.',
    CONFIDENCES,
    {
      low: 'Little is confirmed, or the sources are weak or unknown; much is assumed; there are gaps that matter.',
      moderate: 'Good sources agree in part; some is assumed; the argument has strong and weak steps, and few gaps.',
      high: 'Proven sources, independent of each other, agree; little is assumed; the argument holds at each step.',
    },
  ),
  bearing: vocabulary('Which way a cited record speaks.', BEARINGS, {
    supports: 'Speaks for what is judged.',
    contradicts: 'Speaks against it.',
    neutral: 'Was weighed, and speaks neither way.',
  }),
  assessmentStatus: vocabulary('Where an assessment stands.', ASSESSMENT_STATUSES, {
    draft: 'Being written; says nothing yet.',
    submitted: 'Waits for a second person, who wrote none of it.',
    approved: 'A second person stands for it. It never changes; another one takes its place.',
  }),
  inquiryStatus: vocabulary('Whether a party that was asked has answered.', INQUIRY_STATUSES, {
    open: 'The time to answer is not over, or none was set.',
    answered: 'A claim of the party is the answer.',
    silent: 'The time to answer passed without one.',
  }),
  responsibility: vocabulary(
    'How far a state answers for what was done (Healey 2012, "Beyond Attribution"): another question than which state.',
    RESPONSIBILITIES,
    {
      'state-prohibited': 'The state forbids it, and helps to stop it.',
      'state-prohibited-but-inadequate': 'The state forbids it, and is not able to stop it.',
      'state-ignored': 'The state knows of it, and does nothing.',
      'state-encouraged': 'Others act; the state wishes it, and says so.',
      'state-shaped': 'Others act, and the state gives them some support.',
      'state-coordinated': 'The state agrees targets or timing with those who act.',
      'state-ordered': 'The state has others act for it.',
      'state-rogue-conducted': 'Members of its services act without its leave.',
      'state-executed': 'Its own services act.',
      'state-integrated': 'Its own services and others act as one.',
    },
  ),
  partyKind: vocabulary('Who speaks, or is spoken of.', PARTY_KINDS, {
    person_role: ['Role', 'A person, named by role.'],
  }),
  taskStatus: vocabulary('Whether a task is done.', TASK_STATUSES, {}),
  role: vocabulary('What a member may do in an organization.', ROLES, {
    owner: 'Everything, members included.',
    lead: 'Leads cases: everything in a case.',
    responder: 'Files cases and works on them.',
    analyst: 'Weighs evidence and attribution.',
    auditor: 'Reads everything, and changes nothing.',
  }),
  capacity: vocabulary('In what capacity someone from outside takes part in a case.', CAPACITIES, {
    responder: 'Works on the case.',
    analyst: 'Weighs evidence and attribution.',
    contributor: 'Adds findings, and sees the case at its marking.',
    auditor: 'Reads everything of the case, and changes nothing.',
    observer: 'Sees the case at its marking.',
  }),
} as const;

/** From each status the steps that can be taken. */
export const TRANSITIONS = Object.fromEntries(STATUSES.map((status) => [status, stepsFrom(status)]));
