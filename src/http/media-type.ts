import { TOKEN } from './field.ts'

/** A media type taken apart. */
export interface MediaTypeParts {
  /** `type/subtype` in lower case. */
  readonly essence: string
  /** By name in lower case, quotes and escapes undone; of a repeated name the first. */
  readonly parameters: ReadonlyMap<string, string>
}

const OWS = '[ \\t]*'
const ESSENCE = new RegExp(`^${OWS}(${TOKEN}/${TOKEN})${OWS}(?=;|$)`)
const PARAMETER = new RegExp(`${OWS};${OWS}(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?`, 'y')

/** The texts that were read last: a run meets the same few with every message. */
const MOST_KEPT = 100
const parsed = new Map<string, MediaTypeParts | undefined>()
const essences = new Map<string, string | undefined>()

function kept<T>(cache: Map<string, T>, text: string, read: (text: string) => T): T {
  const cached = cache.get(text)
  if (cached !== undefined) return cached
  if (cache.size >= MOST_KEPT) cache.clear()
  const fresh = read(text)
  cache.set(text, fresh)
  return fresh
}

/** A `Content-Type` (RFC 9110, 8.3.1), or undefined if the text breaks that grammar. */
export const parseMediaType = (text: string): MediaTypeParts | undefined => kept(parsed, text, readMediaType)

function readMediaType(text: string): MediaTypeParts | undefined {
  const match = ESSENCE.exec(text)
  if (match?.[1] === undefined) return undefined
  const parameters = new Map<string, string>()
  const rest = text.trimEnd()
  let position = Math.min(match[0].length, rest.length)
  while (position < rest.length) {
    PARAMETER.lastIndex = position
    const parameter = PARAMETER.exec(rest)
    if (parameter === null) return undefined
    position = PARAMETER.lastIndex
    const name = parameter[1]?.toLowerCase()
    const value = parameter[2] ?? parameter[3]?.replace(/\\(.)/g, '$1')
    if (name !== undefined && value !== undefined && !parameters.has(name)) parameters.set(name, value)
  }
  return { essence: match[1].toLowerCase(), parameters }
}

/** What stands before the parameters, in lower case, even if the parameters are malformed. */
const essenceOf = (text: string): string | undefined => kept(essences, text, readEssence)

const readEssence = (text: string): string | undefined => ESSENCE.exec(text)?.[1]?.toLowerCase()

/**
 * Whether a body of media type `actual` is one that a document lists as `range`: `application/json`, `image/*`,
 * `application/*+json`, any of them with parameters or capitals. Parameters decide nothing, since `charset=utf-8` is
 * neither a promise nor a breach for JSON (RFC 8259, 11).
 */
export function mediaTypeMatches(range: string, actual: string): boolean {
  const documented = essenceOf(range)
  const received = essenceOf(actual)
  if (documented === undefined || received === undefined) return false
  if (documented === received || documented === '*/*') return true
  const [type, subtype] = documented.split('/')
  if (subtype === undefined || !subtype.startsWith('*')) return false
  return received.startsWith(`${type}/`) && received.endsWith(subtype.slice(1)) && received.length >= documented.length
}

/** `application/json`, `text/json` and every `+json` (RFC 6839, 3.1), whatever the parameters. */
export function isJsonMediaType(text: string): boolean {
  const essence = essenceOf(text)
  return essence === 'application/json' || essence === 'text/json' || essence?.endsWith('+json') === true
}

/** How bodies of a media type carry values, as far as that is defined; `opaque` is for what nothing is said of. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'binary' | 'opaque'

export function bodyKindOf(text: string): BodyKind {
  if (isJsonMediaType(text)) return 'json'
  const essence = essenceOf(text) ?? ''
  if (essence === 'application/x-www-form-urlencoded') return 'form'
  if (essence === 'multipart/form-data') return 'multipart'
  if (/[/+]xml$/.test(essence)) return 'opaque'
  if (essence.startsWith('text/')) return 'text'
  return /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip|x-tar)$/.test(essence)
    ? 'binary'
    : 'opaque'
}

/** A media type that a range stands for: a range itself cannot be sent. */
export function concreteMediaType(range: string): string {
  const essence = essenceOf(range) ?? ''
  if (!essence.includes('*')) return range
  if (essence.startsWith('application/*+')) return `application/vnd.any${essence.slice('application/*'.length)}`
  const plainest: { readonly [range: string]: string } = { 'text/*': 'text/plain', 'image/*': 'image/png' }
  return (
    (Object.hasOwn(plainest, essence) ? plainest[essence] : undefined) ??
    (/^(?:\*|application)\//.test(essence) ? 'application/json' : essence.replace('*', 'x-any'))
  )
}
