import type { ErrorObject } from 'ajv/dist/2020.js'
import {
  inDoubles,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Pointer,
  parentPointer,
  property,
} from '../../json/index.ts'
import type { Dialect } from '../openapi/index.ts'

/** A hostile document can have millions. */
const MOST_CONSIDERED = 100_000
/** How many places a parameter can be in. */
const LOCATIONS = { '2.0': 5, '3.0': 4, '3.1': 4 } as const

/** What the published JSON Schema of a version says against a document. */
export interface Violation {
  readonly pointer: Pointer
  readonly keyword: string
  /** The member that is missing or not known. */
  readonly name: string | undefined
  readonly sentence: string
  /** The values that `enum` allows. */
  readonly allowed: readonly Json[] | undefined
}

/** The violations that say most: the deepest, without repetitions. */
export async function violationsOf(document: JsonObject, dialect: Dialect): Promise<Violation[]> {
  // Loading it takes more time than all else here: only documents that nobody has checked before need it.
  const { documentValidator } = await import('./document-validator.ts')
  const validate = documentValidator(dialect.version)
  if (validate(inDoubles(accepted(document, dialect)))) return []
  const all = (validate.errors ?? []).slice(0, MOST_CONSIDERED).flatMap((error): Violation[] => {
    const sentence = sentenceOf(error)
    if (sentence === undefined) return []
    const { instancePath: pointer, keyword } = error
    return [{ pointer, keyword, name: nameIn(error), sentence, allowed: allowedBy(error) }]
  })
  const joined = joinForms(all, dialect)
  const telling = joined.length > 0 ? joined : all
  const around = new Set(telling.flatMap(({ pointer }) => ancestors(pointer)))
  const deepest = telling.filter(({ pointer }) => !around.has(pointer))
  const unique = new Map(deepest.map((violation) => [`${violation.pointer} ${violation.sentence}`, violation]))
  return [...unique.values()]
}

/** The published schemas know the patch releases that existed when they were written. */
function accepted(document: JsonObject, { version }: Dialect): JsonObject {
  if (version === '2.0') return document
  return { ...(version === '3.1' && { paths: {} }), ...document, openapi: `${version}.0` }
}

function ancestors(pointer: Pointer): Pointer[] {
  const above: Pointer[] = []
  for (let place = pointer; place !== ''; ) above.push((place = parentPointer(place)))
  return above
}

/**
 * 2.0 and 3.0 have a form of parameter for each location, and ajv compares a parameter with all of them: one `in: query`
 * violates those `in: body` and `in: path`. It is wrong only if it fits none. Then one sentence names all forms.
 */
function joinForms(violations: readonly Violation[], { version }: Dialect): Violation[] {
  const allowedAt = new Map<Pointer, Json[]>()
  for (const { pointer, allowed = [] } of violations)
    allowedAt.set(pointer, [...new Set([...(allowedAt.get(pointer) ?? []), ...allowed])])
  return violations.flatMap((violation): Violation[] => {
    const { pointer } = violation
    if (violation.allowed === undefined) return [violation]
    const allowed = allowedAt.get(pointer) ?? []
    if (/\/parameters\/[^/]+\/in$/.test(pointer) && allowed.length < LOCATIONS[version]) return []
    return [{ ...violation, sentence: `must be one of ${quoted(allowed)}` }]
  })
}

const allowedBy = ({ params }: { readonly params: JsonObject }): readonly Json[] | undefined => {
  const allowed = property(params, 'allowedValues')
  return isArray(allowed) ? allowed : undefined
}

function nameIn({ params }: { readonly params: JsonObject }): string | undefined {
  const names = ['missingProperty', 'additionalProperty', 'unevaluatedProperty'].map((name) => property(params, name))
  return names.find((name) => typeof name === 'string')
}

const quoted = (value: Json | undefined): string => (isArray(value) ? value : [value]).map(String).join(', ')

/** How a violation of each keyword reads. A keyword that only repeats what another says has no sentence. */
const SENTENCES: { readonly [keyword: string]: (params: JsonObject) => string | undefined } = {
  required: ({ missingProperty }) =>
    missingProperty === '$ref' ? undefined : `\`${quoted(missingProperty)}\` is missing`,
  additionalProperties: ({ additionalProperty }) => `\`${quoted(additionalProperty)}\` is not known here`,
  unevaluatedProperties: ({ unevaluatedProperty }) => `\`${quoted(unevaluatedProperty)}\` is not known here`,
  type: ({ type }) => `must be of type ${quoted(type)}`,
  enum: ({ allowedValues }) => `must be one of ${quoted(allowedValues)}`,
  const: ({ allowedValue }) => `must be ${quoted(allowedValue)}`,
  oneOf: () => undefined,
  anyOf: () => undefined,
  if: () => undefined,
  propertyNames: () => undefined,
}

function sentenceOf({ keyword, params, message, propertyName }: ErrorObject): string | undefined {
  if (Object.hasOwn(SENTENCES, keyword)) return SENTENCES[keyword]?.(params)
  return propertyName === undefined ? message : `the name \`${propertyName}\` ${message}`
}
