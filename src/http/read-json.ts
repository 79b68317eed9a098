import { endOfString, parseJson } from '../json/index.ts'
import type { BodyReading } from './body-format.ts'

const BYTE_ORDER_MARK = '\ufeff'
/** A reader may set a limit (RFC 8259, 9): values nested deeper cost more to read than they can ever say. */
const DEEPEST_JSON = 50_000
const QUOTE = 0x22
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that bytes are in UTF-8; undefined if they are none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

export const withoutMark = (text: string): string => (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text)

/** JSON is UTF-8 (RFC 8259, 8.1). */
export function readJson(bytes: Uint8Array): Exclude<BodyReading, { kind: 'opaque' }> {
  const json = utf8Text(bytes)
  if (json === undefined) return { kind: 'malformed', what: 'bytes that are not UTF-8' }
  const unmarked = withoutMark(json)
  if (unmarked.length > DEEPEST_JSON * 2 && isDeeper(unmarked, DEEPEST_JSON))
    return { kind: 'malformed', what: `nesting of more than ${DEEPEST_JSON} levels` }
  try {
    return { kind: 'value', value: parseJson(unmarked), json }
  } catch {
    return { kind: 'malformed', what: unmarked.trim() === '' ? 'an empty body' : 'a text that is not JSON' }
  }
}

/** Whether brackets open deeper than that, those within strings left out. */
function isDeeper(json: string, limit: number): boolean {
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index)
    if (code === QUOTE) index = endOfString(json, index) - 1
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}
