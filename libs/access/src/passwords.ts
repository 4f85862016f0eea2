import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

// argon2id, 19 MiB, two passes (OWASP Password Storage, 2025): the library's default algorithm is argon2id.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  private readonly ofNobody = hash('nobody has this password', COST);

  async hash(password: string): Promise<string> {
    return await hash(password.normalize('NFKC'), COST);
  }

  /** Takes as long where there is no such person, so that the time does not tell. */
  async matches(stored: string | null | undefined, password: string): Promise<boolean> {
    const found = await verify(stored ?? (await this.ofNobody), password.normalize('NFKC'));
    return found && Boolean(stored);
  }
}
