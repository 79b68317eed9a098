import type { ErrorObject } from 'ajv/dist/2020.js'
import { inDoubles, isArray, isObject, type Json, type JsonObject, type Pointer, property } from '../../json/index.ts'
import type { Source } from '../model/index.ts'
import { type Dialect, type FileSet, inlineReferences } from '../openapi/index.ts'

const MOST_VIOLATIONS = 3
/** More violations than any message names: a hostile document can have millions. */
const MOST_CONSIDERED = 500
/** How many places a parameter can be in. */
const LOCATIONS = { '2.0': 5, '3.0': 4, '3.1': 4 } as const

/** Checks the document against the JSON Schema of its version. Rejects with ContractError if it does not conform. */
export async function checkDocument(files: FileSet): Promise<void> {
  // Loading it takes more time than all else here: only documents that nobody has checked before need it.
  const { documentValidator } = await import('./document-validator.ts')
  const { document, sourceOf } = inlineReferences(files)
  if (!isObject(document)) return
  const validate = documentValidator(files.dialect.version)
  const doubles = inDoubles(accepted(document, files.dialect))
  if (validate(doubles)) return
  const violations = violationsOf(validate.errors ?? [], files.dialect)
  throw files.error(render(violations, files, sourceOf), sourceOf(violations[0]?.pointer ?? ''))
}

/** The published schemas know the patch releases that existed when they were written. */
function accepted(document: JsonObject, { version }: Dialect): JsonObject {
  if (version === '2.0') return document
  return { ...(version === '3.1' && { paths: {} }), ...document, openapi: `${version}.0` }
}

interface Violation {
  readonly pointer: Pointer
  readonly sentence: string
  /** The values that `enum` allows. */
  readonly allowed: readonly Json[] | undefined
}

/** The violations that say most: the deepest, without repetitions. */
function violationsOf(errors: readonly ErrorObject[], dialect: Dialect): Violation[] {
  const all = errors.slice(0, MOST_CONSIDERED).flatMap((error): Violation[] => {
    const sentence = sentenceOf(error)
    return sentence === undefined ? [] : [{ pointer: error.instancePath, sentence, allowed: allowedBy(error) }]
  })
  const joined = joinForms(all, dialect)
  const telling = joined.length > 0 ? joined : all
  const deepest = telling.filter(({ pointer }) => !telling.some((other) => other.pointer.startsWith(`${pointer}/`)))
  const unique = new Map(deepest.map((violation) => [`${violation.pointer} ${violation.sentence}`, violation]))
  return [...unique.values()]
}

/**
 * 2.0 and 3.0 have a form of parameter for each location, and ajv compares a parameter with all of them: one `in: query`
 * violates those `in: body` and `in: path`. It is wrong only if it fits none. Then one sentence names all forms.
 */
function joinForms(violations: readonly Violation[], { version }: Dialect): Violation[] {
  return violations.flatMap((violation): Violation[] => {
    const { pointer } = violation
    if (violation.allowed === undefined) return [violation]
    const samePlace = violations.filter((other) => other.pointer === pointer)
    const allowed = [...new Set(samePlace.flatMap((other) => other.allowed ?? []))]
    if (/\/parameters\/[^/]+\/in$/.test(pointer) && allowed.length < LOCATIONS[version]) return []
    return [{ ...violation, sentence: `must be one of ${quoted(allowed)}` }]
  })
}

const allowedBy = ({ params }: { readonly params: JsonObject }): readonly Json[] | undefined => {
  const allowed = property(params, 'allowedValues')
  return isArray(allowed) ? allowed : undefined
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

/** The place of the first violation is that of the error. The others name theirs. */
function render(violations: readonly Violation[], files: FileSet, sourceOf: (pointer: Pointer) => Source): string {
  const sentences = violations.slice(0, MOST_VIOLATIONS).map(({ pointer, sentence }, index) => {
    if (index === 0) return sentence
    const source = sourceOf(pointer)
    return `at ${source.file === files.root.name ? '' : source.file}#${source.pointer}, ${sentence}`
  })
  const more = violations.length - sentences.length
  const rest = more > 0 ? `; and ${more} more` : ''
  const all = sentences.length === 0 ? '' : `: ${sentences.join('; ')}${rest}`
  return `this is not as OpenAPI ${files.dialect.version} has it${all}`
}
