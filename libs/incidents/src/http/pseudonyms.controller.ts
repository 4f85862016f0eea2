import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, LogsReads, Requires } from '@app/access/http';
import { HolderNames } from '../holder-names.repository.js';
import { PseudonymsView } from './records.view.js';

@ApiTags('incidents')
@Controller('incidents/:incidentId/pseudonyms')
export class PseudonymsController {
  constructor(private readonly names: HolderNames) {}

  /** Who the undisclosed holders of the case are. Every look is recorded in the read log of the case, before it is answered. */
  @Get()
  @Requires('names.read')
  @LogsReads('names')
  async list(@CurrentCaller() caller: Caller, @CurrentSight() sight: CaseSight): Promise<PseudonymsView> {
    return { items: await this.names.list(caller, sight) };
  }
}
