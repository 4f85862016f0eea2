export { ApplicationUnderTest, Client, type CreateApi } from './application.js';
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
export { freshTestDatabase, testDatabase, type TestDatabase } from './test-database.js';
