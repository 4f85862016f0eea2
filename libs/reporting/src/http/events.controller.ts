import { Controller, createParamDecorator, Get, Headers, Res, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '@app/access';
import { AccessGuard, CurrentCaller, SignedIn, Unattended, type CallerRequest } from '@app/access/http';
import { EventStreams } from '../events/event-streams.js';

/** What the guard judged, so that it can be asked again. */
const Arrived = createParamDecorator((_: unknown, context: ExecutionContext): ExecutionContext => context);

const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx and those who learned from it would gather events.
  'x-accel-buffering': 'no',
};

@ApiTags('events')
@Controller()
export class EventsController {
  constructor(
    private readonly guard: AccessGuard,
    private readonly streams: EventStreams,
  ) {}

  /**
   * Server-sent events: what to read again. `incident.changed` { incidentId }, `notification.created` { notificationId },
   * `access.changed` when you came to see something or see it no more, `resync` when everything is to be read again. Events
   * may come twice, and are of what you are shown only.
   */
  @Get('events')
  @Unattended()
  @SignedIn('tells the caller that something was changed which they are shown')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on from this event, for an hour.' })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  async follow(
    @CurrentCaller() caller: Caller,
    @Arrived() context: ExecutionContext,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (reply.request.method === 'HEAD') {
      await reply.headers(HEADERS).send();
      return;
    }
    const leave = this.streams.reserve(caller);
    const { raw } = reply.hijack();
    raw.once('close', leave);
    raw.on('error', () => undefined);
    if (raw.closed) {
      leave();
      return;
    }
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
    raw.flushHeaders();
    await this.streams.follow({ caller, lastEventId, out: raw, ask: async () => await this.askAgain(context) });
  }

  /** Whose session or key ended is let in no more; whoever gained or lost a seat comes in as who they are now. */
  private async askAgain(context: ExecutionContext): Promise<Caller> {
    await this.guard.canActivate(context);
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    if (!caller) {
      throw new Error('The door let in nobody.');
    }
    return caller;
  }
}
