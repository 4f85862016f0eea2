import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ORGANIZATION_KINDS, type OrganizationKind } from '@app/access';
import { Line } from '@app/access/http';
import { TLP, type Tlp } from '@app/platform';
import { Flag, ObjectOf, OneOf, Optional, Whole } from '@app/platform/http';

export class NumberingDto {
  @Whole(1970, 2199)
  year: number;

  /** The last number that was given in that year. */
  @Whole(1, 99_999_999)
  number: number;
}

/** How an organization works; bounds as the database has them. */
class SettingsDto {
  @Optional()
  @OneOf(TLP)
  @ApiPropertyOptional({ enum: TLP })
  defaultTlp?: Tlp;

  @Optional()
  @Whole(1, 720)
  untriagedAfterHours?: number;

  @Optional()
  @Whole(1, 365)
  staleAfterDays?: number;

  @Optional()
  @Whole(1, 720)
  dueSoonHours?: number;
}

export class OrganizationDto extends SettingsDto {
  @Line(200)
  name: string;

  @OneOf(ORGANIZATION_KINDS)
  @ApiProperty({ enum: ORGANIZATION_KINDS })
  kind: OrganizationKind;

  /** For an organization that numbered its cases elsewhere before: the next one here gets the number after. */
  @Optional()
  @ObjectOf(() => NumberingDto)
  @ApiPropertyOptional({ type: NumberingDto })
  numberingContinuesAfter?: NumberingDto;
}

export class OrganizationPatchDto extends SettingsDto {
  /** Whether members have to pass a second factor; whoever turns it on has to have passed one. */
  @Optional()
  @Flag()
  requiresSecondFactor?: boolean;

  @Optional()
  @Line(200)
  name?: string;
}
