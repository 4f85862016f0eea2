import type { ClaimId } from '@app/platform';
import { saidFrom } from '../attribution.js';
import { inquiryStatus } from '../inquiries/inquiries.js';
import type { AssessmentFact, ClaimFact, Facts, Link } from './facts.js';
import type { Ground, Piece } from './ground.rules.js';
import type { Line } from './lines.rules.js';

/** What is missing under a hypothesis. Codes are permanent. */
export const GAP_CODES = [
  'no_evidence_presented',
  'single_line',
  'circular',
  'rests_on_withdrawn',
  'rests_on_retracted',
  'rests_on_rejected',
  'credibility_single_originator',
  'not_assessed',
  'assessed_on_withdrawn',
  'no_answer',
] as const;
export type GapCode = (typeof GAP_CODES)[number];

export interface Gap {
  readonly code: GapCode;
  /** The records that make the gap. */
  readonly ids: readonly string[];
  /** The same, with their kinds. */
  readonly refs: readonly Link[];
  /** For people, in one sentence. */
  readonly text: string;
}

export interface Scene {
  readonly ground: Ground;
  readonly supporting: readonly ClaimFact[];
  readonly lines: readonly Line[];
  readonly rootlessIds: readonly string[];
  readonly fallen: readonly number[];
  readonly assessments: readonly { readonly likelihood: object | null }[];
  /** The assessments in force, of all organizations. */
  readonly current: readonly AssessmentFact[];
  readonly facts: Facts;
  readonly hypothesisId: string;
  readonly validAt: string;
}

const gap = (code: GapCode, refs: readonly Link[], text: string): Gap[] =>
  refs.length === 0
    ? []
    : [{ code, ids: refs.map(({ id }) => id), refs: refs.map(({ kind, id }) => ({ kind, id })), text }];

const claims = (items: readonly { readonly id: string }[]): Link[] => items.map(({ id }) => ({ kind: 'claim', id }));

export function gapsOf(scene: Scene): Gap[] {
  return [
    ...gap(
      'no_evidence_presented',
      claims(scene.supporting.filter(({ evidencePresented }) => evidencePresented === 'none')),
      'The claimant presented no evidence.',
    ),
    ...singleLine(scene),
    ...circular(scene),
    ...leaningOnFallen(scene),
    ...unearnedCredibility(scene),
    ...assessmentGaps(scene),
    ...silence(scene),
  ];
}

function singleLine({ lines }: Scene): Gap[] {
  const [line] = lines;
  return line && lines.length === 1
    ? gap('single_line', line.roots, 'One line only: everything goes back to one source.')
    : [];
}

function circular({ rootlessIds, fallen, ground }: Scene): Gap[] {
  // What ends in something that fell is told as that.
  const leaning = new Set(fallen);
  const round = rootlessIds.filter((id) => {
    const at = ground.indexOf({ kind: 'claim', id });
    return at === undefined || !reaches(ground.pieces, at, leaning);
  });
  const refs = round.map((id) => ({ kind: 'claim', id }));
  return gap('circular', refs, 'Citations go round in a circle, and rest on nothing outside of it.');
}

function reaches(pieces: readonly Piece[], from: number, targets: ReadonlySet<number>): boolean {
  const seen = new Set([from]);
  for (const at of seen) {
    if (targets.has(at)) {
      return true;
    }
    pieces[at]?.on.forEach((next) => seen.add(next));
  }
  return false;
}

const FALLEN = {
  withdrawn: ['rests_on_withdrawn', 'withdrawn'],
  retracted: ['rests_on_retracted', 'retracted by whoever claimed it'],
  rejected: ['rests_on_rejected', 'rejected'],
} as const;

function leaningOnFallen({ fallen, ground }: Scene): Gap[] {
  const pieces = fallen.map((at) => ground.pieces[at]).filter((piece): piece is Piece => piece !== undefined);
  return Object.entries(FALLEN).flatMap(([fall, [code, words]]) => {
    const those = pieces.filter((piece) => piece.fall === fall);
    const named = those.map(({ kind, title }) => `${kind} "${title.slice(0, 60)}"`).join(', ');
    return gap(code, those, `Rests on what was ${words}: ${named}.`);
  });
}

/** Credibility 1 means "confirmed by other independent sources" (Admiralty, AJP-2.1): it needs two originators. */
function unearnedCredibility({ supporting, lines, ground }: Scene): Gap[] {
  if (lines.length >= 2) {
    return [];
  }
  const roots = lines.flatMap((line) => line.roots);
  const confirmed = roots.filter((root) => ground.pieces[ground.indexOf(root) ?? -1]?.credibility === 1);
  const refs = [...claims(supporting.filter(({ credibility }) => credibility === 1)), ...confirmed];
  const each = refs.filter(({ id }, at) => refs.findIndex((other) => other.id === id) === at);
  return gap(
    'credibility_single_originator',
    each,
    'Credibility 1, "confirmed by other sources", with a single originator.',
  );
}

function assessmentGaps({ assessments, current, ground, hypothesisId }: Scene): Gap[] {
  if (assessments.every(({ likelihood }) => likelihood === null)) {
    const refs = [{ kind: 'hypothesis', id: hypothesisId }];
    return gap('not_assessed', refs, 'Not assessed: no organization has published how likely it holds this.');
  }
  const judging = current.filter(({ judgements }) => judgements.some((one) => one.hypothesisId === hypothesisId));
  const refs = judging.flatMap(({ evidence }) => evidence.filter((link) => isFallen(ground, link)));
  const each = refs.filter(({ id }, at) => refs.findIndex((other) => other.id === id) === at);
  return gap('assessed_on_withdrawn', each, 'An assessment cites what was withdrawn or rejected since.');
}

export function isFallen(ground: Ground, link: Link): boolean {
  const at = ground.indexOf(link);
  return at !== undefined && ground.pieces[at]?.fall !== null;
}

/** A party was asked and had not answered by then. Asked about the case, it is a gap of every claim of that party. */
function silence({ facts, supporting, validAt }: Scene): Gap[] {
  const claimants = new Set(supporting.map(({ claimantId }) => claimantId as string));
  const silent = facts.inquiries.filter(
    (inquiry) => claimants.has(inquiry.partyId) && statusAt(inquiry, facts.claims, validAt) === 'silent',
  );
  const refs = silent.map(({ id }) => ({ kind: 'inquiry', id }));
  return gap('no_answer', refs, 'A claimant was asked, and had not answered by the time given.');
}

/** How a question stood at a moment in the world: it is answered from when the answering claim was said. */
function statusAt({ answerClaimId, answerDueAt }: Facts['inquiries'][number], all: Facts['claims'], validAt: string) {
  const answer = answerClaimId ? all.find(({ id }) => id === answerClaimId) : undefined;
  const answered = answer ? saidFrom(answer) <= validAt : answerClaimId !== null;
  return inquiryStatus({ answerClaimId: answered ? (answerClaimId as ClaimId) : null, answerDueAt }, new Date(validAt));
}
