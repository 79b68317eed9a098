import { isArray, isObject, type Json, writeJson } from '../json/index.ts'
import type { BodyFormat, FieldFormat } from './body-format.ts'
import { textBytes } from './byte-text.ts'
import { isJsonMediaType } from './media-type.ts'
import { type FormPart, writeMultipart, writeParts } from './multipart.ts'
import { DELIMITERS, isDelimited } from './parameter-styles.ts'
import { writeParameter } from './write-parameter.ts'
import { writeSequence } from './write-sequence.ts'

export interface WrittenBody {
  readonly bytes: Uint8Array
  /** Of a multipart body, which its media type has to name. */
  readonly boundary?: string
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text.toWellFormed())

/** The bytes that say `value`; undefined if the format cannot carry it. The same value gives the same bytes. */
export function writeBody(format: BodyFormat, value: Json): WrittenBody | undefined {
  switch (format.kind) {
    case 'json':
      return { bytes: utf8(writeJson(value)) }
    case 'text':
      return isArray(value) || isObject(value) ? undefined : { bytes: utf8(scalarText(value)) }
    case 'binary':
      return typeof value === 'string' ? { bytes: bytesOf(value) } : undefined
    case 'form':
      return isObject(value) ? { bytes: utf8(urlencoded(format.fields, value)) } : undefined
    case 'multipart':
      return isObject(value) ? writeMultipart(partsOf(format.fields, value)) : undefined
    case 'sequence': {
      const text = writeSequence(format.framing, value)
      return text === undefined ? undefined : { bytes: utf8(text) }
    }
    case 'parts':
      return isArray(value) ? partsInOrder(format, value) : undefined
    case 'opaque':
      return undefined
  }
}

function partsInOrder(
  { prefix, rest }: Extract<BodyFormat, { kind: 'parts' }>,
  items: readonly Json[],
): WrittenBody | undefined {
  const parts = items.map((item, index) => {
    const { contentTypes, format } = prefix[index] ?? rest
    const written = writeBody(format, item)
    const boundary = written?.boundary === undefined ? '' : `; boundary=${written.boundary}`
    return written && { headers: [['content-type', `${contentTypes[0]}${boundary}`] as const], bytes: written.bytes }
  })
  return parts.every((part) => part !== undefined) ? writeParts(parts) : undefined
}

/** Each character a byte; text that is more than that as UTF-8. */
const bytesOf = (text: string): Uint8Array => (/^[\0-\xff]*$/.test(text) ? textBytes(text) : utf8(text))

const scalarText = (value: Json): string => (typeof value === 'string' ? value : writeJson(value))

/** A property that the document does not name is one of the default style. */
const UNNAMED = { in: 'query', style: 'form', explode: true, allowReserved: false } as const

function urlencoded(fields: ReadonlyMap<string, FieldFormat>, value: Json): string {
  const pieces = Object.entries(isObject(value) ? value : {}).map(([name, property]) => {
    const { parameter } = fields.get(name) ?? { parameter: { ...UNNAMED, name } }
    return writeParameter(parameter, property)
  })
  return pieces.filter((piece) => piece !== '').join('&')
}

function partsOf(fields: ReadonlyMap<string, FieldFormat>, value: Json): FormPart[] {
  return Object.entries(isObject(value) ? value : {}).flatMap(([name, property]) => {
    const field = fields.get(name)
    const isWhole = isJsonMediaType(field?.parameter.contentType ?? '')
    const delimiter = field && delimiterOf(field)
    if (isArray(property) && !isWhole) {
      if (delimiter === undefined) return property.map((item) => partOf(name, item, field))
      return property.length === 0 ? [] : [partOf(name, property.map(scalarText).join(delimiter), undefined)]
    }
    if (isObject(property) && field?.parameter.style === 'deepObject')
      return Object.entries(property).map(([key, child]) => partOf(`${name}[${key}]`, child, undefined))
    return [partOf(name, property, field)]
  })
}

/** What separates the items of a list that is one part of a multipart form; undefined if each item is a part. */
export const delimiterOf = ({ parameter: { style, explode } }: FieldFormat): string | undefined =>
  explode ? undefined : style === 'form' ? ',' : isDelimited(style) ? DELIMITERS[style] : undefined

function partOf(name: string, value: Json, field: FieldFormat | undefined): FormPart {
  const documented = field?.parameter.contentType
  const headers = field?.headers ?? []
  if (field?.binary && typeof value === 'string')
    return {
      name,
      filename: name,
      contentType: documented ?? 'application/octet-stream',
      headers,
      bytes: bytesOf(value),
    }
  const isJson = isArray(value) || isObject(value) || isJsonMediaType(documented ?? '')
  const contentType = documented ?? (isJson ? 'application/json' : undefined)
  const bytes = utf8(isJson ? writeJson(value) : scalarText(value))
  return { name, ...(contentType !== undefined && { contentType }), headers, bytes }
}
