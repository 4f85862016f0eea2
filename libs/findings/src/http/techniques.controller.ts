import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '@app/access/http';
import { cursorOf, positionOf } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { TECHNIQUES_NOTICE, techniquesLike } from '../techniques.js';
import { TechniquesQuery } from './findings.dto.js';
import { TechniquePage } from './techniques.view.js';

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
