import type { MediaType } from '../contract/index.ts'
import { positive } from '../generators/index.ts'
import { isJsonMediaType } from '../http/index.ts'
import type { Json } from '../json/index.ts'
import type { OperationJudge } from '../validation/index.ts'
import { type KnownValues, knownParameters } from './known-values.ts'

/** What every case of an operation starts from. */
export interface Base {
  readonly judge: OperationJudge
  /** The media type that bodies are written in; undefined where the operation takes no body that can be written. */
  readonly media: MediaType | undefined
  /** Sets of parameter values by `in.name`, at least one; when known values are given, each is in one of them. */
  readonly parameterSets: readonly ReadonlyMap<string, Json>[]
  /** Whether the user gave values for path parameters, so that other ones may well be unknown to the deployment. */
  readonly known: boolean
  /** Other conforming values of the path parameters, which the deployment may not know. */
  readonly unknown: ReadonlyMap<string, Json>
  /** Conforming bodies of the document and of the user, with their names, most telling first. */
  readonly bodies: readonly { readonly name: string; readonly value: Json }[]
  readonly fullest: Json | undefined
  readonly barest: Json | undefined
}

/** Undefined where no conforming request can be made; `reason` says why. */
export function baseOf(judge: OperationJudge, known: KnownValues): Base | { readonly reason: string } {
  const { operation, contract } = judge
  const given = knownParameters(judge, known)
  const defaults = new Map<string, Json>()
  const unknown = new Map<string, Json>()
  for (const parameter of operation.parameters) {
    const key = `${parameter.in}.${parameter.name}`
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const fits = (value: Json | undefined): value is Json =>
      value !== undefined && judge.issues(place, parameter.schema, value).length === 0
    const made = (['fullest', 'barest'] as const).map((fullness) => positive(contract, [parameter.schema], fullness))
    const candidates = [...parameter.examples.map(({ value }) => value), ...made].filter(fits)
    const [value] = candidates
    if (value !== undefined) defaults.set(key, value)
    else if (parameter.required && !given.has(key))
      return { reason: `no conforming value of ${key} could be made; give one with --param` }
    const other = candidates.find((candidate) => !given.get(key)?.includes(candidate))
    if (parameter.in === 'path' && other !== undefined) unknown.set(key, other)
  }
  const media = operation.requestBody?.content.find(({ name }) => isJsonMediaType(name))
  const body = bodiesOf(judge, media, known)
  if (operation.requestBody?.required && body.bodies.length === 0)
    return { reason: media ? 'no conforming body could be made; give one with --body' : 'its body is not JSON' }
  const sets = Math.max(1, ...[...given.values()].map((values) => values.length))
  const parameterSets = Array.from({ length: sets }, (_, index) => {
    const set = new Map(defaults)
    for (const [key, values] of given) {
      const value = values[index % values.length]
      if (value !== undefined) set.set(key, value)
    }
    return set
  })
  const knowsPath = [...given.keys()].some((key) => key.startsWith('path.'))
  return { judge, media, parameterSets, known: knowsPath, unknown, ...body }
}

function bodiesOf(
  judge: OperationJudge,
  media: MediaType | undefined,
  known: KnownValues,
): Pick<Base, 'bodies' | 'fullest' | 'barest'> {
  if (!media) return { bodies: [], fullest: undefined, barest: undefined }
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  const fits = (value: Json | undefined): value is Json =>
    value !== undefined && (media.schema === undefined || judge.issues(place, media.schema, value).length === 0)
  const nodes = media.schema ? [media.schema] : []
  const examples = media.examples.map(({ name, value }) => ({ name: `example ${name}`, value }))
  const made = (['fullest', 'barest'] as const).map((fullness) => {
    for (let pick = 0; pick < 8; pick++) {
      const value = positive(judge.contract, nodes, fullness, pick)
      if (fits(value)) return value
    }
    return undefined
  })
  const own = known.bodies.map((value, index) => ({ name: `given body ${index + 1}`, value }))
  const [whole = examples.find(({ value }) => fits(value))?.value, least = whole] = made
  const fullest = whole ?? least
  const barest = least
  const documented = [...own, ...examples].filter(({ value }) => fits(value))
  const generated = fullest === undefined ? [] : [{ name: 'fullest body', value: fullest }]
  const bodies = documented.length > 0 ? documented : generated
  return { bodies, fullest, barest }
}
