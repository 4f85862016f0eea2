import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '@app/access/http';
import { cursorOf, positionOf } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { TECHNIQUES_NOTICE, techniquesLike } from '../techniques.js';
import { TechniquesQuery } from './findings.dto.js';

export class TechniqueView {
  /** `T1566.002` */
  id: string;
  name: string;
}

export class TechniquePage {
  @ApiProperty({ type: [TechniqueView] })
  items: TechniqueView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  /** Whose work the names are. */
  notice: string;
}

@ApiTags('findings')
@Controller('techniques')
export class TechniquesController {
  /** Techniques of MITRE ATT&CK by id or name: those that matter here most. Findings may name others. */
  @Get()
  @ApiOkResponse({ type: TechniquePage, description: TECHNIQUES_NOTICE })
  @SignedIn('is the same for everyone')
  list(@Query() query: TechniquesQuery): TechniquePage {
    const found = techniquesLike(query.q);
    const from = query.cursor === undefined ? 0 : Number(positionOf(query.cursor, ['whole'])[0]);
    const end = from + (query.limit ?? PAGE_DEFAULT);
    return {
      items: found.slice(from, end),
      nextCursor: end < found.length ? cursorOf([end]) : null,
      notice: TECHNIQUES_NOTICE,
    };
  }
}
