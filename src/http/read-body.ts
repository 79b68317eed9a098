import { isObject, type Json, type JsonObject, type JsonType, parseJson, withProperty } from '../json/index.ts'
import type { BodyFormat, BodyReading, FieldFormat } from './body-format.ts'
import { byteText, textBytes } from './byte-text.ts'
import { isJsonMediaType, mediaTypeMatches, parseMediaType } from './media-type.ts'
import { type FormPart, type PartsReading, readMultipart, readParts } from './multipart.ts'
import { readJson } from './read-json.ts'
import { readParameter, scalarOf } from './read-parameter.ts'
import { readSequence } from './read-sequence.ts'
import { delimiterOf } from './write-body.ts'

type Form = Extract<BodyFormat, { kind: 'form' | 'multipart' }>

/**
 * The value that a body says; the other way round than `writeBody`. `contentType` is the header as it stands. A body
 * `isCut` if whoever received it did not wait for its end.
 */
export function readBody(format: BodyFormat, contentType: string, bytes: Uint8Array, isCut = false): BodyReading {
  switch (format.kind) {
    case 'json':
      return readJson(bytes)
    case 'text': {
      const text = decodeText(bytes, parseMediaType(contentType)?.parameters.get('charset'))
      return text === undefined ? { kind: 'opaque' } : { kind: 'value', value: scalarOf(text, format.types) }
    }
    case 'binary':
      return { kind: 'value', value: byteText(bytes) }
    case 'form':
      return readForm(format, new TextDecoder().decode(bytes))
    case 'multipart': {
      const parts = readMultipart(bytes, parseMediaType(contentType)?.parameters.get('boundary'))
      return typeof parts === 'string' ? { kind: 'malformed', what: parts } : readFormParts(format, parts)
    }
    case 'sequence':
      return readSequence(format.framing, bytes, isCut)
    case 'parts':
      return readPartsInOrder(format, readParts(bytes, parseMediaType(contentType)?.parameters.get('boundary'), isCut))
    case 'opaque':
      return { kind: 'opaque' }
  }
}

/** The items of a body of which each is a part; a part is a body of its own. */
function readPartsInOrder(
  { prefix, rest }: Extract<BodyFormat, { kind: 'parts' }>,
  { parts, flaw }: PartsReading,
): BodyReading {
  const items: Json[] = []
  for (const [index, part] of parts.entries()) {
    const { contentTypes, format } = prefix[index] ?? rest
    const contentType = part.headers.find(([name]) => name === 'content-type')?.[1] ?? contentTypes[0]
    const isDocumented = contentTypes.some((range) => mediaTypeMatches(range, contentType))
    const read: BodyReading = isDocumented
      ? readBody(format, contentType, textBytes(part.content))
      : { kind: 'malformed', what: `of media type ${contentType}, which is not ${contentTypes.join(' or ')}` }
    if (read.kind === 'opaque') return read
    if (read.kind === 'malformed') return { kind: 'malformed', what: `part ${index + 1}, ${read.what}`, before: items }
    items.push(read.value)
  }
  if (flaw !== undefined) return { kind: 'malformed', what: flaw, before: items }
  return { kind: 'value', value: items }
}

