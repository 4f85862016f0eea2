import { ApiProperty } from '@nestjs/swagger';
import type { OrganizationChange } from '../organization-history.query.js';

export class ChangedByView {
  @ApiProperty({ type: String, nullable: true })
  id: string | null;

  name: string;

  /** For what a job of the product did it. */
  @ApiProperty({ type: String, nullable: true })
  purpose: string | null;
}

export class ChangedSubjectView {
  kind: string;
  id: string;

  /** Of a person. */
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
}

export class OrganizationChangeView {
  id: string;
  at: string;

  @ApiProperty({ type: ChangedByView, nullable: true })
  by: ChangedByView | null;

  /** `noun.past_participle`; null where the content was redacted. */
  @ApiProperty({ type: String, nullable: true })
  action: string | null;

  @ApiProperty({ type: ChangedSubjectView, nullable: true })
  subject: ChangedSubjectView | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  before: Record<string, unknown> | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  after: Record<string, unknown> | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  requestId: string | null;
}

export class OrganizationHistoryPage {
  @ApiProperty({ type: [OrganizationChangeView] })
  items: OrganizationChangeView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export function presentChange({ id, at, payload, byName, subjectName }: OrganizationChange): OrganizationChangeView {
  const when = { id, at: at.toISOString() };
  if (!payload) {
    return { ...when, by: null, action: null, subject: null, before: null, after: null, reason: null, requestId: null };
  }
  const { by, action, subject, before, after, reason, requestId } = payload;
  return {
    ...when,
    by: { id: by.userId, name: byName ?? 'Ascribe', purpose: by.purpose },
    action,
    subject: { ...subject, name: subjectName },
    before,
    after,
    reason,
    requestId,
  };
}
