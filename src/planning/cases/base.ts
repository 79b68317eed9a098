import { isSamePlace, type RequestField } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { type AskedMedia, askedMedia } from './asked-media.ts'
import { type BodyBase, bodyBaseOf } from './body-base.ts'
import type { LeftOut } from './draft.ts'
import { type Changes, Guard } from './guard.ts'
import { type KnownValues, knownParameters } from './known-values.ts'
import { type ParameterBase, parameterBaseOf } from './parameter-base.ts'

/** What every case of an operation starts from. */
export interface Base extends Omit<ParameterBase, 'defaults'> {
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
  /** Optional places whose values the deployment refuses; none in a plan that is not made again. */
  readonly leftOut: readonly LeftOut[]
  /** Whether the user gave values for path parameters, so that other ones may well be unknown to the deployment. */
  readonly known: boolean
  /** The media types of its answers that are asked for one by one; none if there is one, or the user says what to accept. */
  readonly accepts: readonly AskedMedia[]
  /** Whether any media type can be asked for: there are answers with content, and the user does not say what to accept. */
  readonly takesAny: boolean
  /** Keeps what is there from requests that may change it. */
  readonly guard: Guard
  /** Bytes of its large body: at least what the hazard has. */
  readonly largeBody: number
}

const ACCEPT: RequestField = ['accept', '']

/** Undefined if no conforming request can be made, or none that does no harm; `reason` says why. */
export function baseOf(
  judge: OperationJudge,
  known: KnownValues,
  changes: Changes = 'guarded',
): Base | { readonly reason: string } {
  const { operation } = judge
  const given = knownParameters(judge, known)
  const bodies = bodiesOf(judge, known)
  if ('reason' in bodies) return bodies
  const guard = new Guard(judge, { given, bodies: bodies.written, changes })
  const parameters = parameterBaseOf(judge, known, { given, guard })
  if ('reason' in parameters) return parameters
  const { defaults, ...others } = parameters
  const parameterSets = setsOf(defaults, given, guard)
  const [body, ...otherBodies] = bodies.written.map((written) => guardedBody(judge, guard, written))
  const { method } = operation
  const first = { method, raw: new Map(), body: body?.bodies[0]?.value, rawBody: undefined }
  const harmful = parameterSets.find((set) => !guard.allows({ ...first, parameters: set }))
  if (harmful) return { reason: guard.refusal(harmful) }
  const isAcceptGiven = known.fields?.some((field) => isSamePlace(field, ACCEPT)) === true
  return {
    judge,
    body,
    others: otherBodies,
    unwritten: bodies.unwritten,
    parameterSets,
    given: new Set(given.keys()),
    ...others,
    leftOut: [],
    known: [...given.keys()].some((key) => key.startsWith('path.')),
    guard,
    accepts: isAcceptGiven ? [] : askedMedia(operation),
    takesAny: !isAcceptGiven && operation.responses.some(({ content }) => content.length > 0),
    largeBody: 0,
  }
}

/** What the bodies of each media type start from, JSON first; `unwritten` says of others why none is written. */
export function bodiesOf(
  judge: OperationJudge,
  known: KnownValues,
):
  | { readonly written: readonly BodyBase[]; readonly unwritten: ReadonlyMap<string, string> }
  | { readonly reason: string } {
  const { requestBody } = judge.operation
  const written: BodyBase[] = []
  const unwritten = new Map<string, string>()
  for (const media of requestBody?.content ?? []) {
    const bodyBase = bodyBaseOf(judge, media, known)
    if ('reason' in bodyBase) unwritten.set(media.name, bodyBase.reason)
    else written.push(bodyBase)
  }
  const first = written.find(({ format }) => format.kind === 'json') ?? written[0]
  const [why = 'its body has no media type'] = unwritten.values()
  if (requestBody?.required && !first && requestBody.content.length > 0)
    return { reason: `no body could be written: ${why}` }
  return { written: first ? [first, ...written.filter((other) => other !== first)] : [], unwritten }
}

/** Bodies that name nothing which is there, as far as there are some. */
function guardedBody(judge: OperationJudge, guard: Guard, body: BodyBase): BodyBase {
  const { media } = body
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  const started = (value: Json): Json => {
    const start = guard.startBody(value)
    return media.schema && judge.issues(place, media.schema, start).length > 0 ? value : start
  }
  return {
    ...body,
    bodies: body.bodies.map((known) => ({ ...known, value: started(known.value) })),
    fullest: body.fullest === undefined ? undefined : started(body.fullest),
    barest: body.barest === undefined ? undefined : started(body.barest),
  }
}

/** Sets of parameter values, as many as the user gave of one parameter; at least one. What is given may name too much. */
function setsOf(
  defaults: ReadonlyMap<string, Json>,
  given: ReadonlyMap<string, readonly Json[]>,
  guard: Guard,
): readonly ReadonlyMap<string, Json>[] {
  const count = Math.max(1, ...[...given.values()].map((values) => values.length))
  return Array.from({ length: count }, (_, index) => {
    const set = new Map(defaults)
    for (const [key, values] of given) {
      const value = values[index % values.length]
      if (value !== undefined) set.set(key, guard.start(key, value) ?? value)
    }
    return set
  })
}

/** The conforming value that variations of a parameter start from. */
export function currentValue({ parameterSets, secret, carried, leftOut }: Base, key: string): Json | undefined {
  if (carried.has(key)) return undefined
  const refused = leftOut.find(({ change }) => change.in === 'parameter' && change.key === key)
  if (refused) return refused.change.value
  return secret.has(key) ? secret.get(key) : parameterSets[0]?.get(key)
}
