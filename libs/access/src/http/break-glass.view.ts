import { ApiProperty } from '@nestjs/swagger';
import type { OwnElevation } from '../elevations.repository.js';

export class ElevationView {
  /** The participation's. */
  id: string;
  incidentId: string;

  /** Null once you do not see the case any more. */
  @ApiProperty({ type: String, nullable: true })
  reference: string | null;

  reason: string;
  createdAt: string;
  until: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;

  inForce: boolean;
}

export class ElevationPage {
  @ApiProperty({ type: [ElevationView] })
  items: ElevationView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentElevation =
  (now: Date) =>
  ({ createdAt, until, endedAt, ...elevation }: OwnElevation): ElevationView => ({
    ...elevation,
    createdAt: createdAt.toISOString(),
    until: until.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    inForce: endedAt === null && until > now,
  });
