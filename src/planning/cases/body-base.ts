import { type Contract, type MediaType, type SchemaNode, sideOf, withoutHidden } from '../../contract/model/index.ts'
import { type BodyFormat, concreteMediaType, readBody, writeBody } from '../../http/index.ts'
import { isArray, isObject, type Json, overlay, parsePointer, property, withProperty } from '../../json/index.ts'
import { listSchema, type OperationJudge } from '../../judging/messages/index.ts'
import { type Demand, Draws, isRefusal, madeOrRefused, positive, whyNone } from '../generators/index.ts'
import { inOrderOfNames } from './in-order-of-names.ts'
import { givenValue, type KnownValues } from './known-values.ts'
import { isFormatted, sampleOf } from './samples.ts'

export interface KnownBody {
  readonly name: string
  readonly value: Json
  /** By the user, so that the deployment under test knows it. */
  readonly given: boolean
}

/** What the bodies of one media type start from. */
export interface BodyBase {
  readonly media: MediaType
  /** What is sent as Content-Type: if the document gives a range, one media type in it. */
  readonly mediaType: string
  readonly format: BodyFormat
  /** What values are made from: the contract as requests have it, and what the media type can carry. */
  readonly contract: Contract
  readonly nodes: readonly SchemaNode[]
  /** What recipients hold values against, if they are made from more than that. */
  readonly judged: Demand | undefined
  /** Conforming bodies of the document and of the user, most telling first; at least one. */
  readonly bodies: readonly KnownBody[]
  readonly fullest: Json | undefined
  readonly barest: Json | undefined
}

/** Why there is no body, if none can be: its schema requires itself, say. */
export const IMPOSSIBLE_BODY = 'no value satisfies its schema'

const TRIES = 8

/** Why none could be made: nobody is told to give what cannot be. */
function whyNoBody(contract: Contract, nodes: readonly SchemaNode[]): string {
  const draws = Draws.of(contract)
  const why = madeOrRefused(() => whyNone(draws, nodes) ?? draws.canBe(nodes))
  if (isRefusal(why)) return why.message
  if (typeof why === 'string') return draws.isFinite(nodes) ? why : `${IMPOSSIBLE_BODY}: ${why}`
  return why ? 'no conforming body could be made; give one with --body' : IMPOSSIBLE_BODY
}

/** Undefined if no conforming body can be made; `reason` says why. */
export function bodyBaseOf(
  judge: OperationJudge,
  media: MediaType,
  known: KnownValues,
): BodyBase | { readonly reason: string } {
  const mediaType = concreteMediaType(media.name)
  const format = judge.format(media, mediaType)
  if (format.kind === 'opaque') return { reason: format.why }
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  /** The value as it can be read from the wire; nothing if that does not conform. */
  const carried = (value: Json | undefined): Json[] => {
    const shown =
      value === undefined || !media.schema ? value : withoutHidden(judge.contract, media.schema, value, 'request')
    const read = shown === undefined ? undefined : overWire(format, mediaType, shown)
    if (read === undefined) return []
    return media.schema === undefined || judge.issues(place, media.schema, read).length === 0 ? [read] : []
  }
  const side = sideOf(judge.contract, 'request', 'made')
  const fileType = fileTypeOf(media, mediaType)
  const nodes = nodesOf(media.schema ? { ...media, schema: side.node(media.schema) } : media, format)
  const judged =
    side.contract === judge.contract ? undefined : { reader: judge.contract, nodes: nodesOf(media, format) }
  const generatedBodies = (['fullest', 'barest'] as const).map((fullness): Json | undefined => {
    if (format.kind === 'binary' && isFormatted(fileType)) return carried(sampleOf(fileType))[0]
    for (let pick = 0; pick < TRIES; pick++) {
      const draft = withSamples(format, positive(side.contract, nodes, fullness, pick))
      const [value] = draft === undefined ? [] : [...carried(inOrderOfNames(draft)), ...carried(draft)]
      if (value !== undefined) return value
      if (draft === undefined || !judged) continue
      // The name of its branch keeps no other branch from fitting as well: what does is added.
      const apart = positive(judged.reader, judged.nodes, fullness, pick)
      const [tagged] = apart === undefined ? [] : carried(overlay(apart, draft))
      if (tagged !== undefined) return tagged
    }
    return undefined
  })
  const conformingOf = (name: string, value: Json, isGiven: boolean): KnownBody[] =>
    carried(value).map((read) => ({ name, value: read, given: isGiven }))
  const given = known.bodies.flatMap((body, index) => {
    const value = givenValue(format, mediaType, body)
    // A text that was given for another operation is no image.
    const isOther = format.kind === 'binary' && isFormatted(mediaType) && /^(?!%PDF)[\t\n\r -~]*$/.test(String(value))
    return value === undefined || isOther ? [] : conformingOf(`given body ${index + 1}`, value, true)
  })
  const examples = media.examples.flatMap(({ name, value }) => conformingOf(`example ${name}`, value, false))
  const [whole = examples[0]?.value, least = whole] = generatedBodies
  const fullest = whole ?? least
  const documented = [...given, ...examples]
  const generated = fullest === undefined ? [] : [{ name: 'fullest body', value: fullest, given: false }]
  const bodies = documented.length > 0 ? documented : generated
  if (bodies.length === 0) return { reason: whyNoBody(side.contract, nodes) }
  return { media, mediaType, format, contract: side.contract, nodes, judged, bodies, fullest, barest: least }
}

