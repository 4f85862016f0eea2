import { Readable } from 'node:stream';
import { Controller, Get, Logger, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, LogsReads, Requires, SignedIn } from '@app/access/http';
import { Forbidden } from '@app/platform';
import { CaseBundle, type Bundle } from '../bundle/case-bundle.js';
import { LogBundle } from '../bundle/log-bundle.js';
import { Places } from '../bundle/places.js';
import { BundleQuery, CaseBundleQuery } from './log.dto.js';

const LINES = { content: { 'application/jsonl': { schema: { type: 'string' } } } } as const;

/** Files to take away and to hold against the log without this service (docs/guides/ledger.md). */
@ApiTags('ledger')
@Controller()
export class BundleController {
  private readonly productLog = new Logger('bundle');

  constructor(
    private readonly ofCase: CaseBundle,
    private readonly ofLog: LogBundle,
    private readonly places: Places,
  ) {}

  /** The case as of a moment, as far as you may see it. It leaves the product, and so is logged whoever takes it. */
  @Get('incidents/:incidentId/bundle')
  @Requires('incident.read')
  @LogsReads('export')
  @ApiOkResponse(LINES)
  async takeCase(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() { knownAt, size, from, names }: CaseBundleQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (caller.borrowed) {
      throw new Forbidden('A bundle is made for whoever takes it: stop looking as somebody else.');
    }
    const asked = { knownAt: momentOf(knownAt), size, from, names: names === 'included' };
    await this.send(reply, async () => await this.ofCase.make(caller, sight, asked));
  }

  /** Every leaf of the log, and what you may see of each. Of each case in it, that is logged. */
  @Get('ledger/bundle')
  @SignedIn('holds what the caller may see; of everything else the published leaf')
  @ApiOkResponse(LINES)
  async takeAll(
    @CurrentCaller() caller: Caller,
    @Query() { knownAt, size, from }: BundleQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(reply, async () => await this.ofLog.make(caller, { knownAt: momentOf(knownAt), size, from }));
  }

  /** What goes wrong before the first line is a problem; what goes wrong later cuts the file, which then has no seal. */
  private async send(reply: FastifyReply, make: () => Promise<Bundle>): Promise<void> {
    const leave = this.places.take();
    try {
      const { fileName, text } = await make();
      const stream = Readable.from(text, { objectMode: false });
      stream.once('close', leave);
      stream.once('error', ({ name, stack }) => this.productLog.error({ name, at: stack?.split('\n')[1]?.trim() }));
      void reply.headers({
        'content-type': 'application/jsonl',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'private, no-store',
      });
      await reply.send(stream);
    } catch (error) {
      leave();
      throw error;
    }
  }
}

const momentOf = (knownAt: string | undefined): Date | undefined =>
  knownAt === undefined ? undefined : new Date(knownAt);
