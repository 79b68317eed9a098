// Documents and bodies that mean harm, by name: the files of each, of which openapi.json is the document, and the body.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'

const made = (schema, body, components = {}, files = {}) => ({
  files: {
    'openapi.json': JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'hostile', version: '1' },
      paths: {
        '/things': {
          post: {
            operationId: 'make',
            requestBody: { required: true, content: { 'application/json': { schema } } },
            responses: { 200: { description: 'made', content: { 'application/json': { schema } } } },
          },
        },
      },
      components: { schemas: components },
    }),
    ...files,
  },
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
})

const list = (length, item) => Array.from({ length }, (_, index) => item(index))
const ref = (name) => ({ $ref: `#/components/schemas/${name}` })
const named = (pattern) => ({ type: 'object', required: ['name'], properties: { name: { type: 'string', pattern } } })
const object = (entries) => Object.fromEntries(entries)

/** Each of so many levels is a choice of so many that all lead to the next. */
const choices = (levels, ways) =>
  object(
    list(levels + 1, (level) => [
      `L${level}`,
      level === levels ? { type: 'string', minLength: 3 } : { anyOf: list(ways, () => ref(`L${level + 1}`)) },
    ]),
  )

/** So many compressions in one another of 256 MiB of zeros: a few hundred bytes. */
function nestedBomb(layers) {
  let bytes = Buffer.alloc(1 << 28)
  for (const compress of layers) bytes = compress(bytes)
  return bytes
}

const NAMES = list(3_000, (id) => `n${id}`)

export const INPUTS = {
  'nested quantifier': () => made(named('^(a+)+$'), { name: `${'a'.repeat(40)}!` }),
  'back-reference': () => made(named('^(a+)+\\1$'), { name: `${'a'.repeat(40)}!` }),
  'overlapping ways': () => made(named('^(a|a|aa)*$'), { name: `${'a'.repeat(100_000)}!` }),
  'patterns for names': () =>
    made({ type: 'object', patternProperties: { '^(x+x+)+y$': { type: 'integer' } } }, { ['x'.repeat(60)]: 1 }),
  '20,000 objects': () =>
    made(
      { type: 'array', uniqueItems: true, items: { type: 'object' } },
      list(20_000, (id) => ({ id, name: `n${id}` })),
    ),
  '1,000,000 numbers': () =>
    made(
      { type: 'array', uniqueItems: true, items: { type: 'integer' } },
      list(1_000_000, (id) => id),
    ),
  '1,000,000 keys': () =>
    made(
      { type: 'object', additionalProperties: { type: 'integer' } },
      object(list(1_000_000, (id) => [`k${id}`, id])),
    ),
  '1,000,000 wrong keys': () =>
    made({ type: 'object', additionalProperties: false }, object(list(1_000_000, (id) => [`k${id}`, id]))),
  'deep value': () => {
    const node = { type: ['array', 'null'], items: ref('Node') }
    return made(ref('Node'), `${'['.repeat(100_000)}${']'.repeat(100_000)}`, { Node: node })
  },
  'anyOf, 18 levels of 2': () => made(ref('L0'), 1, choices(18, 2)),
  'anyOf, 10 levels of 4': () => made(ref('L0'), 1, choices(10, 4)),
  'anyOf, 60 levels of 2': () => made(ref('L0'), 1, choices(60, 2)),
  '300 allOf': () =>
    made(
      {
        type: 'object',
        allOf: list(300, (id) => ({ properties: { [`p${id}`]: { type: 'integer' } } })),
        unevaluatedProperties: false,
      },
      { ...object(list(300, (id) => [`p${id}`, id])), other: 1 },
    ),
  '$dynamicRef in a circle': () =>
    made(
      ref('A'),
      { next: { next: { next: 1 } } },
      {
        A: { $dynamicAnchor: 'node', anyOf: [{ $dynamicRef: '#node' }, { $ref: '#/components/schemas/B' }] },
        B: { type: 'object', properties: { next: { $dynamicRef: '#node' } } },
      },
    ),
  '3,000 files': () =>
    made(
      { $ref: './f0.json' },
      { next: 1 },
      {},
      object(
        list(3_000, (id) => [
          `f${id}.json`,
          JSON.stringify({
            type: 'object',
            ...(id < 2_999 && { properties: { next: { $ref: `./f${id + 1}.json` } } }),
          }),
        ]),
      ),
    ),
  '3,000 files, chain': () =>
    made(
      { $ref: './f0.json' },
      1,
      {},
      object(
        list(3_000, (id) => [
          `f${id}.json`,
          JSON.stringify(id < 2_999 ? { $ref: `./f${id + 1}.json` } : { type: 'string', minLength: 3 }),
        ]),
      ),
    ),
  '3,000 files, wide': () =>
    made(
      { type: 'object', properties: object(list(3_000, (id) => [`p${id}`, { $ref: `./f${id}.json` }])) },
      { p7: 'no' },
      {},
      object(list(3_000, (id) => [`f${id}.json`, JSON.stringify({ type: 'integer', minimum: id })])),
    ),
  'required, 3,000 names': () => made({ type: 'object', required: NAMES }, object(NAMES.map((name) => [name, 1]))),
  'minItems 50,000': () =>
    made(
      { type: 'array', minItems: 50_000, items: { type: 'integer' } },
      list(50_000, (id) => id),
    ),
  '100 texts of 1,000,000': () =>
    made(
      {
        type: 'object',
        required: NAMES.slice(0, 100),
        properties: object(NAMES.slice(0, 100).map((name) => [name, { type: 'string', maxLength: 1_000_000 }])),
      },
      object(NAMES.slice(0, 100).map((name) => [name, 'x'.repeat(100_000)])),
    ),
  'pattern of 500,000': () => made(named('^[a-z]{500000}$'), { name: 'a'.repeat(500_000) }),
  'bombs in each other': () => ({
    ...made({ type: 'array' }, nestedBomb([brotliCompressSync, deflateSync, gzipSync])),
    coding: 'br, deflate, gzip',
  }),
}
