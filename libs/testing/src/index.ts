export { ApplicationUnderTest, Client, type CreateApi, type Started } from './application.js';
export {
  givenIncident,
  givenMember,
  givenOrganization,
  givenPerson,
  PASSWORD,
  type GivenOrganization,
  type Person,
  type Under,
} from './factories.js';
export { golden } from './golden.js';
export { IdentityProviderUnderTest, type ProviderAccount } from './identity-provider.js';
export { holding, untilWaiting, waitingSessions, whileLocked } from './race.js';
export { freshTestDatabase, testDatabase, type TestDatabase } from './test-database.js';
export { sequenceAll, TEST_ORIGIN, testLogKey, TestLog, testReceiptKey } from './test-log.js';
