import { ApiProperty } from '@nestjs/swagger';
import { TLP, type Tlp } from '@app/platform';
import {
  STAKEHOLDER_CHANNELS,
  stakeholderState,
  type Stakeholder,
  type StakeholderChannel,
} from '../stakeholder.entity.js';

export class StakeholderAbilitiesView {
  amend: boolean;
  end: boolean;
}

export class StakeholderView {
  id: string;

  /** Null: of every case of the organization. */
  @ApiProperty({ type: String, nullable: true })
  incidentId: string | null;

  name: string;
  role: string;

  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  @ApiProperty({ enum: STAKEHOLDER_CHANNELS, isArray: true })
  channels: readonly StakeholderChannel[];

  /** Of a case that is marked higher they are not told. */
  @ApiProperty({ enum: TLP })
  maxTlp: Tlp;

  /** From then on they are told nothing. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;

  createdAt: string;
  /** Its ETag. */
  version: number;
  abilities: StakeholderAbilitiesView;
}

export class StakeholderPage {
  @ApiProperty({ type: [StakeholderView] })
  items: StakeholderView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export function presentStakeholder(stakeholder: Stakeholder, manages: boolean): StakeholderView {
  const may = manages && stakeholder.endedAt === null;
  return { ...stakeholderState(stakeholder), abilities: { amend: may, end: may } };
}
