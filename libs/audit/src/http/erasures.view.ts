import { ApiProperty } from '@nestjs/swagger';
import { mayInCase, mayInOrganization, mayWrite, type Caller, type CaseSight } from '@app/access';
import { LinkView } from '@app/incidents/http';
import { ERASURE_STATUSES, type ErasureState, type ErasureStatus } from '../erasure/erasure.js';
import type { LegalHold } from '../holds/legal-hold.js';
import { DecisionView } from './retention-rules.view.js';

export class ErasureAbilitiesView {
  /** Approve or reject it. */
  decide: boolean;
  withdraw: boolean;
}

export class ErasureView {
  id: string;

  @ApiProperty({ type: LinkView })
  subject: LinkView;

  fields: string[];

  basis: string;

  @ApiProperty({ enum: ERASURE_STATUSES })
  status: ErasureStatus;

  requested: DecisionView;

  @ApiProperty({ type: DecisionView, nullable: true })
  decided: DecisionView | null;

  @ApiProperty({ type: String, nullable: true })
  decisionReason: string | null;

  abilities: ErasureAbilitiesView;
}

export class ErasurePage {
  @ApiProperty({ type: [ErasureView] })
  items: ErasureView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class LegalHoldAbilitiesView {
  lift: boolean;
}

export class LegalHoldView {
  id: string;

  /** Null: every case of the organization. */
  @ApiProperty({ type: String, nullable: true })
  incidentId: string | null;

  reason: string;

  placed: DecisionView;

  @ApiProperty({ type: DecisionView, nullable: true })
  lifted: DecisionView | null;

  @ApiProperty({ type: String, nullable: true })
  liftReason: string | null;

  abilities: LegalHoldAbilitiesView;
}

export class LegalHoldPage {
  @ApiProperty({ type: [LegalHoldView] })
  items: LegalHoldView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

type Names = Readonly<Record<string, string>>;
const by = (id: string, at: string, names: Names): DecisionView => ({ byId: id, byName: names[id] ?? '', at });

export function presentErasure(
  { caller, sight }: { caller: Caller; sight: CaseSight },
  { id, subject, fields, basis, status, ...of }: ErasureState,
  names: Names,
): ErasureView {
  const decides = mayWrite(caller) && mayInCase(sight, 'erasures.decide') && status === 'requested';
  const own = of.requestedById === caller.userId;
  return {
    id,
    subject: { kind: subject.kind, id: subject.id },
    fields: [...fields],
    basis,
    status,
    requested: by(of.requestedById, of.createdAt, names),
    decided: of.decidedById && of.decidedAt ? by(of.decidedById, of.decidedAt, names) : null,
    decisionReason: of.decisionReason,
    abilities: { decide: decides && !own, withdraw: decides && own },
  };
}

export function presentHold(hold: LegalHold, caller: Caller, names: Names): LegalHoldView {
  const { id, organizationId, incidentId, reason, placedById, placedAt, liftedById, liftedAt, liftReason } = hold;
  return {
    id,
    incidentId,
    reason,
    placed: by(placedById, placedAt.toISOString(), names),
    lifted: liftedById && liftedAt ? by(liftedById, liftedAt.toISOString(), names) : null,
    liftReason,
    abilities: { lift: !liftedAt && mayWrite(caller) && mayInOrganization(caller, organizationId, 'holds.manage') },
  };
}
