import { PASSWORD, type ApplicationUnderTest, type Client, type Person } from '@app/testing';
import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;

/** What an authenticator shows for this secret (Base32) at an instant. */
export const codeAt = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
    timestamp: at.getTime(),
  });

/** Six figures that are the code of no step near `at`. */
export function wrongCode(secret: string, at: Date): string {
  const right = [-3, -2, -1, 0, 1, 2, 3].map((steps) => codeAt(secret, new Date(at.getTime() + steps * STEP_MS)));
  const wrong = ['000000', '111111', '222222', '333333', '444444', '555555', '666666', '777777'];
  return wrong.find((code) => !right.includes(code)) ?? '';
}

/** A person's second factor as their authenticator has it, and the session that set it up. */
export interface GivenSecondFactor {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly client: Client;
}

/**
 * Sets a second factor up. It is confirmed by the code of the step before `at`, so that those of `at` and of the
 * step after are still good.
 */
export async function givenSecondFactor(
  api: ApplicationUnderTest,
  person: Pick<Person, 'email'>,
  at: Date,
): Promise<GivenSecondFactor> {
  const client = await api.signedIn(person);
  const { body: offer } = await client.post('/auth/totp/enrollments', {}).expect(201);
  const secret = offer.secret as string;
  const code = codeAt(secret, new Date(at.getTime() - STEP_MS));
  const { body } = await client.post('/auth/totp/confirmations', { code }).expect(201);
  return {
    secret,
    recoveryCodes: body.recoveryCodes as string[],
    client: client.with({ 'x-csrf-token': body.csrfToken as string }),
  };
}

/** A browser in which this person has signed in with a code. */
export async function signedInWith(
  api: ApplicationUnderTest,
  { email }: Pick<Person, 'email'>,
  totp: string,
): Promise<Client> {
  const client = api.anonymous();
  const { body } = await client.post('/auth/login', { email, password: PASSWORD, totp }).expect(200);
  return client.with({ 'x-csrf-token': body.csrfToken as string });
}
