import { ApiProperty } from '@nestjs/swagger';
import { READ_GROUNDS, type LoggedRead, type ReadGround } from '../reads.repository.js';

export class ReaderView {
  id: string;
  name: string;
  /** Of the reader's organizations those that own the case or take part in it. */
  organizations: string[];
}

export class ReadByKeyView {
  id: string;
  name: string;
}

export class ViewedAsView {
  participantId: string;
  name: string;
}

/** The moments that a read asked for, as it asked. */
export class ReadMomentView {
  knownAt?: string;
  validAt?: string;
  caseVersion?: string;
  from?: string;
  to?: string;
}

export class CaseReadView {
  id: string;
  at: string;
  by: ReaderView;

  /** With which of their API keys; null for a browser. */
  @ApiProperty({ type: ReadByKeyView, nullable: true })
  key: ReadByKeyView | null;

  /** Why it was logged. */
  @ApiProperty({ enum: READ_GROUNDS })
  ground: ReadGround;

  /** Method and route: `GET /incidents/:incidentId/claims`. */
  what: string;

  /** The record that the address named. */
  @ApiProperty({ type: String, nullable: true })
  recordId: string | null;

  @ApiProperty({ type: ReadMomentView, nullable: true })
  moment: ReadMomentView | null;

  /** As whom a manager of the case looked at it. */
  @ApiProperty({ type: ViewedAsView, nullable: true })
  viewedAs: ViewedAsView | null;

  requestId: string;
}

export class CaseReadPage {
  @ApiProperty({ type: [CaseReadView] })
  items: CaseReadView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentRead = (read: LoggedRead): CaseReadView => ({
  id: read.id,
  at: read.at.toISOString(),
  by: { id: read.userId, name: read.userName, organizations: [...read.organizations] },
  key: read.keyId === null ? null : { id: read.keyId, name: read.keyName ?? '' },
  ground: read.ground,
  what: read.what,
  recordId: read.recordId,
  moment: read.moment,
  viewedAs: read.viewedAsId === null ? null : { participantId: read.viewedAsId, name: read.viewedAsName ?? '' },
  requestId: read.requestId,
});
