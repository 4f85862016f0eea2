import { ApiProperty } from '@nestjs/swagger';
import { LinkView, PartialTimeView } from '@app/incidents/http';

export class TimelineItemView {
  @ApiProperty({ type: PartialTimeView })
  at: PartialTimeView;

  /** When Ascribe learned of it. */
  recordedAt: string;

  /** `first_access`, `detected`, `account_first_seen`, `account_last_seen`, `pivot`, `disclosure_received`, `disclosure_public`, `claim` or `status`. */
  kind: string;

  @ApiProperty({ type: LinkView })
  subject: LinkView;

  title: string;
}

export class TimelinePage {
  /** The version of the case that this was made from. */
  caseVersion: number;

  @ApiProperty({ type: [TimelineItemView] })
  items: TimelineItemView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ChangerView {
  @ApiProperty({ type: String, nullable: true })
  id: string | null;

  name: string;

  /** Set where a job of the product did it. */
  @ApiProperty({ type: String, nullable: true })
  purpose: string | null;
}

export class RedactionView {
  at: string;
  byId: string;

  @ApiProperty({ type: String, nullable: true })
  byName: string | null;

  reason: string;

  /** Fields that were erased, such as `after.body`; null where nothing is left of the change. */
  @ApiProperty({ type: [String], nullable: true })
  fields: string[] | null;
}

export class HistoryItemView {
  /** From 1, without gaps, over what you may see of the case. */
  index: number;
  id: string;
  caseVersion: number;
  at: string;

  @ApiProperty({ type: ChangerView, nullable: true })
  by: ChangerView | null;

  /** `noun.past_participle`; null where redacted. */
  @ApiProperty({ type: String, nullable: true })
  action: string | null;

  @ApiProperty({ type: LinkView, nullable: true })
  subject: LinkView | null;

  /** The fields that changed, before. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  before: Record<string, unknown> | null;

  /** The fields that changed, after. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  after: Record<string, unknown> | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  requestId: string | null;

  /** Who took the content away, when and why. */
  @ApiProperty({ type: RedactionView, nullable: true })
  redaction: RedactionView | null;
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryItemView] })
  items: HistoryItemView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class SearchIncidentView {
  id: string;
  reference: string;
  title: string;
  tlp: string;
}

export class SearchHitView {
  /** `incident`, `account`, `disclosure`, `artifact`, `hypothesis`, `claim`, `comment` or `task`. */
  kind: string;
  id: string;

  @ApiProperty({ type: SearchIncidentView })
  incident: SearchIncidentView;

  excerpt: string;
}

export class SearchPage {
  @ApiProperty({ type: [SearchHitView] })
  items: SearchHitView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}
