import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Pointer,
  property,
  withoutProperty,
} from '../json/index.ts'
import type { Source } from './contract.ts'
import { ContractError } from './contract-error.ts'
import { type Dialect, declaredDialect } from './dialect.ts'
import type { FileSet } from './file-set.ts'
import { inlineReferences } from './inline-references.ts'

const SUPPORTED = 'supported are swagger "2.0", openapi "3.0.x" and "3.1.x"'
const MOST_VIOLATIONS = 3
/** More violations than any message names: a hostile document can have millions. */
const MOST_CONSIDERED = 500
/** How many places a parameter can be in. */
const LOCATIONS = { '2.0': 5, '3.0': 4, '3.1': 4 } as const

/** The dialect of a root document. Throws ContractError, saying what is supported, where it has none. */
export function requireDialect(document: Json, file: string): Dialect {
  const dialect = declaredDialect(document)
  if (dialect) return dialect
  const name = ['openapi', 'swagger'].find((key) => isObject(document) && Object.hasOwn(document, key))
  if (!isObject(document) || name === undefined) {
    throw new ContractError(`no OpenAPI document: it names no version; ${SUPPORTED}`, { file })
  }
  const version = property(document, name)
  const advice = typeof version === 'number' ? 'write it in quotes, in full' : SUPPORTED
  throw new ContractError(`${name} ${JSON.stringify(version)} is no version that is supported; ${advice}`, {
    file,
    pointer: `/${name}`,
  })
}

/** Holds the document against the JSON Schema of its version. Rejects with ContractError where it does not fit. */
export async function checkDocument(files: FileSet): Promise<void> {
  // Costs more time to load than everything else here: only for documents that nobody has checked before.
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  const { document, sourceOf } = inlineReferences(files)
  if (!isObject(document)) return
  // A copy, since swagger-parser writes into what it is given.
  const copy = JSON.stringify(accepted(document, files.dialect))
  try {
    await SwaggerParser.validate(JSON.parse(copy, files.dialect.version === '3.1' ? withoutTexts : undefined), {
      resolve: { external: false },
      dereference: { excludedPathMatcher: () => true },
      validate: { schema: true, spec: false },
    })
  } catch (error) {
    const violations = violationsOf(error, files.dialect)
    const [first] = violations
    if (!first) throw files.error(error instanceof Error ? error.message : String(error), sourceOf(''))
    throw files.error(render(violations, files, sourceOf), sourceOf(first.pointer))
  }
}

/** swagger-parser knows the patch releases that existed when it was written, and wants `paths` where 3.1 does not. */
function accepted(document: JsonObject, { version }: Dialect): JsonObject {
  if (version === '2.0') return document
  return { ...(version === '3.1' && { paths: {} }), ...document, openapi: `${version}.0` }
}

/** swagger-parser's schema of 3.1 calls the `description` of a server variable `descriptions`. */
function withoutTexts(key: string, value: Json): Json {
  if (key !== 'variables' || !isObject(value)) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([name, variable]) => [name, isObject(variable) ? withoutProperty(variable, 'description') : variable]),
  )
}

interface Violation {
  readonly pointer: Pointer
  readonly sentence: string
  /** What `enum` allows. */
  readonly of: readonly Json[] | undefined
}

/** The violations that say most: the deepest, each once. */
function violationsOf(error: unknown, dialect: Dialect): Violation[] {
  const details = error instanceof Error && 'details' in error && isArray(error.details) ? error.details : []
  const all = details
    .slice(0, MOST_CONSIDERED)
    .filter(isObject)
    .flatMap((detail): Violation[] => {
      const pointer = property(detail, 'instancePath')
      const sentence = sentenceOf(detail)
      return typeof pointer === 'string' && sentence !== undefined ? [{ pointer, sentence, of: allowedBy(detail) }] : []
    })
  const joined = joinForms(all, dialect)
  const telling = joined.length > 0 ? joined : all
  const deepest = telling.filter(({ pointer }) => !telling.some((other) => other.pointer.startsWith(`${pointer}/`)))
  const isSame = (one: Violation, other: Violation) => one.pointer === other.pointer && one.sentence === other.sentence
  return deepest.filter((one, index) => deepest.findIndex((other) => isSame(one, other)) === index)
}

/**
 * 2.0 and 3.0 have a form of parameter for each location, and a violation is reported against all: a parameter `in: query` is
 * none `in: body`, and none `in: path`. Only what fits no form is wrong; then the forms are told together.
 */
function joinForms(violations: readonly Violation[], { version }: Dialect): Violation[] {
  return violations.flatMap((violation): Violation[] => {
    const { pointer, of } = violation
    if (of === undefined) return [violation]
    const all = violations.filter((other) => other.pointer === pointer).flatMap((other) => other.of ?? [])
    const allowed = [...new Set(all)]
    if (/\/parameters\/[^/]+\/in$/.test(pointer) && allowed.length < LOCATIONS[version]) return []
    return [{ ...violation, sentence: `must be one of ${quoted(allowed)}` }]
  })
}

const allowedBy = (detail: JsonObject): readonly Json[] | undefined => {
  const params = property(detail, 'params')
  const allowed = isObject(params) ? property(params, 'allowedValues') : undefined
  return isArray(allowed) ? allowed : undefined
}

const quoted = (value: Json | undefined): string => (isArray(value) ? value : [value]).map((v) => `${v}`).join(', ')

/** How a violation of each keyword reads; a keyword that only repeats what another says has none. */
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

function sentenceOf(detail: JsonObject): string | undefined {
  const keyword = property(detail, 'keyword')
  const params = property(detail, 'params')
  const message = property(detail, 'message')
  const name = property(detail, 'propertyName')
  if (typeof keyword === 'string' && Object.hasOwn(SENTENCES, keyword) && isObject(params)) {
    return SENTENCES[keyword]?.(params)
  }
  if (typeof message !== 'string') return undefined
  return typeof name === 'string' ? `the name \`${name}\` ${message}` : message
}

/** The first violation stands where the error does; the others name their places. */
function render(violations: readonly Violation[], files: FileSet, sourceOf: (at: Pointer) => Source): string {
  const sentences = violations.slice(0, MOST_VIOLATIONS).map(({ pointer, sentence }, index) => {
    if (index === 0) return sentence
    const source = sourceOf(pointer)
    return `at ${source.file === files.root.name ? '' : source.file}#${source.pointer}, ${sentence}`
  })
  const more = violations.length - sentences.length
  const rest = more > 0 ? `; and ${more} more` : ''
  return `this is not as OpenAPI ${files.dialect.version} has it: ${sentences.join('; ')}${rest}`
}
