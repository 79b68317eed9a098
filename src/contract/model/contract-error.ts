import { withoutCredentials } from '../../http/index.ts'
import { elide } from '../../json/index.ts'

/** What a person reads of a text of a document, which may be as long as the document, in code points. */
const MOST_OF_PLACE = 300
const MOST_OF_REASON = 1000

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
    const pointer = place.pointer ? ` #${elide(place.pointer, MOST_OF_PLACE)}` : ''
    const file = withoutCredentials(place.file)
    const sayable = elide(withoutCredentials(reason), MOST_OF_REASON)
    super(`${elide(file, MOST_OF_PLACE)}${line}${pointer}: ${sayable}`)
    this.reason = sayable
    this.file = file
    this.pointer = place.pointer
    this.line = place.line
  }
}
