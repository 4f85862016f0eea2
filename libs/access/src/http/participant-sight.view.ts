import { ApiProperty } from '@nestjs/swagger';
import { TLP, type Tlp } from '@app/platform';
import { CAPACITIES, type Capacity } from '../caller.js';
import { CASE_VERBS, type CaseVerb } from '../case.policy.js';

export class KindSeenView {
  /** `claim`, `finding` and so on. */
  kind: string;
  shown: number;
  withheld: number;
}

export class ParticipantSightView {
  seesCase: boolean;

  @ApiProperty({ enum: CAPACITIES, isArray: true })
  capacities: Capacity[];

  /** Records marked above it are withheld; null for one who does not see the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  clearance: Tlp | null;

  /** What they may do here. */
  @ApiProperty({ enum: CASE_VERBS, isArray: true })
  verbs: CaseVerb[];

  @ApiProperty({ type: [KindSeenView] })
  kinds: KindSeenView[];
}