/** What a body's values are made from: its schema, and what its media type can carry. */
function nodesOf(media: MediaType, format: BodyFormat): readonly SchemaNode[] {
  const nodes = media.schema ? [media.schema] : []
  const types = format.kind === 'text' ? format.types : format.kind === 'binary' ? ['string'] : undefined
  if (types) return [...nodes, { schema: { type: types }, source: media.source }]
  const list = listSchema(format)
  if (list) return [...nodes, { schema: list, source: media.source }]
  const isForm = format.kind === 'form' || format.kind === 'multipart'
  return isForm ? [...nodes, { schema: { type: 'object' }, source: media.source }] : nodes
}

/** A value as a recipient of its bytes reads it; undefined if it cannot be written. */
export function overWire(format: BodyFormat, mediaType: string, value: Json): Json | undefined {
  if (format.kind === 'json') return value
  const written = writeBody(format, value)
  if (!written) return undefined
  const contentType = written.boundary === undefined ? mediaType : `${mediaType}; boundary=${written.boundary}`
  const read = readBody(format, contentType, written.bytes)
  return read.kind === 'value' ? read.value : undefined
}

/** A form whose files are of their media types, if a sample of those is known. */
function withSamples(format: BodyFormat, value: Json | undefined): Json | undefined {
  if (format.kind !== 'multipart' || !isObject(value)) return value
  return [...format.fields].reduce<Json>((form, [name, field]) => {
    const sample = field.binary ? sampleOf(field.parameter.contentType ?? '') : undefined
    const current = isObject(form) ? form[name] : undefined
    if (sample === undefined || current === undefined || !isObject(form)) return form
    return withProperty(form, name, isArray(current) ? current.map(() => sample) : sample)
  }, value)
}

/** The media type of a file: that of the body or, if that leaves it open, what the schema says of its bytes. */
function fileTypeOf({ schema }: MediaType, mediaType: string): string {
  const stated = schema && isObject(schema.schema) ? property(schema.schema, 'contentMediaType') : undefined
  return !isFormatted(mediaType) && typeof stated === 'string' ? stated : mediaType
}

/** Whether a place in a body holds a file whose form text does not have. */
export function isFile({ format, mediaType, media }: BodyBase, pointer: string): boolean {
  if (format.kind === 'binary') return isFormatted(fileTypeOf(media, mediaType))
  if (format.kind !== 'multipart') return false
  const name = parsePointer(pointer)[0] ?? ''
  const field = format.fields.get(name)
  return field?.binary === true && isFormatted(field.parameter.contentType ?? '')
}
