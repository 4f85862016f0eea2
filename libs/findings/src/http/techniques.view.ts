import { ApiProperty } from '@nestjs/swagger';

export class TechniqueView {
  /** `T1566.002` */
  id: string;
  name: string;
}

export class TechniquePage {
  @ApiProperty({ type: [TechniqueView] })
  items: readonly TechniqueView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  /** Whose work the names are. */
  notice: string;
}
