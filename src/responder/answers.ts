import {
  type Contract,
  type DocumentedResponse,
  type MediaType,
  type SchemaNode,
  sideOf,
  withoutHidden,
} from '../contract/index.ts'
import { type Edge, edges, positive } from '../generators/index.ts'
import {
  type BodyFormat,
  byteText,
  concreteMediaType,
  type HeaderList,
  type HttpResponse,
  writeBody,
  writeParameter,
} from '../http/index.ts'
import { isObject, type Json, overlay, withValueAt } from '../json/index.ts'
import { type OperationJudge, styleOfHeader } from '../validation/index.ts'

/** A mock that serves for long must not fill the memory. */
const MOST_ANSWERS = 1000
const MOST_PICKS = 8

/**
 * The answers that a documented response may be: its examples, then each edge of its schema. All conform, and follow
 * the document's advisories too. Each is made when it is first asked for: there are many, and most are never asked for.
 */
export class Answers {
  readonly #made: HttpResponse[] = []
  readonly #known = new Set<string>()
  #source: Iterator<HttpResponse> | undefined
  #turn = 0

  constructor(judge: OperationJudge, documented: DocumentedResponse, status: number) {
    this.#source = answersOf(judge, documented, status)
  }

  /** The answer of a turn; past the last one they begin again. Undefined where none can be made. */
  at(turn: number): HttpResponse | undefined {
    while (this.#source && this.#made.length <= turn) {
      const { value, done } = this.#made.length < MOST_ANSWERS ? this.#source.next() : END
      if (done) this.#source = undefined
      else if (this.#isNew(value)) this.#made.push(value)
    }
    return this.#made[turn % this.#made.length]
  }

  next(): HttpResponse | undefined {
    return this.at(this.#turn++)
  }

  #isNew({ headers, body }: HttpResponse): boolean {
    const key = `${headers.join('\n')}\n\n${byteText(body)}`
    return !this.#known.has(key) && this.#known.add(key) !== undefined
  }
}

const END = { value: undefined, done: true } as const

/** These have no content, whatever is documented (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
const BODILESS = new Set([204, 205, 304])

function* answersOf(judge: OperationJudge, documented: DocumentedResponse, status: number): Generator<HttpResponse> {
  const headers = headersOf(judge, documented)
  if (documented.content.length === 0 || BODILESS.has(status)) yield { status, headers, body: new Uint8Array() }
  else for (const media of documented.content) yield* answersIn(judge, media, status, headers)
}

function* answersIn(
  judge: OperationJudge,
  media: MediaType,
  status: number,
  headers: HeaderList,
): Generator<HttpResponse> {
  const { name, examples } = media
  const mediaType = concreteMediaType(name)
  const format = judge.format(media, mediaType)
  const side = sideOf(judge.contract, 'response', 'made')
  const schema = schemaOf(media.schema ? { ...media, schema: side.node(media.schema) } : media, format)
  const answer = (value: Json): HttpResponse => {
    const written = writeBody(format, value) ?? { bytes: new TextEncoder().encode(textOf(value)) }
    const type = written.boundary === undefined ? mediaType : `${mediaType}; boundary=${written.boundary}`
    return { status, headers: [['content-type', type], ...headers], body: written.bytes }
  }
  const fits = (value: Json): boolean => judge.response(answer(value)).issues.length === 0
  const shown = (value: Json): Json =>
    media.schema ? withoutHidden(judge.contract, media.schema, value, 'response') : value
  const fitting = examples.map(({ value }) => shown(value)).filter(fits)
  yield* fitting.map(answer)
  if (!schema) {
    if (fitting.length === 0) yield answer({})
    return
  }
  const made = generated(side.contract, schema, fits)
  yield* made.filter(fits).map(answer)
  const whole = [...made, ...fitting.slice(0, 1)].reduce<Json | undefined>(
    (under, over) => (under === undefined ? over : overlay(under, over)),
    undefined,
  )
  const starts = [...(whole === undefined ? [] : [whole]), ...fitting, ...made].filter(fits)
  // An edge is tried on each start until it fits: some go with one example only.
  const done = new Set<string>()
  for (const start of starts)
    for (const edge of edges(side.contract, [schema], start)) {
      const key = `${edge.at} ${edge.name}`
      const value = done.has(key) ? undefined : changed(start, edge)
      if (value === undefined || !fits(value)) continue
      done.add(key)
      yield answer(value)
    }
}

/** Values made for a schema, the fullest first: where the first choice of branches does not fit, the next that does. */
function generated(contract: Contract, schema: SchemaNode, fits: (value: Json) => boolean): Json[] {
  return (['fullest', 'barest'] as const).flatMap((fullness) => {
    const made: Json[] = []
    for (let pick = 0; pick < MOST_PICKS; pick++) {
      const value = positive(contract, [schema], fullness, pick)
      if (value === undefined) continue
      // In a list of its own, since it may be one.
      if (fits(value)) return [value]
      made.push(value)
    }
    return made.slice(0, 1)
  })
}

const changed = (start: Json, { changes }: Edge): Json =>
  changes.reduce<Json>(
    (body, { pointer, value }) => (pointer === '' ? (value ?? null) : withValueAt(body, pointer, value)),
    start,
  )

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** What bodies are made from: where the media type carries but one text, that it is a text. */
function schemaOf({ schema, source }: MediaType, format: BodyFormat): SchemaNode | undefined {
  if (format.kind !== 'text' && format.kind !== 'binary') return schema
  const types = format.kind === 'text' ? format.types : ['string']
  if (!schema) return { schema: { type: 'string' }, source }
  return isObject(schema.schema) && schema.schema.type === undefined && schema.schema.$ref === undefined
    ? { schema: { ...schema.schema, type: types }, source: schema.source }
    : schema
}

function headersOf(judge: OperationJudge, documented: DocumentedResponse): HeaderList {
  return documented.headers.flatMap((header): [string, string][] => {
    const value = header.required ? positive(judge.contract, [header.schema], 'fullest') : undefined
    return value === undefined ? [] : [[header.name, writeParameter(styleOfHeader(header), value)]]
  })
}
