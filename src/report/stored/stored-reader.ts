import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type Format, type ValidateFunction } from 'ajv/dist/2020.js'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  parentPointer,
  property,
} from '../../json/index.ts'
import { UsageError } from '../results/index.ts'

/** A kind of JSON document that a run leaves and a later run reads. */
export interface StoredKind {
  /** Its schema, by the name of a file in `specs/`. */
  readonly schema: string
  /** The schema as it is read here, if that differs from the published one. */
  readonly change?: (schema: Json) => Json
  readonly formats?: { readonly [name: string]: Format }
  /** What is wrong with a value, by the place of its schema in the schema's file. Others have sentences made for them. */
  readonly problems?: { readonly [pointer: string]: (value: unknown) => string }
  /** The message: what the file is not, where, what is wrong there and what to do. */
  message(file: string, pointer: string, problem: string): string
}

/**
 * A reader of one kind of document: the text of a file becomes a value that keeps the schema, whose type is `T`. It
 * throws UsageError for anything else, at its first fault.
 */
export function storedReader<T>(kind: StoredKind): (text: string, file: string) => T {
  let compiled: ValidateFunction<T> | undefined
  return (text, file) => {
    const value = parseJson(text, file)
    compiled ??= compile<T>(kind)
    const version = otherVersion(value)
    if (version === undefined && compiled(value)) return value
    const { pointer, problem } = version ?? faultOf(compiled.errors ?? [], kind)
    throw new UsageError(kind.message(file, pointer, problem))
  }
}

function parseJson(text: string, file: string): Json {
  try {
    const value: Json = JSON.parse(text.replace(/^\ufeff/, ''))
    return value
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
}

function compile<T>({ schema: name, change = (schema) => schema, formats = {} }: StoredKind): ValidateFunction<T> {
  // Three levels up both here and in the bundle: see scripts/bundle.mjs.
  const schema: Json = JSON.parse(readFileSync(new URL(`../../../specs/${name}`, import.meta.url), 'utf8'))
  const changed = change(schema)
  // Not all errors: a hostile file can have millions.
  const options = { strict: false, validateSchema: false, ownProperties: true, verbose: true, formats: { ...formats } }
  return new Ajv2020(options).compile<T>(isObject(changed) ? changed : {})
}

interface Fault {
  readonly pointer: string
  readonly problem: string
}

/** Comes before all else: a document of another version may have other members, too. */
function otherVersion(value: Json): Fault | undefined {
  const version = isObject(value) ? property(value, 'version') : undefined
  const problem = 'is not 1, which is the only version there is'
  return version === undefined || version === 1 ? undefined : { pointer: '/version', problem }
}

function faultOf(errors: readonly ErrorObject[], { problems = {} }: StoredKind): Fault {
  // A keyword that holds others reports after them; `if` only repeats what they say.
  const error = errors.findLast(({ keyword }) => keyword !== 'if')
  if (error === undefined) return { pointer: '', problem: 'is not as its schema says' }
  const { instancePath: pointer, keyword, params, parentSchema, data } = error
  // ajv looks at `oneOf` and `not` before it looks at the type.
  if (parentSchema?.type === 'object' && !isObject(data)) return { pointer, problem: 'is no object' }
  if (keyword === 'required') return { pointer: appendToken(pointer, params.missingProperty), problem: 'is missing' }
  const own = keyword === 'type' ? undefined : problems[parentPointer(error.schemaPath)]
  if (own !== undefined) return { pointer, problem: own(data) }
  const sentence = Object.hasOwn(SENTENCES, keyword) ? SENTENCES[keyword] : undefined
  const problem = sentence?.(params, isObject(parentSchema) ? parentSchema : {})
  return { pointer, problem: problem ?? error.message ?? 'is not as its schema says' }
}

const LONGEST_NAME = 60

/** What is wrong with a value, by the keyword that it breaks. The others have a message of ajv that reads well. */
const SENTENCES: { readonly [keyword: string]: (params: JsonObject, schema: JsonObject) => string } = {
  type: ({ type }) => `is no ${type}`,
  const: ({ allowedValue }) => `is not ${JSON.stringify(allowedValue)}`,
  enum: ({ allowedValues }) => `is none of ${listOf(allowedValues).join(', ')}`,
  additionalProperties: ({ additionalProperty }, schema) => {
    const name = String(additionalProperty).slice(0, LONGEST_NAME)
    return `has an unknown ${JSON.stringify(name)}; there are: ${Object.keys(schema.properties ?? {}).join(', ')}`
  },
  dependentRequired: ({ property: name, missingProperty }) => `needs ${missingProperty} beside ${name}`,
  anyOf: (_, { anyOf }) => `is none of ${listOf(anyOf).flatMap(allowedBy).join(', ')}`,
  oneOf: (_, { oneOf }) => `has to have either ${listOf(oneOf).map(requiredBy).join(' or ')}`,
  not: (_, { not = {} }) => `has both ${requiredBy(not)}; keep one of them`,
}

const listOf = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : [])

/** The texts that a schema allows, in words. */
const allowedBy = (schema: Json): readonly Json[] => {
  if (!isObject(schema)) return []
  const { pattern } = schema
  return [...listOf(schema.enum), ...(pattern === undefined ? [] : [`a text that matches ${pattern}`])]
}

const requiredBy = (schema: Json): string =>
  listOf(isObject(schema) ? property(schema, 'required') : undefined).join(' and ')
