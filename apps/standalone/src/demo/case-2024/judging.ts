import {
  AddDissent,
  JudgeAssessment,
  RecordInquiries,
  SubmitAssessment,
  WriteAchColumn,
  WriteAssessment,
  type AchRating,
  type LikelihoodTerm,
} from '@app/attribution';
import { AddCustodyStep, RecordEvidence, type CustodyStepInput, type EvidenceInput } from '@app/evidence';
import { JudgeFinding, SubmitFinding, WithdrawFinding, type FindingInput } from '@app/findings';
import type { PartyName } from './parties.js';
import type { Step } from './steps.js';
import { time } from './time.js';

const idOf = ({ id }: { readonly id: string }): { id: string } => ({ id });

/** The vendor that was invited submits what it found. */
export const find =
  (at: string, key: string, input: FindingInput): Step =>
  async (telling) => {
    const { id } = await telling.step(at, `finding ${key}`, 'vendor', async (caller, sight) => {
      return await telling.demo.get(SubmitFinding).execute(caller, sight, input, idOf);
    });
    telling.keep(key, { kind: 'finding', id });
  };

export const judge =
  (at: string, key: string, outcome: 'accepted' | 'rejected', reason: string): Step =>
  async (telling) => {
    await telling.step(at, `${outcome} ${key}`, 'analyst', async (caller, sight) => {
      const judgement = { id: telling.record(key).id, outcome, reason };
      return await telling.demo.get(JudgeFinding).execute(caller, sight, judgement, ({ finding }) => idOf(finding));
    });
  };

export const withdrawFinding =
  (at: string, key: string, reason: string): Step =>
  async (telling) => {
    await telling.step(at, `withdrawn ${key}`, 'vendor', async (caller, sight) => {
      const withdrawal = { id: telling.record(key).id, reason };
      return await telling.demo
        .get(WithdrawFinding)
        .withdraw(caller, sight, withdrawal, ({ finding }) => idOf(finding));
    });
  };

/** A piece of evidence, with the steps of its custody. */
export const keepEvidence =
  (at: string, key: string, input: EvidenceInput, custody: readonly CustodyStepInput[] = []): Step =>
  async (telling) => {
    const { id } = await telling.step(at, `evidence ${key}`, 'it', async (caller, sight) => {
      return await telling.demo.get(RecordEvidence).add(caller, sight, input, idOf);
    });
    telling.keep(key, { kind: 'evidence', id });
    for (const [index, step] of custody.entries()) {
      await telling.step(at, `custody ${key} ${index}`, 'it', async (caller, sight) => {
        return await telling.demo.get(AddCustodyStep).execute(caller, sight, { ...step, evidenceId: id }, idOf);
      });
    }
  };

export const ask =
  (at: string, key: string, by: PartyName, { question, dueAt }: { question: string; dueAt: string }): Step =>
  async (telling) => {
    const { id } = await telling.step(at, `inquiry ${key}`, 'analyst', async (caller, sight) => {
      const input = { partyId: telling.party(by), question, askedAt: time(at), answerDueAt: dueAt };
      return await telling.demo.get(RecordInquiries).ask(caller, sight, input, idOf);
    });
    telling.keep(key, { kind: 'inquiry', id });
  };

export const answered =
  (at: string, key: string, claim: string): Step =>
  async (telling) => {
    await telling.step(at, `answer ${key}`, 'analyst', async (caller, sight) => {
      const answer = { id: telling.record(key).id, claimId: telling.claim(claim) };
      return await telling.demo.get(RecordInquiries).answer(caller, sight, answer, idOf);
    });
  };

/** What an assessment says; hypotheses and evidence by their keys in the demo. */
export interface Assessed {
  readonly confidence: 'low' | 'moderate' | 'high';
  readonly judgements: Readonly<Record<string, LikelihoodTerm>>;
  readonly rationale: string;
  readonly assumptions: readonly string[];
  readonly factors: { readonly assumptions: string; readonly sourcing: string; readonly argument: string };
  readonly supports: readonly string[];
  readonly contradicts?: readonly string[];
}

/** The analyst writes and submits it. */
export const assess =
  (at: string, key: string, assessed: Assessed): Step =>
  async (telling) => {
    const cited = (keys: readonly string[], bearing: 'supports' | 'contradicts') =>
      keys.map((one) => ({ ...telling.cited(one), bearing }));
    const content = {
      confidence: assessed.confidence,
      confidenceFactors: assessed.factors,
      judgements: Object.entries(assessed.judgements).map(([hypothesis, term]) => ({
        hypothesisId: telling.hypothesis(hypothesis),
        likelihood: { term },
      })),
      rationale: assessed.rationale,
      keyAssumptions: assessed.assumptions,
      evidence: [...cited(assessed.supports, 'supports'), ...cited(assessed.contradicts ?? [], 'contradicts')],
      saidAt: time(at),
    };
    const { id } = await telling.step(at, `draft ${key}`, 'analyst', async (caller, sight) => {
      return await telling.demo.get(WriteAssessment).draft(caller, sight, content, idOf);
    });
    telling.keep(key, { kind: 'assessment', id });
    await telling.step(at, `submit ${key}`, 'analyst', async (caller, sight) => {
      return await telling.demo.get(SubmitAssessment).execute({ caller, sight }, id, idOf);
    });
  };

/** A second person approves it. */
export const approve =
  (at: string, key: string): Step =>
  async (telling) => {
    const { id } = telling.record(key);
    await telling.step(at, `approve ${key}`, 'lead', async (caller, sight) => {
      return await telling.demo.get(JudgeAssessment).approve({ caller, sight }, { id }, idOf);
    });
  };

export const dissent =
  (at: string, key: string, role: string, statement: string): Step =>
  async (telling) => {
    const { id } = telling.record(key);
    await telling.step(at, `dissent ${key}`, role, async (caller, sight) => {
      return await telling.demo.get(AddDissent).execute({ caller, sight }, { id, statement }, idOf);
    });
  };

/** One analyst's judgements: for each piece of evidence the ratings, in the order of the hypotheses. */
export const weigh =
  (
    at: string,
    role: string,
    hypotheses: readonly string[],
    rows: Readonly<Record<string, readonly AchRating[]>>,
  ): Step =>
  async (telling) => {
    const readVersion = await telling.version();
    const cells = Object.entries(rows).flatMap(([key, ratings]) =>
      ratings.map((rating, index) => ({
        evidence: telling.cited(key),
        hypothesisId: telling.hypothesis(hypotheses[index] ?? ''),
        rating,
      })),
    );
    await telling.step(at, `ach ${role}`, role, async (caller, sight) => {
      const change = { readVersion, column: { cells, weights: [] } };
      return await telling.demo.get(WriteAchColumn).execute(caller, sight, change, () => ({ role }));
    });
  };
