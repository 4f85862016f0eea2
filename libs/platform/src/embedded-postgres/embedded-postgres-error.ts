/** Why the embedded database cannot run, in one sentence that is shown to the person who started it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