/** A text in its charset, UTF-8 if none is named. Undefined for bytes that are no such text, and for a charset that Node does not know. */
function decodeText(bytes: Uint8Array, charset = 'utf-8'): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Every text is an urlencoded form (WHATWG URL, 5.1); one with odd escapes may be refused. */
function readForm(format: Form, raw: string): BodyReading {
  const hazards: string[] = []
  let text = raw
  if (/%(?![0-9a-fA-F]{2})/.test(text)) {
    hazards.push('a malformed percent escape')
    text = text.replace(/%(?![0-9a-fA-F]{2})/g, '%25')
  }
  const decoded = text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => {
    try {
      decodeURIComponent(escapes)
      return escapes
    } catch {
      if (!hazards.includes('bytes that are not UTF-8')) hazards.push('bytes that are not UTF-8')
      const bytes = Uint8Array.from(escapes.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))
      return encodeURIComponent(new TextDecoder().decode(bytes))
    }
  })
  const pieces = piecesIn(decoded)
  const names = new Set(format.fields.keys())
  const claimed = new Set<string>()
  const properties = new Map<string, Json>()
  for (const [name, { parameter, shape }] of format.fields) {
    const named = pieces.filter((piece) => piece.name === name)
    const isSpread = parameter.explode && parameter.contentType === undefined && shape.types.includes('object')
    const isDeep = parameter.style === 'deepObject'
    // An object that is spread over the form has no piece of its own name.
    const text = isSpread || isDeep ? decoded : named.map(({ raw }) => raw).join('&')
    const read = text === '' ? undefined : readParameter(parameter, text, shape, names)
    if (read === undefined || read.kind === 'absent') continue
    // A piece that is not laid out as it should be is judged as the text that it is.
    const texts = named.map(({ value }) => value)
    properties.set(name, read.kind === 'value' ? read.value : texts.length > 1 ? texts : (texts[0] ?? ''))
    if (isSpread || isDeep)
      for (const piece of pieces)
        if (isDeep ? piece.name.startsWith(`${name}[`) : !names.has(piece.name)) claimed.add(piece.name)
  }
  const rest = pieces.filter(({ name }) => !names.has(name) && !claimed.has(name))
  for (const name of new Set(rest.map((piece) => piece.name))) {
    const values = rest.filter((piece) => piece.name === name).map(({ value }) => scalarOf(value, format.rest))
    // A property that the document does not name is a list if it is repeated.
    properties.set(name, values.length === 1 ? (values[0] ?? null) : values)
  }
  return { kind: 'value', value: objectOf(properties), hazards }
}

interface Piece {
  readonly name: string
  readonly value: string
  /** As it stands. */
  readonly raw: string
}

/** The pairs of a form whose escapes are in order. */
function piecesIn(text: string): Piece[] {
  return text.split('&').flatMap((raw): Piece[] => {
    if (raw === '') return []
    const equals = raw.indexOf('=')
    const [name, value] = equals < 0 ? [raw, ''] : [raw.slice(0, equals), raw.slice(equals + 1)]
    return [{ name: decode(name), value: decode(value), raw }]
  })
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

function readFormParts(format: Form, parts: readonly FormPart[]): BodyReading {
  const properties = new Map<string, Json>()
  const deep = new Map([...format.fields].filter(([, { parameter }]) => parameter.style === 'deepObject'))
  for (const name of new Set(parts.map((part) => part.name))) {
    const [, object = '', key = ''] = /^([^[]*)\[(.*)\]$/s.exec(name) ?? []
    const whole = deep.get(object)
    if (whole) {
      const types = whole.shape.properties?.get(key) ?? whole.shape.additional
      const [value = null] = parts
        .filter((part) => part.name === name)
        .map((part) => valueOfPart(part, undefined, types))
      properties.set(object, withProperty(asObject(properties.get(object)), key, value))
      continue
    }
    const named = parts.filter((part) => part.name === name)
    const field = format.fields.get(name)
    const isList = field?.shape.types.includes('array') === true && !isJsonMediaType(field.parameter.contentType ?? '')
    const types = isList ? field?.shape.items : (field?.shape.types ?? format.rest)
    const delimiter = isList && field && delimiterOf(field)
    const pieces =
      delimiter === undefined || delimiter === false ? named : named.flatMap((part) => split(part, delimiter))
    const values = pieces.map((part) => valueOfPart(part, field, types))
    properties.set(name, isList || values.length > 1 ? values : (values[0] ?? null))
  }
  return { kind: 'value', value: objectOf(properties) }
}

const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

const split = (part: FormPart, delimiter: string): FormPart[] =>
  byteText(part.bytes)
    .split(delimiter)
    .map((piece) => ({ ...part, bytes: textBytes(piece) }))

function valueOfPart(part: FormPart, field: FieldFormat | undefined, types: readonly JsonType[] | undefined): Json {
  if (field?.binary) return byteText(part.bytes)
  const text = decodeText(part.bytes) ?? byteText(part.bytes)
  const isStructure = types?.every((type) => type === 'object' || type === 'array') === true && types.length > 0
  if (isJsonMediaType(part.contentType ?? field?.parameter.contentType ?? '') || isStructure) {
    try {
      const value = parseJson(text)
      return value
    } catch {
      return text
    }
  }
  return scalarOf(text, types)
}

const objectOf = (entries: ReadonlyMap<string, Json>): JsonObject =>
  [...entries].reduce<JsonObject>((object, [name, value]) => withProperty(object, name, value), {})
