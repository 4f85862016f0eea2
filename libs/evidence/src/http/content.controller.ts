import type { IncomingMessage } from 'node:http';
import { Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, LogsReads, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';

import { NotFound } from '@app/platform';
import { idOf, BodyStream, IfMatch, StreamedBody } from '@app/platform/http';
import { KeepContent } from '../actions/keep-content.js';
import { attachmentNamed } from '../content-disposition.rules.js';
import { ContentStore } from '../content-store.js';
import { EVIDENCE, type EvidenceState } from '../evidence.js';
import { EvidenceView, presentEvidence } from './evidence.view.js';

/** Whatever the bytes are, a browser saves them and does nothing else with them. */
const INERT: Readonly<Record<string, string>> = {
  'content-type': 'application/octet-stream',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
};

/** The bytes of evidence that is a file. */
@ApiTags('evidence')
@Controller('incidents/:incidentId/evidence/:evidenceId/content')
export class ContentController {
  constructor(
    private readonly records: CaseRecords,
    private readonly keepContent: KeepContent,
    private readonly store: ContentStore,
  ) {}

  /** The bytes as they are. A hash that was declared has to be theirs. Once kept, they stay. */
  @Put()
  @Requires('evidence.write')
  @StreamedBody()
  async keep(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @IfMatch() readVersion: number,
    @BodyStream() stream: IncomingMessage,
  ): Promise<EvidenceView> {
    const declared = stream.headers['content-length'];
    const arrival = { stream, declaredBytes: declared === undefined ? null : Number(declared) };
    const upload = { id: idOf(evidenceId, 'evidence'), readVersion, arrival };
    return await this.keepContent.execute(caller, sight, upload, (state, names) =>
      presentEvidence({ caller, sight }, state, names),
    );
  }

  /** An attachment, never shown inline. It leaves the product, and so is logged whoever takes it. */
  @Get()
  @Requires('incident.read')
  @LogsReads('export')
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async read(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = idOf(evidenceId, 'evidence');
    const { state } = await this.records.one<EvidenceState>(caller, sight, { kind: EVIDENCE.kind, id, moment: null });
    const { sha256, sizeBytes, fileName } = state;
    if (!state.stored || sha256 === null || sizeBytes === null) {
      throw new NotFound('content');
    }
    const bytes = await this.store.read({ sha256, sizeBytes });
    void reply.headers({
      ...INERT,
      'content-disposition': attachmentNamed(fileName ?? `evidence-${sha256.slice(0, 12)}`),
      'content-length': String(sizeBytes),
      etag: `"${sha256}"`,
    });
    await reply.send(bytes);
  }
}
