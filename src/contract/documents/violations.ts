import type { ErrorObject } from 'ajv/dist/2020.js'
import {
  inDoubles,
  isArray,
  type Json,
  type JsonObject,
  type Pointer,
  parentPointer,
  property,
} from '../../json/index.ts'
import type { Dialect } from '../openapi/index.ts'

/** A hostile document can have millions. */
const MOST_CONSIDERED = 100_000

/** What the published JSON Schema of a version says against a document. */
export interface Violation {
  readonly pointer: Pointer
  readonly keyword: string
  /** The member that is missing, not known or named wrongly. */
  readonly name: string | undefined
  readonly sentence: string
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
    return [{ pointer, keyword, name: nameIn(error), sentence }]
  })
  const around = new Set(all.flatMap(({ pointer }) => ancestors(pointer)))
  const deepest = all.filter(({ pointer }) => !around.has(pointer))
  const unique = new Map(deepest.map((violation) => [`${violation.pointer} ${violation.sentence}`, violation]))
  return [...unique.values()]
}

/** The published schemas know the patch releases that existed when they were written. */
function accepted(document: JsonObject, { version }: Dialect): JsonObject {
  if (version === '2.0') return document
  const needsNoPaths = version === '3.1' || version === '3.2'
  return { ...(needsNoPaths && { paths: {} }), ...document, openapi: `${version}.0` }
}

function ancestors(pointer: Pointer): Pointer[] {
  if (pointer === '') return []
  const above = parentPointer(pointer)
  return [above, ...ancestors(above)]
}

function nameIn({ params, propertyName }: Pick<ErrorObject, 'params' | 'propertyName'>): string | undefined {
  if (propertyName !== undefined) return propertyName
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
  enum: ({ allowedValues }) =>
    `must be ${isArray(allowedValues) && allowedValues.length > 1 ? 'one of ' : ''}${quoted(allowedValues)}`,
  uniqueItems: ({ i, j }) => `items ${quoted(j)} and ${quoted(i)} are the same`,
  const: ({ allowedValue }) => `must be ${quoted(allowedValue)}`,
  oneOf: () => undefined,
  anyOf: () => undefined,
  if: () => undefined,
  propertyNames: () => undefined,
  not: () => 'is not allowed here',
}

function sentenceOf({ keyword, params, message, propertyName }: ErrorObject): string | undefined {
  const sentence = Object.hasOwn(SENTENCES, keyword) ? SENTENCES[keyword]?.(params) : message
  return sentence === undefined || propertyName === undefined ? sentence : `the name \`${propertyName}\` ${sentence}`
}
