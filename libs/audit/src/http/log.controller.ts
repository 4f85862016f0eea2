import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '@app/access';
import { CurrentCaller, SignedIn } from '@app/access/http';
import { WitnessStandings } from '@app/ledger';
import { page, positionOf } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { LogKeys } from '../log/log-keys.query.js';
import { OwnReceipts } from '../log/own-receipts.query.js';
import { PublishedLog } from '../log/published-log.js';
import { CheckpointQuery, ConsistencyQuery, InclusionQuery, KeyQuery } from './log.dto.js';
import {
  CheckpointPage,
  ConsistencyView,
  InclusionView,
  LogKeyList,
  LogStatusView,
  presentCheckpoint,
  presentKey,
  presentReceipt,
  presentStatus,
  ReceiptPage,
} from './log.view.js';
import { answerForEver, answerText } from './text-answer.js';

const PLAIN = { content: { 'text/plain': { schema: { type: 'string' } } } } as const;
const BYTES = { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } as const;

/** The log as it was published. It tells of its size and growth and of nothing else, and so is for everybody who is signed in. */
@ApiTags('ledger')
@Controller('ledger')
export class LogController {
  constructor(
    private readonly log: PublishedLog,
    private readonly keys: LogKeys,
    private readonly receipts: OwnReceipts,
    private readonly witnesses: WitnessStandings,
  ) {}

  /** C2SP tlog-checkpoint, signed by the log and by witnesses. */
  @Get('checkpoint')
  @SignedIn('a checkpoint tells of the size of the log and nothing else')
  @ApiOkResponse(PLAIN)
  async checkpoint(
    @Query() { size }: CheckpointQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { note } = await this.log.checkpoint(size);
    await answerText({ request, reply }, note);
  }

  /** The newest first. */
  @Get('checkpoints')
  @SignedIn('a checkpoint tells of the size of the log and nothing else')
  async checkpoints(@Query() { limit = PAGE_DEFAULT, cursor }: PageQuery): Promise<CheckpointPage> {
    const below = cursor === undefined ? undefined : Number(positionOf(cursor, ['whole'])[0]);
    return page(await this.log.checkpoints(limit, below), limit, presentCheckpoint, ({ size }) => [size]);
  }

  /** Verifier keys, the newest first, one a line. */
  @Get('key')
  @SignedIn('keys to verify with are for everybody')
  @ApiOkResponse(PLAIN)
  async key(
    @CurrentCaller() caller: Caller,
    @Query() { role = 'log' }: KeyQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const keys = (await this.keys.all(caller)).filter((key) => key.role === role);
    await answerText({ request, reply }, keys.map(({ vkey }) => `${vkey}\n`).join(''));
  }

  /** The same keys, and those of receipts, with how each follows from the one before it. */
  @Get('keys')
  @SignedIn('keys to verify with are for everybody')
  async introductions(@CurrentCaller() caller: Caller): Promise<LogKeyList> {
    return { items: (await this.keys.all(caller)).map(presentKey) };
  }

  /** C2SP tlog-policy: whose cosignatures count. */
  @Get('policy')
  @SignedIn('whose cosignatures count is for everybody to know')
  @ApiOkResponse(PLAIN)
  async policy(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerText({ request, reply }, this.keys.policy(await this.keys.all(caller)));
  }

  /** C2SP tlog-tiles: `<L>/<N>[.p/<W>]` and `entries/<N>[.p/<W>]`. */
  @Get('tile/*')
  @SignedIn('tiles hold hashes, and leaves that tell of nothing')
  @ApiParam({ name: 'path', description: '`<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`', type: String })
  @ApiOkResponse(BYTES)
  async tile(@Param('*') path: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerForEver({ request, reply }, await this.log.tile(path));
  }

  /** RFC 9162, section 2.1.3. */
  @Get('proof/inclusion')
  @SignedIn('a proof consists of hashes')
  async inclusion(@Query() { index, size }: InclusionQuery): Promise<InclusionView> {
    return { index, size, proof: await this.log.inclusionProof(index, size) };
  }

  /** RFC 9162, section 2.1.4. */
  @Get('proof/consistency')
  @SignedIn('a proof consists of hashes')
  async consistency(@Query() { from, to }: ConsistencyQuery): Promise<ConsistencyView> {
    return { from, to, proof: await this.log.consistencyProof(from, to) };
  }

  /** What was promised to you, the newest first. */
  @Get('receipts')
  @SignedIn("a person's own receipts")
  async ownReceipts(
    @CurrentCaller() caller: Caller,
    @Query() { limit = PAGE_DEFAULT, cursor }: PageQuery,
  ): Promise<ReceiptPage> {
    return page(await this.receipts.list(caller, { limit, cursor }), limit, presentReceipt, ({ id }) => [id]);
  }

  /** How far the log is, whether it is signed, and by whom else. */
  @Get('status')
  @SignedIn('sizes of the log, which its checkpoints tell, and what its witnesses answered')
  async status(): Promise<LogStatusView> {
    const [state, newest, witnesses] = await Promise.all([this.log.state(), this.log.newest(), this.witnesses.all()]);
    return presentStatus(state, newest, witnesses);
  }
}
