import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { JudgeFinding } from './actions/judge-finding.js';
import { LinkAccount } from './actions/link-account.js';
import { SubmitFinding } from './actions/submit-finding.js';
import { WithdrawFinding } from './actions/withdraw-finding.js';
import { Submitters } from './submitters.repository.js';

const ACTIONS = [JudgeFinding, LinkAccount, SubmitFinding, WithdrawFinding];

@Module({
  imports: [AccessModule, IncidentsModule, PartiesModule],
  providers: [Submitters, ...ACTIONS],
  exports: ACTIONS,
})
export class FindingsModule {}
