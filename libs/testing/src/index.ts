export { freshTestDatabase, testDatabase, type TestDatabase } from './test-database.js';
