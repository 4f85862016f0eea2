/**
 * Runs `within` with one method of a running product replaced: what a guard is for shows
 * when it is away.
 */
export async function unguarded<Of extends object, Answer>(
  target: Of,
  replacement: { readonly [Method in keyof Of]?: unknown },
  within: () => Promise<Answer>,
): Promise<Answer> {
  Object.assign(target, replacement);
  try {
    return await within();
  } finally {
    for (const method of Object.keys(replacement)) {
      Reflect.deleteProperty(target, method);
    }
  }
}
