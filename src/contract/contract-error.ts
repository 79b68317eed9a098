/** A document that cannot be used: says what is wrong, where, and what to do. Exit code 2. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
  readonly file: string
  readonly pointer: string | undefined
  readonly line: number | undefined

  constructor(
    message: string,
    place: {
      file: string
      pointer?: string | undefined
      line?: number | undefined
    },
  ) {
    super(message)
    this.file = place.file
    this.pointer = place.pointer
    this.line = place.line
  }
}
