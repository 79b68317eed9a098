/** A document that cannot be used. The message says where, what is wrong and what to do. Exit code 2. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
  readonly file: string
  readonly pointer: string | undefined
  readonly line: number | undefined
  /** The message without the place at its beginning. */
  readonly reason: string

  constructor(
    reason: string,
    place: {
      file: string
      pointer?: string | undefined
      line?: number | undefined
    },
  ) {
    const line = place.line === undefined ? '' : `:${place.line}`
    const pointer = place.pointer ? ` #${place.pointer}` : ''
    super(`${place.file}${line}${pointer}: ${reason}`)
    this.reason = reason
    this.file = place.file
    this.pointer = place.pointer
    this.line = place.line
  }
}
