import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TLP, type PartialTime, type Tlp } from '@app/platform';
import { Clearable, OneOf, Marking, Optional, Sha256, Text, TimeInWorld, Uuid, WebAddress } from '@app/platform/http';
import { CUSTODY_ACTIONS, EVIDENCE_KINDS, type CustodyAction, type EvidenceKind } from '../evidence.js';

export class EvidenceDto {
  /** Who brings it; needed only where several of your organizations could. */
  @Optional()
  @Uuid()
  organizationId?: string;

  @Text(300)
  title: string;

  @ApiProperty({ enum: EVIDENCE_KINDS })
  @OneOf(EVIDENCE_KINDS)
  kind: EvidenceKind;

  /** As you computed it. Content that is uploaded has to have it. */
  @Optional()
  @Sha256()
  sha256?: string;

  @Optional()
  @WebAddress()
  url?: string;

  @Optional()
  @TimeInWorld()
  obtainedAt?: PartialTime;

  @Optional()
  @Text(500)
  obtainedFrom?: string;

  @Optional()
  @Uuid()
  obtainedFromPartyId?: string;

  @Optional()
  @Text(4000)
  note?: string;

  @Optional()
  @Text(255)
  fileName?: string;

  @Optional()
  @Text(255)
  mediaType?: string;

  /** Without it, the case's marking. */
  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;
}

export class EvidencePatchDto {
  @Optional()
  @Text(300)
  title?: string;

  /** Not once content is kept. */
  @Clearable()
  @Sha256()
  sha256?: string | null;

  @Clearable()
  @WebAddress()
  url?: string | null;

  @Clearable()
  @TimeInWorld()
  obtainedAt?: PartialTime | null;

  @Clearable()
  @Text(500)
  obtainedFrom?: string | null;

  @Clearable()
  @Uuid()
  obtainedFromPartyId?: string | null;

  @Clearable()
  @Text(4000)
  note?: string | null;

  @Clearable()
  @Text(255)
  fileName?: string | null;

  @Clearable()
  @Text(255)
  mediaType?: string | null;

  @ApiPropertyOptional({ enum: TLP })
  @Clearable()
  @OneOf(TLP)
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class EvidenceWithdrawalDto {
  @Text(4000)
  reason: string;
}

export class CustodyStepDto {
  @ApiProperty({ enum: CUSTODY_ACTIONS })
  @OneOf(CUSTODY_ACTIONS)
  action: CustodyAction;

  @Optional()
  @TimeInWorld()
  at?: PartialTime;

  /** A person's role, or an organization. */
  @Text(300)
  byWhom: string;

  @Optional()
  @Text(4000)
  note?: string;

  /** Up to your own clearance; left out: as the evidence. */
  @Marking()
  tlp?: Tlp | null;
}
