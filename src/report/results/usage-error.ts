import { withoutCredentials } from '../../http/index.ts'
import { elide } from '../../json/index.ts'

/** It may quote a file of any length, in code points. */
const MOST_SHOWN = 4000

/** The user asked for something that cannot be done. The message says what, and what to do instead. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(message: string) {
    super(elide(withoutCredentials(message), MOST_SHOWN))
  }
}
