import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { loadContract } from '../../../src/contract/documents/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { documentOf, FILE, INFO, load, refusal, schemaPointer, VERSIONS, withSchema } from './samples.ts'

interface Pair {
  readonly name: string
  readonly wrong: Json
  readonly right: Json
  readonly message: RegExp
  readonly pointer?: string
  readonly line?: number
}

const valid = documentOf('3.1')
const text = JSON.stringify(valid, null, 2)
const yaml = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n'

const DOCUMENTS: readonly Pair[] = [
  { name: 'no text', wrong: '', right: text, message: /^api\.json: the file is empty/ },
  { name: 'white space', wrong: ' \n', right: text, message: /the file is empty/ },
  {
    name: 'half a text',
    wrong: text.slice(0, -5),
    right: text,
    message: /^api\.json:\d+: not valid JSON or YAML: .*line \d+, column \d+/,
  },
  {
    name: 'a YAML text that ends within a list',
    wrong: `${yaml}tags: [\n  {name: a}\n`,
    right: `${yaml}tags: [\n  {name: a}]\n`,
    message: /\(line 6, column 1\)$/,
    line: 6,
  },
  {
    name: 'a name twice',
    wrong: `${yaml}paths: {}\n`,
    right: yaml,
    message: /^api\.json:4: not valid JSON or YAML: Map keys must be unique \(line 4, column 1\)/,
    line: 4,
  },
  {
    name: 'a number that is none',
    wrong: `${yaml}x-a: .inf\n`,
    right: `${yaml}x-a: 1\n`,
    message: /Infinity is no JSON/,
  },
  {
    name: 'an anchor in itself',
    wrong: `${yaml}x-a: &a [*a]\n`,
    right: `${yaml}x-a: &a []\n`,
    message: /JSON|alias|nested/i,
  },
  {
    name: 'a bomb of aliases',
    wrong: bomb(9),
    right: bomb(2),
    message: /alias/i,
  },
  {
    name: 'deep JSON',
    wrong: JSON.stringify(valid).replace('"info"', `"x-deep":${'['.repeat(5000)}${']'.repeat(5000)},"info"`),
    right: JSON.stringify(valid).replace('"info"', `"x-deep":${'['.repeat(50)}${']'.repeat(50)},"info"`),
    message: /nested deeper than 400 levels; flatten/,
  },
  {
    name: 'deep YAML',
    wrong: `${yaml}x-deep: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
    right: `${yaml}x-deep: ${'['.repeat(50)}${']'.repeat(50)}\n`,
    message: /nested deeper/,
  },
  { name: 'a scalar', wrong: 'hello', right: text, message: /names no version; supported are swagger "2.0", openapi/ },
  { name: 'a list', wrong: '[]', right: text, message: /no OpenAPI document/ },
  { name: 'no version', wrong: { info: INFO, paths: {} }, right: valid, message: /no OpenAPI document/ },
  {
    name: 'a version of the future',
    wrong: { ...valid, openapi: '4.0.0' },
    right: { ...valid, openapi: '3.1.9' },
    message: /#\/openapi: openapi "4.0.0" is no version that is supported; supported are/,
    pointer: '/openapi',
  },
  {
    name: 'a version that is a number',
    wrong: yaml.replace('3.1.0', '3.1'),
    right: yaml.replace('3.1.0', '"3.1.1"'),
    message: /openapi 3.1 is .*in quotes/,
    pointer: '/openapi',
  },
  {
    name: 'swagger 1.2',
    wrong: { ...documentOf('2.0'), swagger: '1.2' },
    right: documentOf('2.0'),
    message: /swagger "1.2" is no version/,
    pointer: '/swagger',
  },
]

function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, n) => `x-${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`,
  )
  return `${yaml}x-0: &a0 [1]\n${lines.join('\n')}\n`
}

const operation = (parts: JsonObject, rest: JsonObject = {}): JsonObject => documentOf('3.1', parts, rest)
const id = { name: 'id', in: 'query', schema: { type: 'string' } }

const STRUCTURES: readonly Pair[] = [
  {
    name: 'paths are missing',
    wrong: { openapi: '3.0.3', info: INFO },
    right: { openapi: '3.0.3', info: INFO, paths: {} },
    message: /^api\.json:1: this is not as OpenAPI 3\.0 has it: `paths` is missing$/,
  },
  {
    name: 'a title is missing',
    wrong: { ...valid, info: { version: '1' } },
    right: valid,
    message: /^api\.json:1 #\/info: this is not as OpenAPI 3\.1 has it: `title` is missing$/,
    pointer: '/info',
  },
  {
    name: 'a response without a description, among others',
    wrong: { ...operation({ responses: { 200: {} } }), info: {} },
    right: valid,
    message: /`title` is missing; at #\/info, `version` is missing; at #\/paths\/~1things\/get\/responses\/200, `desc/,
  },
  {
    name: 'a location that does not exist, in 2.0',
    wrong: documentOf('2.0', { parameters: [{ name: 'a', in: 'cookie', type: 'string' }] }),
    right: documentOf('2.0', { parameters: [{ name: 'a', in: 'header', type: 'string' }] }),
    message: /parameters\/0\/in: this is not as OpenAPI 2\.0 has it/,
  },
  {
    name: 'a location that does not exist, in 3.0',
    wrong: documentOf('3.0', { parameters: [{ ...id, in: 'body' }] }),
    right: documentOf('3.0', { parameters: [{ ...id, in: 'cookie' }] }),
    message: /parameters\/0\/in: this is not as OpenAPI 3\.0 has it: must be one of path, query, header, cookie/,
  },
  {
    name: 'a location that does not exist, in 3.1',
    wrong: operation({ parameters: [{ ...id, in: 'body' }] }),
    right: operation({ parameters: [{ ...id, in: 'cookie' }] }),
    message: /parameters\/0\/in: this is not as OpenAPI 3\.1 has it: must be one of query, header, path, cookie/,
  },
  {
    name: 'a style of another location, in 3.0',
    wrong: documentOf('3.0', { parameters: [{ ...id, style: 'matrix' }] }),
    right: documentOf('3.0', { parameters: [{ ...id, style: 'form' }] }),
    message: /parameters\/0\/style: this is not as OpenAPI 3\.0 has it: must be one of/,
  },
  {
    name: 'an unknown word, in 3.0',
    wrong: documentOf('3.0', { respones: {} }),
    right: documentOf('3.0', { 'x-respones': {} }),
    message: /`respones` is not known here/,
    pointer: '/paths/~1things/get',
  },
  {
    name: 'a name that no definition may have',
    wrong: withSchema('3.1', {}, { 'a b': {} }),
    right: withSchema('3.1', {}, { 'a-b': {} }),
    message: /#\/components\/schemas: this is .*: the name `a b` must match pattern "\S+"$/,
    pointer: '/components/schemas',
  },
  {
    name: 'an operationId twice',
    wrong: operation({ operationId: 'a' }, { paths: twoOperations('a', 'a') }),
    right: operation({ operationId: 'a' }, { paths: twoOperations('a', 'b') }),
    message: /the operationId "a" is also that of GET \/a; rename one/,
    pointer: '/paths/~1b/get',
  },
  {
    name: 'a parameter twice',
    wrong: operation({ parameters: [id, id] }),
    right: operation({ parameters: [id, { ...id, in: 'header' }] }),
    message: /the query parameter "id" is described twice/,
    pointer: '/paths/~1things/get/parameters/1',
  },
  {
    name: 'a name in the path that nobody describes',
    wrong: { ...valid, paths: { '/a/{id}': { get: { responses: {} } } } },
    right: { ...valid, paths: { '/a/{id}': { parameters: [{ ...id, in: 'path', required: true }], get: {} } } },
    message: /no parameter describes \{id\} of the path \/a\/\{id\}/,
    pointer: '/paths/~1a~1{id}/get',
  },
  {
    name: 'a path parameter that the path lacks',
    wrong: operation({ parameters: [{ ...id, in: 'path', required: true }] }),
    right: operation({ parameters: [id] }),
    message: /the path \/things has no \{id\}/,
  },
  {
    name: 'a security scheme that is not there',
    wrong: operation({ security: [{ key: [] }] }),
    right: operation({ security: [{ key: [] }] }, { components: { securitySchemes: { key: { type: 'mutualTLS' } } } }),
    message: /the security scheme "key" is missing in components\/securitySchemes/,
    pointer: '/paths/~1things/get/security/0/key',
  },
  {
    name: 'an advisory without a message',
    wrong: operation({ responses: { 200: { description: '', 'x-advisories': [{ schema: {} }] } } }),
    right: operation({ responses: { 200: { description: '', 'x-advisories': [{ message: 'm', schema: {} }] } } }),
    message: /an advisory needs `message`/,
  },
  {
    name: 'an advisory of both kinds',
    wrong: operation({
      responses: { 200: { description: '', 'x-advisories': [{ message: 'm', schema: {}, order: ['a', 'b'] }] } },
    }),
    right: operation({
      responses: { 200: { description: '', 'x-advisories': [{ message: 'm', order: ['a', 'b'] }] } },
    }),
    message: /an advisory needs `message` and either/,
  },
  {
    name: 'an answer of the platform with a status of text',
    wrong: operation({ 'x-platform-answers': [{ status: '401', code: '', meaning: '' }] }),
    right: operation({ 'x-platform-answers': [{ status: 401, code: '', meaning: '' }] }),
    message: /an answer of the platform needs `status`/,
  },
  {
    name: 'two bodies in 2.0',
    wrong: documentOf('2.0', { parameters: [body('a'), body('b')] }),
    right: documentOf('2.0', { parameters: [body('a')] }),
    message: /an operation has one body/,
    pointer: '/paths/~1things/get/parameters/1',
  },
  {
    name: 'a list by tabs',
    wrong: documentOf('2.0', { parameters: [listParameter('tsv')] }),
    right: documentOf('2.0', { parameters: [listParameter('ssv')] }),
    message: /collectionFormat "tsv" cannot be sent; use/,
  },
]

function body(name: string): JsonObject {
  return { name, in: 'body', schema: {} }
}

function listParameter(collectionFormat: string): JsonObject {
  return { name: 'a', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat }
}

function twoOperations(a: string, b: string): JsonObject {
  return { '/a': { get: { operationId: a } }, '/b': { get: { operationId: b } } }
}

/** Schemas that are wrong in 3.1, by the keyword at fault. */
const SCHEMAS: readonly { readonly wrong: JsonObject; readonly right: JsonObject; readonly keyword: string }[] = [
  { keyword: 'type', wrong: { type: 'strin' }, right: { type: 'string' } },
  { keyword: 'type', wrong: { type: ['string', 'nul'] }, right: { type: ['string', 'null'] } },
  { keyword: 'type', wrong: { type: [] }, right: { type: ['string'] } },
  { keyword: 'pattern', wrong: { pattern: '(' }, right: { pattern: '[a-z\\-]' } },
  { keyword: 'maxLength', wrong: { maxLength: -1 }, right: { maxLength: 0 } },
  { keyword: 'minLength', wrong: { minLength: 1.5 }, right: { minLength: 1.0 } },
  { keyword: 'maxItems', wrong: { maxItems: '3' }, right: { maxItems: 3 } },
  { keyword: 'minimum', wrong: { minimum: '3' }, right: { minimum: -3.5 } },
  { keyword: 'exclusiveMinimum', wrong: { exclusiveMinimum: true }, right: { exclusiveMinimum: 1 } },
  { keyword: 'multipleOf', wrong: { multipleOf: 0 }, right: { multipleOf: 0.1 } },
  { keyword: 'enum', wrong: { enum: 'a' }, right: { enum: ['a'] } },
  { keyword: 'enum', wrong: { enum: [] }, right: { enum: [null] } },
  { keyword: 'required', wrong: { required: true }, right: { required: [] } },
  { keyword: 'required', wrong: { required: ['a', 1] }, right: { required: ['a', 'b'] } },
  { keyword: 'uniqueItems', wrong: { uniqueItems: 'yes' }, right: { uniqueItems: true } },
  { keyword: 'properties', wrong: { properties: { a: 'string' } }, right: { properties: { a: true } } },
  { keyword: 'items', wrong: { items: [{}] }, right: { prefixItems: [{}] } },
  { keyword: 'allOf', wrong: { allOf: {} }, right: { allOf: [{}] } },
  { keyword: 'allOf', wrong: { allOf: [] }, right: { allOf: [true] } },
  { keyword: 'not', wrong: { not: [] }, right: { not: {} } },
  {
    keyword: 'patternProperties',
    wrong: { patternProperties: { '[': {} } },
    right: { patternProperties: { 'x{': {} } },
  },
  {
    keyword: 'dependentRequired',
    wrong: { dependentRequired: { a: 'b' } },
    right: { dependentRequired: { a: ['b'] } },
  },
]

async function expectPair({ wrong, right, message, pointer, line }: Pair): Promise<void> {
  const error = await refusal(load(wrong))
  expect(error.message).toMatch(message)
  expect(error.file).toBe(FILE)
  if (pointer !== undefined) expect(error.pointer).toBe(pointer)
  if (line !== undefined) expect(error.line).toBe(line)
  // A sentence, and no dump.
  expect(error.message.length).toBeLessThan(500)
  await load(right)
}

describe('no usable text', () => {
  test.each(DOCUMENTS)('$name', expectPair)
})

describe('no usable structure', () => {
  test.each(STRUCTURES)('$name', expectPair)
})

describe('no usable schema', () => {
  test.each(SCHEMAS)('$wrong', async ({ wrong, keyword }) => {
    const error = await refusal(load(withSchema('3.1', { properties: { deep: { allOf: [{}, wrong] } } })))
    expect(error.pointer).toBe(`${schemaPointer('3.1')}/properties/deep/allOf/1/${keyword}`)
    expect(error.message).toMatch(new RegExp(`: ${keyword} must be .*, not `))
  })

  it('takes the twins of all of these', async () => {
    await load(withSchema('3.1', { allOf: SCHEMAS.map(({ right }) => right) }))
  })

  it.each(VERSIONS)('looks into definitions that nobody uses, of %s', async (version) => {
    const wrong = { type: 'array', items: {}, maxItems: -1 }
    const error = await refusal(load(withSchema(version, {}, { Unused: wrong })))
    expect(error.message).toMatch(/maxItems must be an integer from 0, not -1$/)
    await load(withSchema(version, {}, { Unused: { ...wrong, maxItems: 0 } }))
  })

  it('looks into parameters of 2.0', async () => {
    const parameter = { name: 'a', in: 'query', type: 'string', pattern: '(' }
    const error = await refusal(load(documentOf('2.0', { parameters: [parameter] })))
    expect(error.pointer).toBe('/paths/~1things/get/parameters/0/pattern')
    await load(documentOf('2.0', { parameters: [{ ...parameter, pattern: '()' }] }))
  })

  it('looks neither into data nor at names', async () => {
    const schema = { type: 'strin', maxLength: -1 }
    await load(
      withSchema('3.1', {
        enum: [schema],
        const: schema,
        default: schema,
        examples: [schema],
        properties: { type: {}, maxLength: {}, default: {} },
      }),
    )
    await refusal(load(withSchema('3.1', { properties: { default: schema } })))
  })
})

describe('no usable file', () => {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'contract-'))
    await writeFile(join(directory, 'good.json'), text)
    await writeFile(join(directory, 'bom.json'), `\uFEFF${text}`)
    await writeFile(join(directory, 'utf-16.json'), Buffer.from(`\uFEFF${text}`, 'utf16le'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  it.each([
    ['missing.json', /cannot be read: there is no such file; check the path$/],
    ['.', /it is a directory; name the file in it$/],
    ['good.json/below', /there is no such file/],
    ['utf-16.json', /it is not UTF-8/],
  ])('%s', async (name, message) => {
    const path = join(directory, name)
    const error = await refusal(loadContract(path))
    expect(error.message).toMatch(message)
    expect(error.message.startsWith(`${path}: `)).toBe(true)
    expect(error.file).toBe(path)
  })

  it.each(['good.json', 'bom.json'])('but %s', async (name) => {
    expect((await loadContract(join(directory, name))).title).toBe('Sample')
  })

  it('is one over the limit', async () => {
    const path = join(directory, 'good.json')
    expect((await refusal(loadContract(path, { maxBytes: text.length - 1 }))).message).toMatch(/it is larger than/)
    await loadContract(path, { maxBytes: text.length })
  })

  it('is a device', async () => {
    expect((await refusal(loadContract('/dev/zero'))).message).toMatch(/no regular file/)
  })

  it('is behind a scheme that nobody reads', async () => {
    expect((await refusal(loadContract('ftp://example.com/a.json'))).message).toMatch(/ftp: cannot be read/)
  })
})
