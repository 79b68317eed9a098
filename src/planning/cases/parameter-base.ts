import { parameterKey } from '../../contract/constraints/index.ts'
import type { Contract, Parameter, SchemaNode } from '../../contract/model/index.ts'
import { isNumber, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { Draws, isRefusal, madeOrRefused, positive, whyNone } from '../generators/index.ts'
import type { Guard } from './guard.ts'
import { type KnownValues, parameterNamed } from './known-values.ts'
import { isSendable } from './parameter-wire.ts'

/** What the parameters of an operation start from, by `in.name`. */
export interface ParameterBase {
  /** Values of the document, or made. */
  readonly defaults: ReadonlyMap<string, Json>
  /** Parameters whose known values are shown nowhere, so that nothing is made from them; each with a value to vary. */
  readonly secret: ReadonlyMap<string, Json | undefined>
  /** Parameters whose place the credentials take: they are not varied. */
  readonly carried: ReadonlySet<string>
  /** Optional headers of which no value was found that HTTP can carry: no request has them, unless the user gave one. */
  readonly uncarried: ReadonlySet<string>
  /** Other conforming values of the path parameters, which the deployment may not know. */
  readonly unknown: ReadonlyMap<string, Json>
}

/** Undefined if a required parameter has no value; `reason` says why. */
export function parameterBaseOf(
  judge: OperationJudge,
  known: KnownValues,
  { given, guard }: { readonly given: ReadonlyMap<string, readonly Json[]>; readonly guard: Guard },
): ParameterBase | { readonly reason: string } {
  const { operation, contract } = judge
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
    const value = guard.start(key, sendable(judge, parameter, candidates, fits))
    if (value !== undefined) defaults.set(key, value)
    else if (parameter.required && !given.has(key)) {
      const why = candidates.length === 0 ? whyNoValue(contract, parameter) : undefined
      if (why !== undefined) return { reason: `no value of ${key} can be made: ${why}` }
      const what = candidates.length === 0 ? '' : ` that a ${parameter.in} can carry`
      return { reason: `no conforming value of ${key}${what} could be made; give one with --param` }
    } else if (candidates.length > 0) uncarried.add(key)
    if (known.fields?.some((field) => parameterNamed(operation, field) === parameter)) secret.set(key, value)
    if (known.credentials?.some((field) => parameterNamed(operation, field) === parameter)) carried.add(key)
    if (parameter.in !== 'path') continue
    const strangers = [...candidates, ...someValues(contract, parameter.schema)].filter(
      (candidate) => fits(candidate) && !given.get(key)?.includes(candidate),
    )
    const other = guard.mayChange ? guard.impossible.get(key) : leastLikely(strangers)
    if (other !== undefined) unknown.set(key, other)
  }
  return { defaults, secret, carried, uncarried, unknown }
}

/** Why there is none that could be given either; undefined if there may be. */
function whyNoValue(contract: Contract, { schema }: Parameter): string | undefined {
  const why = madeOrRefused(() => whyNone(Draws.of(contract), [schema]))
  return isRefusal(why) ? undefined : why
}

/** Of numbers the greatest, which is the least likely to have been given to anything. */
const leastLikely = (values: readonly Json[]): Json | undefined =>
  values.reduce((a, b) => (isNumber(a) && isNumber(b) && b > a ? b : a), values[0])

/** What headers carry in the same form everywhere (RFC 9110, 5.5): visible ASCII, with blanks between. */
const VISIBLE = '^[!-~]+(?: [!-~]+)*$'
/** What a cookie carries that nothing escapes (RFC 6265, 4.1.1). */
const COOKIE = "^[!#-'*+.-:<-Z_-z~]+$"

/** The first value that can be sent; where nothing is escaped, others are looked for if none of the candidates can. */
function sendable(
  judge: OperationJudge,
  parameter: Parameter,
  candidates: readonly Json[],
  fits: (value: Json | undefined) => value is Json,
): Json | undefined {
  const isCarried = (value: Json): boolean => isSendable(parameter, judge.writeParameter(parameter, value))
  const { contract } = judge
  const candidate = candidates.find(isCarried)
  const isCookie = parameter.style === 'cookie'
  if (candidate !== undefined || (parameter.in !== 'header' && !isCookie)) return candidate
  const pattern = isCookie ? COOKIE : VISIBLE
  const visible: SchemaNode = { schema: { type: 'string', pattern }, source: parameter.schema.source }
  const narrowed = positive(contract, [parameter.schema, visible], 'fullest')
  return [narrowed, ...someValues(contract, parameter.schema)].filter(fits).find(isCarried)
}

/** A few values of a schema, always the same ones; none if they cannot be made. */
const someValues = (contract: Contract, schema: SchemaNode): Generator<Json> =>
  Draws.of(contract).values([schema], [1, 2, 3, 4, 5, 6, 7, 8])
