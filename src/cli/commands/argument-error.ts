/** An argument that cannot be used and must not be repeated, as commander's own message would. Exit code 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}
