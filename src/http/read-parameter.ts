import { type Json, type JsonType, numberOf, parseJson } from '../json/index.ts'
import { isJsonMediaType } from './media-type.ts'
import {
  isNamed,
  isPlain,
  type ParameterShape,
  prefixOf,
  type StyledParameter,
  separatorOf,
} from './parameter-styles.ts'

/** Why a piece of a request has no value. */
export type ParameterFlaw =
  | 'percent escape' // a % that two hexadecimal digits do not follow
  | 'utf-8' // percent-encoded bytes that are not UTF-8
  | 'style' // not laid out as the style says: no prefix, an odd number of keys and values
  | 'repeated' // given several times although it is no array
  | 'json' // content that should be JSON and is not

export type ParameterReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'malformed'; readonly flaw: ParameterFlaw }
  /** Nothing says what the text stands for. */
  | { readonly kind: 'opaque' }

const NO_NAMES: ReadonlySet<string> = new Set()

class Flawed extends Error {
  readonly flaw: ParameterFlaw
  constructor(flaw: ParameterFlaw) {
    super(flaw)
    this.flaw = flaw
  }
}

/**
 * The value of a parameter in what came over the wire; the other way round than `writeParameter`.
 *
 * Text that is none of the allowed types is given back as a string, so that a validator names the breach. In a query a
 * bare `+` is a space, as every form decoder has it.
 *
 * @param raw path: the text of the template's variable; query: the whole query, without `?`; header: the value;
 *   cookie: the whole `Cookie` value. Never decoded beforehand.
 * @param taken names of the parameters at this place, which an exploded object leaves alone unless it names them
 */
export function readParameter(
  parameter: StyledParameter,
  raw: string,
  shape: ParameterShape,
  taken: ReadonlySet<string> = NO_NAMES,
): ParameterReading {
  try {
    const value = isNamed(parameter)
      ? readNamed(parameter, piecesIn(parameter, raw), shape, taken)
      : readText(parameter, withoutPrefix(parameter, raw), shape)
    if (value !== undefined) return { kind: 'value', value }
    // The path always has something in the variable's place; it is not what the style says.
    return parameter.in === 'path' ? { kind: 'malformed', flaw: 'style' } : { kind: 'absent' }
  } catch (error) {
    if (error instanceof Flawed) return { kind: 'malformed', flaw: error.flaw }
    throw error
  }
}

type Piece = readonly [name: string, rawValue: string]

/** The pieces `name=value` of a query, a cookie or a matrix segment. One whose name cannot be read is nobody's. */
function piecesIn(parameter: StyledParameter, raw: string): Piece[] {
  return textsIn(parameter, withoutPrefix(parameter, raw)).flatMap((text): Piece[] => {
    const equals = text.indexOf('=')
    const name = nameOf(parameter, text)
    return name === undefined ? [] : [[name, equals < 0 ? '' : text.slice(equals + 1)]]
  })
}

function textsIn({ in: place }: Pick<StyledParameter, 'in'>, raw: string): string[] {
  const texts = raw.split(place === 'query' ? '&' : ';')
  return (place === 'cookie' ? texts.map((text) => text.trim()) : texts).filter((text) => text !== '')
}

function nameOf(parameter: Pick<StyledParameter, 'in'> & Partial<StyledParameter>, text: string): string | undefined {
  const equals = text.indexOf('=')
  const name = decoded(parameter, equals < 0 ? text : text.slice(0, equals))
  return typeof name === 'string' ? name : undefined
}

/**
 * A query without `?`, or a whole `Cookie` value, by the names in it: of each the pieces that have it, as they stand there.
 * `readParameter` reads the same from them as from the whole, if the parameter is no object, has no `contentType`, and is of
 * another style than `cookie`.
 */
export function textsByName(place: 'query' | 'cookie', raw: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const text of textsIn({ in: place }, raw)) {
    const name = nameOf({ in: place }, text)
    const before = name === undefined ? undefined : texts.get(name)
    if (name !== undefined)
      texts.set(name, before === undefined ? text : `${before}${place === 'query' ? '&' : '; '}${text}`)
  }
  return texts
}

