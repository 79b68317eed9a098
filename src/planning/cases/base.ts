import { parameterKey } from '../../contract/constraints/index.ts'
import type { Contract, Parameter, SchemaNode } from '../../contract/model/index.ts'
import { isSamePlace, type RequestField, writeParameter } from '../../http/index.ts'
import { isNumber, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { Draws, positive } from '../generators/index.ts'
import { type AskedMedia, askedMedia } from './asked-media.ts'
import { type BodyBase, bodyBaseOf } from './body-base.ts'
import type { LeftOut } from './draft.ts'
import { type KnownValues, knownParameters, parameterNamed } from './known-values.ts'
import { isSendable } from './parameter-wire.ts'
import { PathGuard } from './path-guard.ts'

/** What every case of an operation starts from. */
export interface Base {
  readonly judge: OperationJudge
  /** The bodies that most cases are about; undefined if the operation takes none that can be written. */
  readonly body: BodyBase | undefined
  /** Bodies of the other media types that can be written. */
  readonly others: readonly BodyBase[]
  /** Why no body of a media type is written, by its name. */
  readonly unwritten: ReadonlyMap<string, string>
  /** Sets of parameter values by `in.name`, at least one; when known values are given, each is in one of them. */
  readonly parameterSets: readonly ReadonlyMap<string, Json>[]
  /** Parameters for which the user gave values, by `in.name`. */
  readonly given: ReadonlySet<string>
  /** Parameters whose known values are shown nowhere, so that nothing is made from them; each with a value to vary. */
  readonly secret: ReadonlyMap<string, Json | undefined>
  /** Parameters whose place the credentials take: they are not varied. */
  readonly carried: ReadonlySet<string>
  /** Optional places whose values the deployment refuses; none in a plan that is not made again. */
  readonly leftOut: readonly LeftOut[]
  /** Optional headers of which no value was found that HTTP can carry: no request has them, unless the user gave one. */
  readonly uncarried: ReadonlySet<string>
  /** Whether the user gave values for path parameters, so that other ones may well be unknown to the deployment. */
  readonly known: boolean
  /** Other conforming values of the path parameters, which the deployment may not know. */
  readonly unknown: ReadonlyMap<string, Json>
  /** The media types of its answers that are asked for one by one; none if there is one, or the user says what to accept. */
  readonly accepts: readonly AskedMedia[]
  /** Whether any media type can be asked for: there are answers with content, and the user does not say what to accept. */
  readonly takesAny: boolean
  /** Keeps what is there from requests that may change it; undefined if requests go to nobody, or to a mock alone. */
  readonly guard: PathGuard | undefined
  /** Bytes of its large body: at least what the hazard has. */
  readonly largeBody: number
}

const ACCEPT: RequestField = ['accept', '']

/**
 * Undefined if no conforming request can be made; `reason` says why. What goes to a mock alone can do no harm, and so
 * has no guard.
 */
export function baseOf(
  judge: OperationJudge,
  known: KnownValues,
  target: 'deployment' | 'mock' = 'deployment',
): Base | { readonly reason: string } {
  const { operation, contract } = judge
  const givenParameters = knownParameters(judge, known)
  const guard = target === 'deployment' ? new PathGuard(judge, givenParameters) : undefined
  const defaults = new Map<string, Json>()
  const secret = new Map<string, Json | undefined>()
  const carried = new Set<string>()
  const uncarried = new Set<string>()
  const unknown = new Map<string, Json>()
  for (const parameter of operation.parameters) {
    const key = parameterKey(parameter)
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const fits = (value: Json | undefined): value is Json =>
      value !== undefined && judge.issues(place, parameter.schema, value).length === 0
    const generated = (['fullest', 'barest'] as const).map((fullness) =>
      positive(contract, [parameter.schema], fullness),
    )
    const candidates = [...parameter.examples.map(({ value }) => value), ...generated].filter(fits)
    const usual = sendable(contract, parameter, candidates, fits)
    const value = guard && parameter.in === 'path' ? guard.start(key, usual) : usual
    if (value !== undefined) defaults.set(key, value)
    else if (parameter.required && !givenParameters.has(key)) {
      const what = candidates.length === 0 ? '' : ' that a header can carry'
      return { reason: `no conforming value of ${key}${what} could be made; give one with --param` }
    } else if (candidates.length > 0) uncarried.add(key)
    if (known.fields?.some((field) => parameterNamed(operation, field) === parameter)) secret.set(key, value)
    if (known.credentials?.some((field) => parameterNamed(operation, field) === parameter)) carried.add(key)
    if (parameter.in !== 'path') continue
    const givenValues = givenParameters.get(key) ?? []
    const strangers = [...candidates, ...someValues(contract, parameter.schema)].filter(
      (candidate) => fits(candidate) && !givenValues.includes(candidate),
    )
    // Of numbers the greatest, which is the least likely to have been given to anything.
    const stranger = strangers.reduce((a, b) => (isNumber(a) && isNumber(b) && b > a ? b : a), strangers[0])
    const other = guard?.mayChange ? guard.impossible.get(key) : stranger
    if (other !== undefined) unknown.set(key, other)
  }
  const written: BodyBase[] = []
  const unwritten = new Map<string, string>()
  for (const media of operation.requestBody?.content ?? []) {
    const bodyBase = bodyBaseOf(judge, media, known)
    if ('reason' in bodyBase) unwritten.set(media.name, bodyBase.reason)
    else written.push(bodyBase)
  }
  const body = written.find(({ format }) => format.kind === 'json') ?? written[0]
  const [why = 'its body has no media type'] = unwritten.values()
  if (operation.requestBody?.required && !body && operation.requestBody.content.length > 0)
    return { reason: `no body could be written: ${why}` }
  const otherBodies = written.filter((bodyBase) => bodyBase !== body)
  const sets = Math.max(1, ...[...givenParameters.values()].map((values) => values.length))
  const parameterSets = Array.from({ length: sets }, (_, index) => {
    const set = new Map(defaults)
    for (const [key, values] of givenParameters) {
      const value = values[index % values.length]
      if (value !== undefined) set.set(key, value)
    }
    return set
  })
  const isAcceptGiven = known.fields?.some((field) => isSamePlace(field, ACCEPT)) === true
  const knowsPath = [...givenParameters.keys()].some((key) => key.startsWith('path.'))
  const { method } = operation
  const harmful = guard && parameterSets.find((parameters) => !guard.allows({ method, parameters, raw: new Map() }))
  if (harmful) {
    const names = guard.guessed(harmful).map((name) => `{${name}}`)
    return { reason: `any value of ${names.join(' and ')} may name something: give one with --param` }
  }
  return {
    judge,
    body,
    others: otherBodies,
    unwritten,
    parameterSets,
    given: new Set(givenParameters.keys()),
    secret,
    carried,
    leftOut: [],
    uncarried,
    known: knowsPath,
    unknown,
    guard,
    accepts: isAcceptGiven ? [] : askedMedia(operation),
    takesAny: !isAcceptGiven && operation.responses.some(({ content }) => content.length > 0),
    largeBody: 0,
  }
}

/** What headers carry in the same form everywhere (RFC 9110, 5.5): visible ASCII, with blanks between. */
const VISIBLE = '^[!-~]+(?: [!-~]+)*$'

/** The first value that can be sent; for a header, others are looked for if none of the candidates can. */
function sendable(
  contract: Contract,
  parameter: Parameter,
  candidates: readonly Json[],
  fits: (value: Json | undefined) => value is Json,
): Json | undefined {
  const isCarried = (value: Json): boolean => isSendable(parameter, writeParameter(parameter, value))
  const candidate = candidates.find(isCarried)
  if (candidate !== undefined || parameter.in !== 'header') return candidate
  const visible: SchemaNode = { schema: { type: 'string', pattern: VISIBLE }, source: parameter.schema.source }
  const narrowed = positive(contract, [parameter.schema, visible], 'fullest')
  return [narrowed, ...someValues(contract, parameter.schema)].filter(fits).find(isCarried)
}

/** A few values of a schema, always the same ones; none if they cannot be made. */
const someValues = (contract: Contract, schema: SchemaNode): Generator<Json> =>
  Draws.of(contract).values([schema], [1, 2, 3, 4, 5, 6, 7, 8])

/** The conforming value that variations of a parameter start from. */
export function currentValue({ parameterSets, secret, carried, leftOut }: Base, key: string): Json | undefined {
  if (carried.has(key)) return undefined
  const refused = leftOut.find(({ change }) => change.in === 'parameter' && change.key === key)
  if (refused) return refused.change.value
  return secret.has(key) ? secret.get(key) : parameterSets[0]?.get(key)
}
