import { isArray, isObject, type Json, writeJson } from '../json/index.ts'
import { isJsonMediaType } from './media-type.ts'
import { isNamed, isPlain, KEPT_IF_RESERVED, prefixOf, type StyledParameter, separatorOf } from './parameter-styles.ts'

/**
 * The piece of a request that says `value`:
 * - path: the text of the template's variable, with the `.` or `;` that label and matrix begin with
 * - query: `a=1`, or several joined by `&`, without a leading `?` or `&`
 * - header: the value, not percent-encoded
 * - cookie: `a=1`, or several joined by `; `; with the style of that name, not percent-encoded
 *
 * An empty array or object gives the empty string: RFC 6570 (2.3) takes it for undefined. Null is `null`; an array or
 * object within another, for which OpenAPI defines nothing, is its JSON text. Lone surrogates become U+FFFD.
 */
export function writeParameter(parameter: StyledParameter, value: Json): string {
  const pieces = piecesOf(parameter, value)
  if (pieces.length === 0) return ''
  return prefixOf(parameter) + pieces.join(separatorOf(parameter))
}

function piecesOf(parameter: StyledParameter, value: Json): string[] {
  const encode = (text: string): string => encodeFor(parameter, text)
  const { name, style, explode, contentType } = parameter
  if (contentType !== undefined) {
    const text = isJsonMediaType(contentType) || typeof value !== 'string' ? writeJson(value) : value
    return [named(parameter, name, encode(text))]
  }
  if (isArray(value)) {
    if (value.length === 0) return []
    const items = value.map((item) => encode(scalarText(item)))
    if (explode) return isNamed(parameter) ? items.map((item) => named(parameter, name, item)) : items
    return [named(parameter, name, items.join(separatorOf(parameter)))]
  }
  if (!isObject(value)) return [named(parameter, name, encode(scalarText(value)))]
  const entries = Object.entries(value).map(([key, child]): [string, string] => [key, encode(scalarText(child))])
  if (entries.length === 0) return []
  if (style === 'deepObject')
    return entries.map(([key, child]) => `${encodeName(parameter, `${name}[${key}]`)}=${child}`)
  if (explode) return entries.map(([key, child]) => `${encodeName(parameter, key)}=${child}`)
  return [named(parameter, name, entries.flatMap(([key, child]) => [encode(key), child]).join(separatorOf(parameter)))]
}

function named(parameter: StyledParameter, name: string, value: string): string {
  if (!isNamed(parameter)) return value
  // RFC 6570, 3.2.7: `;x` and not `;x=` if the value is empty.
  return parameter.style === 'matrix' && value === ''
    ? encodeName(parameter, name)
    : `${encodeName(parameter, name)}=${value}`
}

const scalarText = (value: Json): string => (typeof value === 'string' ? value.toWellFormed() : writeJson(value))

const encodeName = (parameter: StyledParameter, name: string): string =>
  isPlain(parameter) ? name : percentEncode(name)

function encodeFor(parameter: StyledParameter, text: string): string {
  if (isPlain(parameter)) return text
  const separator = separatorOf(parameter)
  const encoded = parameter.allowReserved ? encodeUnreserved(parameter, text) : percentEncode(text)
  // Unreserved, so no one must encode it; encoded, it is told from the delimiter of an exploded label.
  return separator === '.' ? encoded.replaceAll('.', '%2E') : encoded
}

function encodeUnreserved(parameter: StyledParameter, text: string): string {
  const separator = separatorOf(parameter)
  const ends = parameter.style === 'matrix' ? [separator, ';'] : [separator]
  const kept = [...KEPT_IF_RESERVED[parameter.in]].filter((character) => !ends.includes(character))
  return [...text].map((character) => (kept.includes(character) ? character : percentEncode(character))).join('')
}

/** Percent-encodes the UTF-8 of everything outside the unreserved characters (RFC 3986, 2.3). */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
