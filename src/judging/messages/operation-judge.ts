import {
  type Constraint,
  isSchemaConstraint,
  operationConstraints,
  type Place,
  placeKey,
} from '../../contract/constraints/index.ts'
import {
  type Contract,
  type ContractSide,
  type MediaType,
  type Operation,
  type Parameter,
  type SchemaNode,
  type Side,
  sideOf,
} from '../../contract/model/index.ts'
import {
  type BodyFormat,
  type HttpRequest,
  type HttpResponse,
  headerValues,
  type ParameterShape,
} from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import { bodyFormat } from './body-format.ts'
import { ConstraintFinder, toIssues } from './issues.ts'
import { type JudgedBody, judgeBody } from './judge-body.ts'
import { judgeRequest } from './judge-request.ts'
import { judgeResponse } from './judge-response.ts'
import type { Issue, JudgedRequest, JudgedResponse } from './judgement.ts'
import { ParameterJudge } from './parameter-judge.ts'
import { parameterShape } from './parameter-shape.ts'
import { type PathTemplate, pathTemplate } from './path-template.ts'
import { SchemaValidator, type Validate } from './schema-validator.ts'

const LONGEST_KNOWN = 4096
const MOST_KNOWN = 256
const UTF8 = new TextDecoder()

/** Sets messages against one operation, by what their bytes show. Schemas are compiled when first needed. */
export class OperationJudge {
  readonly contract: Contract
  readonly operation: Operation
  readonly constraints: readonly Constraint[]
  readonly template: PathTemplate
  readonly parameters: readonly ParameterJudge[]
  readonly #validators: {
    readonly [side in Side]: { readonly side: ContractSide; readonly validator: SchemaValidator }
  }
  readonly #checked = new Map<string, (value: Json) => Issue[]>()
  readonly #shapes = new Map<SchemaNode, ParameterShape>()
  readonly #names = new Map<Parameter['in'], ReadonlySet<string>>()
  readonly #formats = new Map<MediaType, Map<string, BodyFormat>>()
  readonly #known = new Map<string, JudgedResponse>()
  /** Whether headers of responses are described, so that bodies do not tell all. */
  readonly #hasHeaders: boolean

  constructor(contract: Contract, operation: Operation, validator = SchemaValidator.of(contract)) {
    this.contract = contract
    this.operation = operation
    this.constraints = operationConstraints(contract, operation)
    this.template = pathTemplate(operation.path)
    this.parameters = operation.parameters.map((parameter) => new ParameterJudge(this, parameter))
    this.#hasHeaders = operation.responses.some(({ headers }) => headers.length > 0)
    const of = (name: Side) => {
      const side = sideOf(contract, name, 'judged')
      return { side, validator: side.contract === contract ? validator : SchemaValidator.of(side.contract) }
    }
    this.#validators = { request: of('request'), response: of('response') }
  }

  /** `request.target` is without the base path of the server. */
  request(request: HttpRequest): JudgedRequest {
    return judgeRequest(this, request)
  }

  /** What a request's body says. The last is kept: requests that differ in one place have the others in common. */
  body(media: MediaType, contentType: string, mediaType: string, bytes: Uint8Array): JudgedBody {
    const last = this.#body
    if (last && last.contentType === contentType && equalBytes(last.bytes, bytes)) return last.judged
    const judged = judgeBody(this, media, contentType, mediaType, bytes)
    this.#body = { contentType, bytes, judged }
    return judged
  }
  #body: { readonly contentType: string; readonly bytes: Uint8Array; readonly judged: JudgedBody } | undefined

  /** A deployment answers many requests with the same bytes: they are judged once, and give the same object again. */
  response(response: HttpResponse): JudgedResponse {
    const { status, headers, body } = response
    if (this.#hasHeaders || body.length > LONGEST_KNOWN) return judgeResponse(this, response)
    const key = `${status} ${headerValues(headers, 'content-type').join()} ${UTF8.decode(body)}`
    const known = this.#known.get(key)
    // What is not UTF-8 reads like other bytes that are not.
    if (known && !key.includes('\ufffd')) return known
    const judged = judgeResponse(this, response)
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(key, judged)
    return judged
  }

  /** The issues of a value at a place, by that place's schema. */
  issues(place: Place, schema: SchemaNode, value: Json): Issue[] {
    const key = placeKey(place)
    let check = this.#checked.get(key)
    if (!check) {
      const { side, validator } = this.#validators[place.side]
      const validate = validator.compile(side.node(schema))
      const finder = new ConstraintFinder(
        this.constraints.filter(isSchemaConstraint).filter((one) => placeKey(one.place) === key),
      )
      check = (value) => toIssues(validate(value), value, finder)
      this.#checked.set(key, check)
    }
    return check(value)
  }

  validate(schema: SchemaNode, of: Side = 'response'): Validate {
    const { side, validator } = this.#validators[of]
    return validator.compile(side.node(schema))
  }

  /** What the text of a parameter, or header, of that schema may stand for. */
  shape(schema: SchemaNode): ParameterShape {
    const known = this.#shapes.get(schema) ?? parameterShape(this.contract, schema)
    this.#shapes.set(schema, known)
    return known
  }

  /** The names of all parameters of a place. */
  namesAt(place: Parameter['in']): ReadonlySet<string> {
    const known = this.#names.get(place)
    if (known) return known
    const names = new Set(this.operation.parameters.filter((one) => one.in === place).map(({ name }) => name))
    this.#names.set(place, names)
    return names
  }

  /** How bodies of a documented media type, sent as `mediaType`, carry values. */
  format(media: MediaType, mediaType: string): BodyFormat {
    const known = this.#formats.get(media)?.get(mediaType)
    if (known) return known
    const format = bodyFormat(this.contract, media, mediaType)
    const formats = this.#formats.get(media) ?? new Map<string, BodyFormat>()
    // Media types come from messages: whoever sends ever new ones fills no memory with them.
    if (formats.size < MOST_KNOWN) formats.set(mediaType, format)
    this.#formats.set(media, formats)
    return format
  }

  /** The constraint of a kind that `test` accepts. Throws where there is none: the caller has read the same operation. */
  constraint<K extends Constraint['kind']>(
    kind: K,
    test: (constraint: Extract<Constraint, { kind: K }>) => boolean = () => true,
  ): Extract<Constraint, { kind: K }> {
    const isWanted = (one: Constraint): one is Extract<Constraint, { kind: K }> => one.kind === kind
    const found = this.constraints.filter(isWanted).find(test)
    if (!found) throw new Error(`${this.operation.id} has no constraint ${kind}`)
    return found
  }
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]))
