import { Controller, Get, Header } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '@app/access/http';
import { TRANSITIONS, VOCABULARIES } from '../vocabularies.js';
import { VocabulariesView, VocabularyView } from './vocabularies.view.js';

const BODY = JSON.stringify({ vocabularies: VOCABULARIES, transitions: TRANSITIONS });

@ApiTags('vocabularies')
@ApiExtraModels(VocabularyView)
@Controller('vocabularies')
export class VocabulariesController {
  /** The terms of every field that has a list of them, in words. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: VocabulariesView })
  @SignedIn('is the same for everyone')
  all(): string {
    return BODY;
  }
}
