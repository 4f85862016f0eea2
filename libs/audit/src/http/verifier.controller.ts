import { readFile } from 'node:fs/promises';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SignedIn } from '@app/access/http';
import { NotFound } from '@app/platform';

/** Path of the built page; null where this program was told none. */
export const VERIFIER_PAGE = Symbol('the page that verifies bundles');

/** A browser saves it, and opens it from there, without this service. */
const AS_FILE: Readonly<Record<string, string>> = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment; filename="ascribe-verify.html"',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'private, no-cache',
};

/** The verifier as one page that works from a file, offline. Whoever trusts nobody takes it from elsewhere. */
@ApiTags('ledger')
@Controller('ledger/verifier')
export class VerifierController {
  constructor(@Inject(VERIFIER_PAGE) private readonly path: string | null) {}

  /** One self-contained page; 404 where it was not built. */
  @Get()
  @SignedIn('a program, the same for everybody')
  @ApiOkResponse({ content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } })
  async read(@Res() reply: FastifyReply): Promise<void> {
    const page = this.path === null ? null : await contentOf(this.path);
    if (!page) {
      throw new NotFound('page');
    }
    await reply.headers(AS_FILE).send(page);
  }
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
