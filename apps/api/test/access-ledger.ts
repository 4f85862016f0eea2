import { TestLog, testLogKey, type ApplicationUnderTest, type Started } from '@app/testing';
import { get, plain, sent, type Make } from './access-ground.js';
import { ledgerEnvironment } from './ledger-ground.js';

/** What an API under test needs to answer the requests below: keys, and any file in the place of the verifier's page. */
export const withLedger = ({ environment, ...more }: Started): Started => ({
  ...more,
  environment: { ...environment, ...ledgerEnvironment(testLogKey()) },
  verifierPage: import.meta.filename,
});

const sequenced = new WeakMap<ApplicationUnderTest, Promise<number>>();

/** After what was written so far is in the log. */
const once =
  (make: Make): Make =>
  async (ground, caller) => {
    const { api } = ground;
    const done = sequenced.get(api) ?? new TestLog(api.database).sequenceAll();
    sequenced.set(api, done);
    await done;
    return await make(ground, caller);
  };

export const LEDGER_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /ledger/checkpoint': once(plain('/ledger/checkpoint')),
  'GET /ledger/checkpoints': once(plain('/ledger/checkpoints')),
  'GET /ledger/key': once(plain('/ledger/key')),
  'GET /ledger/keys': once(plain('/ledger/keys')),
  'GET /ledger/policy': once(plain('/ledger/policy')),
  'GET /ledger/tile/*': once(async () => await sent('/ledger/tile/0/000.p/1')),
  'GET /ledger/proof/inclusion': once(async () => await sent('/ledger/proof/inclusion?index=0&size=1')),
  'GET /ledger/proof/consistency': once(async () => await sent('/ledger/proof/consistency?from=1&to=2')),
  'GET /ledger/receipts': once(plain('/ledger/receipts')),
  'GET /ledger/status': once(plain('/ledger/status')),
  'GET /ledger/entries': once(plain('/ledger/entries')),
  'GET /ledger/bundle': once(plain('/ledger/bundle')),
  'GET /ledger/verifier': once(plain('/ledger/verifier')),
  'GET /incidents/:incidentId/ledger': once(get('/ledger')),
  'GET /incidents/:incidentId/bundle': once(get('/bundle')),
};
