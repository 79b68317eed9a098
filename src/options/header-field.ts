import { isFieldName, isFieldValue } from '../http/index.ts'
import { UsageError } from '../report/results/index.ts'

/** Headers about the message itself or its connection: each request has its own. */
const OWN_HEADERS: ReadonlySet<string> = new Set(
  'connection content-length content-type expect keep-alive te trailer transfer-encoding upgrade'.split(' '),
)

/** Throws UsageError for a header that cannot be sent. It names the source, and not the value, which may be secret. */
export function requireHeaderField(name: string, value: string, source: string): void {
  if (!isFieldName(name))
    throw new UsageError(`${source} is not the name of a header; write letters, digits and hyphens.`)
  if (OWN_HEADERS.has(name.toLowerCase()))
    throw new UsageError(`${source} cannot be set: each request has its own; leave it out.`)
  requireFieldValue(value, source)
}

/** Throws UsageError for a value that no header can carry (RFC 9110, 5.5). It names the source, and not the value. */
export function requireFieldValue(value: string, source: string): void {
  if (!isFieldValue(value))
    throw new UsageError(
      `${source} has a character that no header can carry, such as a line break; give it without that character.`,
    )
}
