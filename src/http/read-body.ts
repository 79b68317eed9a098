import {
  endOfString,
  isObject,
  type Json,
  type JsonObject,
  type JsonType,
  parseJson,
  withProperty,
} from '../json/index.ts'
import type { BodyFormat, BodyReading, FieldFormat } from './body-format.ts'
import { byteText, textBytes } from './byte-text.ts'
import { isJsonMediaType, parseMediaType } from './media-type.ts'
import { type FormPart, readMultipart } from './multipart.ts'
import { readParameter, scalarOf } from './read-parameter.ts'
import { delimiterOf } from './write-body.ts'

type Form = Extract<BodyFormat, { kind: 'form' | 'multipart' }>

const BYTE_ORDER_MARK = '\ufeff'
/** A reader may set a limit (RFC 8259, 9): values nested deeper cost more to read than they can ever say. */
const DEEPEST_JSON = 50_000
const QUOTE = 0x22
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The value that a body says; the other way round than `writeBody`. `contentType` is the header as it stands. */
export function readBody(format: BodyFormat, contentType: string, bytes: Uint8Array): BodyReading {
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
      return typeof parts === 'string' ? { kind: 'malformed', what: parts } : readParts(format, parts)
    }
    case 'opaque':
      return { kind: 'opaque' }
  }
}

/** JSON is UTF-8 (RFC 8259, 8.1). */
function readJson(bytes: Uint8Array): BodyReading {
  let json: string
  try {
    json = UTF8.decode(bytes)
  } catch {
    return { kind: 'malformed', what: 'bytes that are not UTF-8' }
  }
  const unmarked = json.startsWith(BYTE_ORDER_MARK) ? json.slice(1) : json
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

function readParts(format: Form, parts: readonly FormPart[]): BodyReading {
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
