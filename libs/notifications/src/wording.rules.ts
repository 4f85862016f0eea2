import { mayLeaveByMail, type Tlp } from '@app/platform';
import type { OccasionType } from './occasions.rules.js';
import type { Reason } from './recipients.rules.js';

/** What the words are made of. */
export interface Facts {
  readonly tlp: Tlp;
  readonly reference: string;
  readonly title: string;
  readonly organizationName: string;
  /** Null for what the product does by itself. */
  readonly byName: string | null;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly why?: string | undefined;
  readonly taskTitle?: string | null | undefined;
  readonly dueAt?: Date | null | undefined;
  readonly since?: Date | null | undefined;
  /** What kind of record it is about. */
  readonly recordKind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly count?: number | undefined;
}

export interface Words {
  readonly subject: string;
  readonly body: string;
}

const STANDING: Readonly<Record<string, string>> = {
  triage: 'in triage',
  investigating: 'under investigation',
  duplicate: 'a duplicate',
};

/** Where a case stands, as it is said in a sentence. */
const standing = (status: string | undefined): string => STANDING[status ?? ''] ?? status ?? 'changed';

/** Characters of what a person wrote that are repeated in a message; the rest is behind the link. */
const QUOTED_CHARACTERS_MAX = 500;

/**
 * What happened, without a word of the case: for markings whose content never leaves the
 * product (AMBER+STRICT and RED: FIRST, TLP 2.0), in subject and body.
 */
export const GUARDED: Readonly<Record<OccasionType, string>> = {
  'incident.reported.v1': 'A new incident was filed',
  'incident.lead_assigned.v1': 'You lead an incident now',
  'incident.status_changed.v1': 'An incident moved on',
  'incident.untriaged.v1': 'An incident still waits for triage',
  'incident.stale.v1': 'An incident has been quiet for a while',
  'comment.added.v1': 'You were mentioned in a comment',
  'task.assigned.v1': 'A task was given to you',
  'task.due_soon.v1': 'A task is due soon',
  'task.overdue.v1': 'A task is overdue',
  'participant.invited.v1': 'You were invited to an incident',
  'access.elevated.v1': 'Somebody took emergency access to an incident',
  'work.released.v1': 'Work in an incident needs somebody',
  'finding.submitted.v1': 'A finding waits for your review',
  'finding.judged.v1': 'Your finding was reviewed',
  'finding.superseded.v1': 'A finding was superseded',
  'finding.withdrawn.v1': 'A finding was withdrawn',
  'record.fell.v1': 'Something that a record rests on has fallen',
  'assessment.submitted.v1': 'An assessment waits for approval',
  'assessment.approved.v1': 'An assessment was approved',
  'assessment.returned.v1': 'An assessment was returned',
  'inquiry.silent.v1': 'A question was not answered in time',
};

export function guardedWords(type: OccasionType): Words {
  return {
    subject: GUARDED[type],
    body: `${GUARDED[type]}. Its marking keeps everything else out of messages: sign in to read it.`,
  };
}

/** The words of a message. Plain, to the one who reads it, and no more than the marking allows. */
export function wordsOf(type: OccasionType, facts: Facts): Words {
  return mayLeaveByMail(facts.tlp) ? SPOKEN[type](facts) : guardedWords(type);
}

const someone = ({ byName }: Facts): string => byName ?? 'Someone';
const of = ({ reference, title }: Facts): string => `${reference}: ${title}`;
const quote = (text: string): string =>
  text.length > QUOTED_CHARACTERS_MAX ? `${text.slice(0, QUOTED_CHARACTERS_MAX)}…` : text;
