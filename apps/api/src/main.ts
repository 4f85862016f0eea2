import 'reflect-metadata';
import { join } from 'node:path';
import { Config } from '@app/platform';
import { createApi } from './create-api.js';

const config = Config.fromEnvironment();
if (!config.databaseUrl) {
  process.stderr.write('The API needs DATABASE_URL. On a laptop, `npm start` brings its own database.\n');
  process.exit(1);
}
const app = await createApi({
  config,
  databaseUrl: config.databaseUrl,
  webDir: join(import.meta.dirname, '../../../web'),
  verifierPage: join(import.meta.dirname, '../../../verify/ascribe-verify.html'),
});
app.enableShutdownHooks();
await app.listen(config.port ?? 3000, config.host);
