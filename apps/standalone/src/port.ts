import { createServer, type Server } from 'node:http';
import { Refusal } from './refusal.js';

const FIRST_PORT = 3000;
const PORTS_TRIED = 100;

/** A port on which we listen until the API takes it. */
export interface HeldPort {
  readonly port: number;
  /** Lets go of it, just before the API listens. */
  release(): void;
}

/**
 * Takes the chosen port, or the first free one from 3000, before the API is made: its address is
 * known to everything that writes links, and two that start at once do not choose the same one.
 * Whoever asks meanwhile is told to come back.
 *
 * @throws {Refusal} when the chosen port is in use or may not be used.
 */
export async function holdPort(chosen: number | undefined, host: string): Promise<HeldPort> {
  for (let port = chosen ?? FIRST_PORT; port < FIRST_PORT + PORTS_TRIED || chosen; port += 1) {
    try {
      const server = await listen(port, host);
      return { port, release: () => release(server) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE') {
        throw new Refusal(
          `Ascribe cannot listen on ${host}:${port} (${code}). Set HOST and PORT to what this machine allows.`,
        );
      }
      if (chosen !== undefined) {
        throw new Refusal(`Port ${chosen} is in use. Stop what uses it, or set PORT to another one.`);
      }
    }
  }
  throw new Refusal(`No port from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1} is free. Set PORT to one that is.`);
}

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(503, {
      'retry-after': '1',
      'content-type': 'application/json',
      connection: 'close',
    });
    response.end('{"status":"starting"}');
  });
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(server));
  });
}

function release(server: Server): void {
  server.close();
  server.closeAllConnections();
}
