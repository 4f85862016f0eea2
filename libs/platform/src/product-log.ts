import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/**
 * Says of each data source after the first that it bears the name of another. In the
 * standalone, API and jobs are two programs in one process, each with its own: nothing is
 * overridden, since every program asks its own container.
 */
const KNOWN_AND_HARMLESS = new Set(['DataSourceNameRegistry']);

/** The framework's log as one JSON line an event, to standard output. It never holds case content. */
export class ProductLog implements LoggerService {
  private readonly pino: Logger;

  constructor(level: string) {
    this.pino = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  }

  log(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** Nest passes a stack, where there is one, and then the name of whoever speaks. */
  private write(level: 'debug' | 'warn' | 'error' | 'fatal', message: unknown, more: readonly unknown[]): void {
    const from = more.at(-1);
    if (typeof from === 'string' && KNOWN_AND_HARMLESS.has(from)) {
      return;
    }
    const stack = more.length > 1 ? more[0] : undefined;
    this.pino[level]({ from, stack, ...(typeof message === 'object' ? message : { message }) });
  }
}