function readNamed(
  parameter: StyledParameter,
  pieces: readonly Piece[],
  shape: ParameterShape,
  taken: ReadonlySet<string>,
): Json | undefined {
  const { name, style, explode } = parameter
  const named = pieces.filter(([key]) => key === name)
  const [first] = named
  if (parameter.contentType === undefined && shape.types.includes('object')) {
    if (style === 'deepObject') {
      const members = pieces.filter(([key]) => key.startsWith(`${name}[`) && key.endsWith(']'))
      if (members.length > 0)
        return objectOf(
          parameter,
          members.map(([key, value]) => [key.slice(name.length + 1, -1), value]),
          shape,
        )
    } else if (explode) {
      const open = shape.additional === undefined || shape.additional.length > 0
      const members = pieces.filter(
        ([key]) =>
          shape.properties?.has(key) ||
          (open && !taken.has(key) && !taken.has(key.replace(/\[.*$/s, '')) && key !== name),
      )
      if (members.length > 0) return objectOf(parameter, members, shape)
      // Spread over its properties, an object has no place of its own name.
      if (shape.types.every((type) => type === 'object')) return undefined
    }
  }
  if (first === undefined) return undefined
  if (explode && parameter.contentType === undefined && shape.types.includes('array')) {
    const scalar = named.length === 1 && scalarTypes(shape).length > 0
    if (!scalar) return named.map(([, value]) => scalarOf(decode(parameter, value), shape.items))
  }
  if (named.length > 1) throw new Flawed('repeated')
  return readText(parameter, first[1], shape)
}

/** Reads the text of a single value, from which name and prefix are gone. */
function readText(parameter: StyledParameter, text: string, shape: ParameterShape): Json {
  if (parameter.contentType !== undefined) return contentOf(parameter.contentType, decode(parameter, text))
  const parts = split(parameter, text)
  const scalars = scalarTypes(shape)
  if (scalars.length > 0 && parts.length === 1) return scalarOf(decode(parameter, text), scalars)
  if (shape.types.includes('array')) {
    if (text === '' && !stringAllowed(shape.items)) return []
    return parts.map((part) => scalarOf(decode(parameter, part), shape.items))
  }
  if (!shape.types.includes('object')) return scalarOf(decode(parameter, text), scalars)
  if (text === '') return {}
  return objectOf(parameter, parameter.explode ? parts.map(pairOf) : pairsOf(parts), shape)
}

function split(parameter: StyledParameter, text: string): string[] {
  const { style, explode } = parameter
  if (parameter.in === 'header') return text.split(separatorOf(parameter)).map((part) => part.trim())
  if (style === 'tabDelimited' && !explode) return text.split(/%09|\t/)
  if (style === 'spaceDelimited' && !explode) return text.split(/%20|\+| /)
  if (style === 'pipeDelimited' && !explode) return text.split(/%7C|\|/i)
  return text.split(separatorOf(parameter))
}

function pairOf(part: string): Piece {
  const equals = part.indexOf('=')
  if (equals < 0) throw new Flawed('style')
  return [part.slice(0, equals), part.slice(equals + 1)]
}

function pairsOf(parts: readonly string[]): Piece[] {
  if (parts.length % 2 === 1) throw new Flawed('style')
  return parts.flatMap((part, index): Piece[] => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : []))
}

function objectOf(parameter: StyledParameter, pieces: readonly Piece[], shape: ParameterShape): Json {
  const entries = pieces.map(([rawName, rawValue]): [string, Json] => {
    // The names of named pieces are decoded already.
    const name =
      isNamed(parameter) && (parameter.explode || parameter.style === 'deepObject')
        ? rawName
        : decode(parameter, rawName)
    return [name, scalarOf(decode(parameter, rawValue), shape.properties?.get(name) ?? shape.additional)]
  })
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw new Flawed('repeated')
  return Object.fromEntries(entries)
}

function withoutPrefix(parameter: StyledParameter, raw: string): string {
  const prefix = prefixOf(parameter)
  if (!raw.startsWith(prefix)) throw new Flawed('style')
  return raw.slice(prefix.length)
}

function decode(parameter: StyledParameter, text: string): string {
  const result = decoded(parameter, text)
  if (typeof result !== 'string') throw result
  return result
}

function decoded(parameter: Pick<StyledParameter, 'in'> & Partial<StyledParameter>, text: string): string | Flawed {
  if (isPlain(parameter)) return text.trim()
  if (!/[%+]/.test(text)) return text
  return percentDecode(parameter.in === 'query' ? text.replaceAll('+', ' ') : text)
}

/** What percent-encoded UTF-8 says, or what is wrong with it. */
export function percentDecode(text: string): string | Flawed {
  try {
    return decodeURIComponent(text)
  } catch {
    return new Flawed(/%(?![0-9a-fA-F]{2})/.test(text) ? 'percent escape' : 'utf-8')
  }
}

function contentOf(contentType: string, text: string): Json {
  if (!isJsonMediaType(contentType)) return text
  try {
    return parseJson(text)
  } catch {
    throw new Flawed('json')
  }
}

const scalarTypes = ({ types }: ParameterShape): JsonType[] =>
  types.filter((type) => type !== 'array' && type !== 'object')

const stringAllowed = (types: readonly JsonType[] | undefined): boolean =>
  types === undefined || types.length === 0 || types.includes('string')

/** What a text stands for, of some types; a string if no type is named. */
export function scalarOf(text: string, types: readonly JsonType[] | undefined): Json {
  if (types === undefined || stringAllowed(types)) return text
  if (types.includes('null') && (text === 'null' || text === '')) return null
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (
    (types.includes('number') || types.includes('integer')) &&
    /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
  ) {
    const number = numberOf(text)
    if (Number.isFinite(Number(number))) return number
  }
  // Arrays and objects within others travel as JSON text.
  if ((types.includes('array') && text.startsWith('[')) || (types.includes('object') && text.startsWith('{'))) {
    try {
      return parseJson(text)
    } catch {}
  }
  return text
}
