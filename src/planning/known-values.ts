import type { Contract } from '../contract/index.ts'
import { isJsonMediaType } from '../http/index.ts'
import { isArray, isObject, type Json } from '../json/index.ts'
import type { OperationJudge } from '../validation/index.ts'
import { UsageError } from './usage-error.ts'

/** What the user knows to be good in the deployment under test. */
export interface KnownValues {
  /** By parameter name, as text; each is exercised. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  readonly bodies: readonly Json[]
}

/** Throws UsageError for a name that no operation has. */
export function requireKnownNames(contract: Contract, known: KnownValues): void {
  const names = [...new Set(contract.operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)))]
  for (const name of known.parameters.keys()) {
    if (names.includes(name)) continue
    const others =
      names.length === 0 ? 'the contract has no parameters' : `the contract has: ${names.slice(0, 20).join(', ')}`
    throw new UsageError(`no operation has a parameter named "${name}"; ${others}.`)
  }
}

/** Throws UsageError for a body that no operation takes. */
export function requireKnownBodies(judges: readonly OperationJudge[], known: KnownValues): void {
  known.bodies.forEach((body, index) => {
    const tried = judges.flatMap((judge) => {
      const media = judge.operation.requestBody?.content.find(({ name }) => isJsonMediaType(name))
      if (!media) return []
      const place = { side: 'request', in: 'body', mediaType: media.name } as const
      return [media.schema ? judge.issues(place, media.schema, body) : []]
    })
    if (tried.some((issues) => issues.length === 0)) return
    const [issue] = tried[0] ?? []
    const where = issue?.pointer ? ` at ${issue.pointer}` : ''
    throw new UsageError(
      issue
        ? `--body number ${index + 1} breaks the contract: expected${where} ${issue.expected}, received ${issue.received}. Give a body that the document allows.`
        : `--body number ${index + 1} fits nothing: no operation takes a JSON body.`,
    )
  })
}

/** The known values of one operation by `in.name`. Throws UsageError for one that the contract itself forbids. */
export function knownParameters(judge: OperationJudge, known: KnownValues): Map<string, Json[]> {
  const found = new Map<string, Json[]>()
  for (const parameter of judge.operation.parameters) {
    const texts = known.parameters.get(parameter.name) ?? []
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const values = texts.map((text) => {
      const asText = judge.issues(place, parameter.schema, text)
      const parsed = asText.length === 0 ? text : parseJson(text)
      const [issue] = parsed === undefined ? asText : judge.issues(place, parameter.schema, parsed)
      if (issue === undefined && parsed !== undefined) return parsed
      throw new UsageError(
        `--param ${parameter.name}=${text.slice(0, 80)} breaks the contract: expected ${issue?.expected}, received ${issue?.received}. Give a value that the document allows.`,
      )
    })
    if (values.length > 0) found.set(`${parameter.in}.${parameter.name}`, values)
  }
  return found
}

function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return isObject(value) || isArray(value) || typeof value !== 'string' ? value : undefined
  } catch {
    return undefined
  }
}
