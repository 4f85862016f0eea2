/** What was read is not of the format that it should be of. The message says what is wrong, for people. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
