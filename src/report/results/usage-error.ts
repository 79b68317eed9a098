/** What the user asked for cannot be done: says what, and what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