/** UTC, to the minute: the reader's zone is not known. */
const time = (at: Date | null | undefined): string =>
  at ? `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'an unknown time';

const released = ({ outcome, count = 0 }: Facts): string =>
  [outcome === 'lead' ? 'the lead' : '', count === 0 ? '' : count === 1 ? 'one open task' : `${count} open tasks`]
    .filter(Boolean)
    .join(' and ');

const SPOKEN: Readonly<Record<OccasionType, (facts: Facts) => Words>> = {
  'incident.reported.v1': (facts) => ({
    subject: `New incident ${of(facts)}`,
    body: `${someone(facts)} filed an incident at ${facts.organizationName}.\n\n${of(facts)}`,
  }),
  'incident.lead_assigned.v1': (facts) => ({
    subject: `You lead ${of(facts)}`,
    body: `${someone(facts)} made you the lead of this incident.\n\n${of(facts)}`,
  }),
  'incident.status_changed.v1': (facts) => ({
    subject: `${facts.reference} is now ${standing(facts.to)}: ${facts.title}`,
    body: `${someone(facts)} moved this incident: it was ${standing(facts.from)}, and is now ${standing(facts.to)}.\n\n${of(facts)}${facts.why ? `\n\nReason: ${quote(facts.why)}` : ''}`,
  }),
  'incident.untriaged.v1': (facts) => ({
    subject: `Not triaged yet: ${of(facts)}`,
    body: `This incident has waited for triage since ${time(facts.since)}. Please take it to triage, or reject it.\n\n${of(facts)}`,
  }),
  'incident.stale.v1': (facts) => ({
    subject: `Nothing new: ${of(facts)}`,
    body: `Nothing has changed in this incident since ${time(facts.since)}. Is it still being worked on?\n\n${of(facts)}`,
  }),
  'comment.added.v1': (facts) => ({
    subject: `${someone(facts)} mentioned you in ${of(facts)}`,
    body: `${someone(facts)} mentioned you in a comment.\n\n${of(facts)}`,
  }),
  'task.assigned.v1': (facts) => ({
    subject: `Task for you in ${facts.reference}: ${facts.taskTitle ?? ''}`,
    body: `${someone(facts)} gave you a task${facts.dueAt ? `, due ${time(facts.dueAt)}` : ''}.\n\n${facts.taskTitle ?? ''}\n\n${of(facts)}`,
  }),
  'task.due_soon.v1': (facts) => ({
    subject: `Due soon in ${facts.reference}: ${facts.taskTitle ?? ''}`,
    body: `This task is due ${time(facts.dueAt)}.\n\n${facts.taskTitle ?? ''}\n\n${of(facts)}`,
  }),
  'task.overdue.v1': (facts) => ({
    subject: `Overdue in ${facts.reference}: ${facts.taskTitle ?? ''}`,
    body: `This task was due ${time(facts.dueAt)} and is still open.\n\n${facts.taskTitle ?? ''}\n\n${of(facts)}`,
  }),
  'participant.invited.v1': (facts) => ({
    subject: `You are invited to ${of(facts)}`,
    body: `${someone(facts)} invited you to take part in an incident of ${facts.organizationName}.\n\n${of(facts)}`,
  }),
  'access.elevated.v1': (facts) => ({
    subject: `${someone(facts)} took emergency access to ${of(facts)}`,
    body: `${someone(facts)} broke the glass and can read this incident until ${time(facts.dueAt)}. You can end it at once under Participants; everything they read is listed there.\n\nReason: ${quote(facts.why ?? '')}\n\n${of(facts)}`,
  }),
  'work.released.v1': (facts) => ({
    subject: `Work was left in ${of(facts)}`,
    body: `Somebody who worked on this incident no longer does, and so it was released: ${released(facts)}. Please give it to somebody else.\n\n${of(facts)}`,
  }),
  'finding.submitted.v1': (facts) => ({
    subject: `New finding in ${of(facts)}`,
    body: `${someone(facts)} submitted a finding. Please accept it, or reject it with a reason.\n\n${of(facts)}`,
  }),
  'finding.judged.v1': (facts) => ({
    subject: `Your finding in ${facts.reference} was ${facts.outcome ?? 'reviewed'}`,
    body: `${someone(facts)} has reviewed your finding: it was ${facts.outcome ?? 'reviewed'}. The reason stands with it.\n\n${of(facts)}`,
  }),
  'finding.superseded.v1': (facts) => ({
    subject: `A finding was superseded in ${of(facts)}`,
    body: `${someone(facts)} put another finding in the place of an earlier one. Please review it.\n\n${of(facts)}`,
  }),
  'finding.withdrawn.v1': (facts) => ({
    subject: `A finding was withdrawn in ${of(facts)}`,
    body: `${someone(facts)} withdrew a finding. The reason stands with it.\n\n${of(facts)}`,
  }),
  'record.fell.v1': (facts) => ({
    subject: `Ground was lost in ${of(facts)}`,
    body: `A ${facts.recordKind ?? 'record'} no longer holds, and something rests on it. Please look at what you made of it.\n\n${of(facts)}`,
  }),
  'assessment.submitted.v1': (facts) => ({
    subject: `Approval needed in ${of(facts)}`,
    body: `${someone(facts)} submitted an assessment of who did it. It is published once a second person approves it: approve it, or return it with a reason.\n\n${of(facts)}`,
  }),
  'assessment.approved.v1': (facts) => ({
    subject: `Assessment approved in ${of(facts)}`,
    body: `${someone(facts)} approved an assessment. It is part of the standing now.\n\n${of(facts)}`,
  }),
  'assessment.returned.v1': (facts) => ({
    subject: `Assessment returned in ${of(facts)}`,
    body: `${someone(facts)} returned an assessment to its authors. The reason stands with it.\n\n${of(facts)}`,
  }),
  'inquiry.silent.v1': (facts) => ({
    subject: `No answer in ${of(facts)}`,
    body: `A party was asked and has not answered by ${time(facts.dueAt)}. The silence is part of the record.\n\n${of(facts)}`,
  }),
};

/** Why the reader gets it, in words. */
export const BECAUSE: Readonly<Record<Reason, string>> = {
  owner_or_lead: 'You get this because you are an owner or a lead of the organization.',
  case_lead: 'You get this because you lead the incident.',
  reporter: 'You get this because you reported the incident.',
  assignee: 'You get this because the task is yours.',
  mentioned: 'You get this because you were mentioned.',
  invited: 'You get this because you, or your organization, were invited to the incident.',
  concerned: 'You get this because it concerns something that you recorded, wrote or submitted.',
  approver: 'You get this because you may approve assessments, and did not write this one.',
  stakeholder:
    'You get this because you are registered as a stakeholder. If you have no account, ask whoever leads the incident.',
};
