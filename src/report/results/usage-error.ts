/** The user asked for something that cannot be done. The message says what, and what to do instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
