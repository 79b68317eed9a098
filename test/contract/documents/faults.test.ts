import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { loadContract } from '../../../src/contract/documents/index.ts'
import { type Contract, ContractError } from '../../../src/contract/model/index.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  property,
  valueAt,
  withProperty,
  withValueAt,
} from '../../../src/json/index.ts'
import { ORDERS } from '../openapi/orders.ts'
import { REFUSED_SCHEMAS, REFUSED_STRUCTURES, rightOf, wrongOf } from '../openapi/refused.ts'
import {
  documentOf,
  FILE,
  load,
  only,
  operationOf,
  pointersOf,
  refusal,
  VERSIONS,
  withoutSources,
  withSchema,
} from '../samples.ts'

const OK = { 200: { description: 'Success' } }
const toSchema = ($ref: string): JsonObject => ({
  200: { description: '', content: { 'application/json': { schema: { $ref } } } },
})
const dangling = '#/components/schemas/Gone'

const GOOD = { get: { operationId: 'good', security: [], responses: { 200: { description: 'Success' } } } }

/** A document with one operation more, which has nothing to do with the others. */
function withGood(document: Json): JsonObject {
  if (!isObject(document)) throw new Error('This is no document')
  const paths = property(document, 'paths') ?? {}
  const isVersion2 = property(document, 'swagger') !== undefined
  const good = isVersion2 ? { get: { ...GOOD.get, consumes: [], produces: [] } } : GOOD
  return withProperty(document, 'paths', isObject(paths) ? { ...paths, '/good': good } : { '/good': good })
}

const read = (document: Json): Promise<Contract> => loadContract({ file: FILE, text: JSON.stringify(document) })

/** The ids of what is planned, and what is told of the rest. */
async function told(document: Json) {
  const { operations, closed = [], tolerated = [] } = await read(document)
  return {
    planned: operations.map(({ id }) => id),
    closed: Object.fromEntries(closed.map(({ id, reason }) => [id, reason])),
    tolerated,
  }
}

/** What everybody reads in spite of it. */
const HARMLESS = [
  'no title',
  'a version that is a number',
  'several faults at once',
  'a word that OpenAPI does not have',
  'a name that no definition may have',
  'an operationId twice',
  'a parameter twice',
  'a path parameter that the path lacks',
]

describe('a fault of the structure', () => {
  const rows = REFUSED_STRUCTURES.filter(({ name }) => name !== 'no paths')

  test.each(rows)('closes what it touches and nothing else, with the sentence that refuses it: $name', async (row) => {
    const [wrong, right] = [withGood(parse(wrongOf(row))), withGood(parse(rightOf(row)))]
    const { planned, closed, tolerated } = await told(wrong)
    const reasons = [...Object.values(closed), ...tolerated].join('\n')
    const [sentence = ''] = row.message.replace(/^:\d+/, '').split('; at #')
    const isSingle = row.message.includes('; at #')
    expect(reasons).toContain(
      isSingle
        ? sentence
        : row.message
            .replace(/^:\d+ ?/, '')
            .split(': ')
            .slice(1)
            .join(': '),
    )
    expect(planned).toContain('good')
    expect(Object.keys(closed)).toHaveLength(HARMLESS.includes(row.name) ? 0 : 1)
    const twin = await told(right)
    expect({ ...twin, planned: [] }).toEqual({ planned: [], closed: {}, tolerated: [] })
  })

  it('that strict reading refuses is no document less', async () => {
    const wrong = documentOf('3.0', { operationId: 'a' }, { 'x-a': 1, b: 2 })
    expect((await refusal(load(wrong))).message).toMatch(/`b` is not known here/)
    expect((await told(wrong)).planned).toEqual(['a'])
  })
})

describe('a fault of a schema', () => {
  const harmless = ['{"enum":[]}', '{"pattern":"("}']

  test.each(REFUSED_SCHEMAS)('closes the operation that leads to it: $wrong', async ({ wrong, right }) => {
    const of = (schema: Json) =>
      withGood(
        withSchema('3.1', { properties: { deep: { $ref: '#/components/schemas/A' } } }, { A: { allOf: [schema] } }),
      )
    const { planned, closed, tolerated } = await told(of(wrong))
    const isHarmless = harmless.includes(JSON.stringify(wrong))
    expect(planned).toEqual(isHarmless ? ['GET /things', 'good'] : ['good'])
    expect(Object.keys(closed)).toEqual(isHarmless ? [] : ['GET /things'])
    expect([...Object.values(closed), ...tolerated].join()).toMatch(
      /#\/components\/schemas\/A\/allOf\/0\/\w+: \w+ must be /,
    )
    expect(await told(of(right))).toEqual({ planned: ['GET /things', 'good'], closed: {}, tolerated: [] })
  })

  it.each(VERSIONS)('that nobody uses closes nothing and is told: %s', async (version) => {
    const { planned, closed, tolerated } = await told(withSchema(version, {}, { Unused: { type: 'strin' } }))
    expect(planned).toEqual(['GET /things'])
    expect(closed).toEqual({})
    expect(only(tolerated)).toMatch(/Unused\/type: type must be one of/)
  })

  it('`nullable` of 2.0 is a keyword of another version, and more than a word that means nothing', async () => {
    expect(Object.keys((await told(withSchema('2.0', { type: 'string', nullable: true }))).closed)).toHaveLength(1)
    expect(Object.keys((await told(withSchema('2.0', { type: 'string', nulable: true }))).closed)).toHaveLength(0)
  })
})

describe('a fault of what operations inherit', () => {
  const own = { operationId: 'own', security: [], consumes: [], produces: [] }

  it.each([
    ['2.0', 'security', 'x'],
    ['2.0', 'consumes', 0],
    ['2.0', 'produces', [1]],
    ['3.0', 'security', { key: [] }],
    ['3.1', 'security', [0]],
  ] as const)('of %s closes those without their own: %s %j', async (version, name, wrong) => {
    const { consumes: _, produces: __, ...ownOf3 } = own
    const paths = {
      '/own': { get: { ...(version === '2.0' ? own : ownOf3), responses: OK } },
      '/inherits': { get: { operationId: 'inherits', responses: OK } },
    }
    const { planned, closed, tolerated } = await told(documentOf(version, {}, { paths, [name]: wrong }))
    expect({ planned, tolerated }).toEqual({ planned: ['own'], tolerated: [] })
    expect(closed.inherits).toContain(`#/${name}`)
  })

  it.each(VERSIONS)('but the scopes of a scheme close nothing: %s', async (version) => {
    const key = { type: 'apiKey', in: 'header', name: 'K' }
    const schemes = version === '2.0' ? { securityDefinitions: { key } } : { components: { securitySchemes: { key } } }
    const { operations, closed, tolerated } = await read(
      documentOf(version, {}, { ...schemes, security: [{ key: null }] }),
    )
    expect(only(only(only(operations).security)).name).toBe('key')
    expect(closed).toBeUndefined()
    expect(only(tolerated ?? [])).toMatch(/#\/security\/0\/key: /)
  })
})

describe('a fault that hides another', () => {
  it('within a callback does not keep the operation open', async () => {
    const callbacks = { x: { '{$url}': { post: { responses: 'x' } } } }
    const paths = { '/things': { get: { operationId: 'a', callbacks } } }
    expect((await told(documentOf('3.0', {}, { paths }))).closed.a).toMatch(/`responses` is missing/)
  })

  it('many levels deep does not keep the operation open', async () => {
    const deep = (levels: number): JsonObject =>
      levels === 0 ? { odd: 1 } : { odd: 1, properties: { a: deep(levels - 1) } }
    const { planned } = await told(withSchema('2.0', { ...deep(20), nullable: true }))
    expect(planned).toEqual([])
  })
})

it.each([
  ['2.0', { requestBody: {} }],
  ['2.0', { responses: { 200: { description: '', content: {} } } }],
  ['2.0', { parameters: [{ name: 'a', in: 'query', type: 'array', items: { type: 'string' }, explode: true }] }],
  ['3.0', { responses: { 200: { description: '', schema: {} } } }],
  ['3.0', { parameters: [{ name: 'a', in: 'query', type: 'string' }] }],
  ['3.0', { parameters: [{ name: 'a', in: 'query', schema: {}, collectionFormat: 'multi' }] }],
] as const)(
  'a word of another version closes the operation that it would change: %s %j',
  async (version, operation) => {
    expect((await told(withGood(documentOf(version, operation)))).planned).toEqual(['good'])
  },
)

describe('a fault within another part', () => {
  it.each(VERSIONS)('hides nothing of what is around it: %s', async (version) => {
    const bad = { get: { operationId: 'bad', parameters: 5, responses: OK } }
    const without = { get: { operationId: 'without', responses: OK } }
    const { planned, closed, tolerated } = await told({
      ...documentOf(version, {}, { paths: { '/bad': bad, 'no-slash': without, '/good': GOOD } }),
      unknown: 1,
    })
    expect(planned).toEqual(['good'])
    expect(Object.keys(closed).sort()).toEqual(['bad', 'without'])
    expect(tolerated).toEqual([expect.stringContaining('`unknown` is not known here')])
  })

  it('is not said to be unread if what is around it is at fault, too', async () => {
    const schemas = {
      Outer: { type: 'int', properties: { a: { $ref: '#/components/schemas/Inner' } } },
      Inner: { items: [] },
    }
    const bad = { get: { operationId: 'bad', responses: toSchema('#/components/schemas/Outer') } }
    const { closed, tolerated } = await told(
      documentOf('3.1', {}, { paths: { '/bad': bad, '/good': GOOD }, components: { schemas } }),
    )
    expect(Object.keys(closed)).toEqual(['bad'])
    expect(tolerated).toEqual([])
  })

  it.each(VERSIONS)('a parameter without a name is none: %s', async (version) => {
    const parameters = [{ in: 'query', ...(version === '2.0' ? { type: 'string' } : { schema: {} }) }]
    const nameless = { get: { operationId: 'nameless', parameters, responses: OK } }
    const { planned, closed } = await told(documentOf(version, {}, { paths: { '/nameless': nameless, '/good': GOOD } }))
    expect(planned).toEqual(['good'])
    expect(closed.nameless).toContain('`name` is missing')
  })
})

describe('an operation of a method that OpenAPI does not know', () => {
  it.each(VERSIONS)('is closed, and not lost: %s', async (version) => {
    const item = {
      get: { responses: OK },
      GET: { responses: OK },
      Post: { operationId: 'add' },
      copy: { responses: OK },
    }
    const { planned, closed, tolerated } = await told(documentOf(version, {}, { paths: { '/a': item } }))
    expect({ planned, tolerated }).toEqual({ planned: ['GET /a'], tolerated: [] })
    expect(closed).toEqual({
      "GET /a'": `not planned: api.json:1 #/paths/~1a/GET: "GET" is no method that OpenAPI ${version} knows; write it in small letters`,
      add: `not planned: api.json:1 #/paths/~1a/Post: "Post" is no method that OpenAPI ${version} knows; write it in small letters`,
      'COPY /a': expect.stringContaining(`"copy" is no method that OpenAPI ${version} knows; write get, put, post`),
    })
  })

  it('is none if it is an extension or has nothing of an operation', async () => {
    const item = { get: { responses: OK }, 'x-copy': { responses: OK }, odd: { a: 1 }, GET: 'x' }
    const { planned, closed, tolerated } = await told(documentOf('3.0', {}, { paths: { '/a': item } }))
    expect({ planned, closed }).toEqual({ planned: ['GET /a'], closed: {} })
    expect(tolerated).toEqual([
      expect.stringMatching(/^Read all the same: .*`odd` is not known here/),
      expect.stringMatching(/^Read all the same: .*`GET` is not known here/),
    ])
  })
})

it.each(['x', [], [{}], 0])('paths that are none leave no document: %j', async (paths) => {
  const error = await refusal(read({ ...documentOf('3.0'), paths }))
  expect(error.message).toMatch(/^api\.json:1 #\/paths: this is not as OpenAPI 3\.0 has it: must be of type object/)
})

describe('what is wrong with servers', () => {
  it.each([{ url: 'https://a.example' }, 'https://a.example', [{ url: 1 }]])(
    'is said not to be read if it is of the document: %j',
    async (servers) => {
      const contract = await read(documentOf('3.0', {}, { servers }))
      expect(contract).toMatchObject({ servers: [], operations: [{ id: 'GET /things' }] })
      expect(only(contract.tolerated ?? [])).toMatch(/^Not read: api\.json:1 #\/servers/)
    },
  )

  it('closes an operation of which it is', async () => {
    expect((await told(withGood(documentOf('3.0', { servers: {} })))).planned).toEqual(['good'])
  })

  it.each<[host: string, parts: JsonObject, servers: readonly string[], label: string]>([
    ['https://a.example', {}, ['https://a.example'], 'Read all the same'],
    ['http://a.example:80/', { basePath: '/v1' }, ['http://a.example:80/v1'], 'Read all the same'],
    ['https://a.example', { schemes: ['http'] }, ['http://a.example'], 'Read all the same'],
    ['{region}.a.example', { basePath: '/v1' }, ['/v1'], 'Not read'],
    ['https://', {}, [], 'Not read'],
    ['https://user:secret@a.example', {}, [], 'Not read'],
  ])('a host of 2.0 is read as it is meant, or not at all: %s %j', async (host, parts, servers, label) => {
    const contract = await read(documentOf('2.0', {}, { host, ...parts }))
    expect(contract.servers).toEqual(servers)
    expect(only(contract.tolerated ?? [])).toMatch(new RegExp(`^${label}: api\\.json:1 #/host: `))
  })
})

describe('`2xx` beside `2XX`', () => {
  const described = (description: string) => ({ description, content: { 'text/plain': {} } })

  it('is one response if both say the same', async () => {
    const responses = { '2xx': described('a'), '2XX': described('a') }
    const { operations, tolerated } = await read(documentOf('3.0', { responses }))
    expect(only(only(operations).responses).status).toBe('2XX')
    expect(only(tolerated ?? [])).toMatch(/`2xx` is not known here/)
  })

  it('closes the operation if they differ', async () => {
    const responses = { '2xx': described('a'), '2XX': described('b') }
    const { planned, closed } = await told(withGood(documentOf('3.0', { responses })))
    expect(planned).toEqual(['good'])
    expect(closed['GET /things']).toMatch(/#\/paths\/~1things\/get\/responses\/2xx: .*`2xx` is not known here/)
  })
})

describe('a part that no operation needs', () => {
  it('is said not to be read, and one that is needed is', async () => {
    const odd = { type: 'string', enum: [] }
    const { tolerated } = await told(
      withSchema('3.1', { $ref: '#/components/schemas/Needed' }, { Needed: odd, Idle: odd }),
    )
    expect(tolerated).toEqual([
      expect.stringMatching(/^Read all the same: api\.json:1 #\/components\/schemas\/Needed\/enum: /),
      expect.stringMatching(/^Not read: api\.json:1 #\/components\/schemas\/Idle\/enum: /),
    ])
  })
})

it('whether a parameter of the query is required is not guessed', async () => {
  const parameters = [{ name: 'a', in: 'query', required: 'yes', schema: {} }]
  const { planned, tolerated } = await told(withGood(documentOf('3.0', { parameters })))
  expect({ planned, tolerated }).toEqual({ planned: ['good'], tolerated: [] })
})

it.each(VERSIONS)(
  'a parameter of the path that is required is not read in spite of anything else: %s',
  async (version) => {
    const id = { name: 'id', in: 'path', required: true, ...(version === '2.0' ? { type: 0 } : { schema: 0 }) }
    const paths = { '/{id}': { get: { operationId: 'a', parameters: [id], responses: OK } } }
    const { planned, closed, tolerated } = await told(withGood(documentOf(version, {}, { paths })))
    expect({ planned, closed: Object.keys(closed), tolerated }).toEqual({
      planned: ['good'],
      closed: ['a'],
      tolerated: [],
    })
  },
)

it('a property that is called as prose is none', async () => {
  const wrong = withSchema('3.0', { properties: { description: { type: 'string', nullable: 'x' } } })
  expect((await told(withGood(wrong))).planned).toEqual(['good'])
})

it('a schema that leads back to itself closes what leads to it', async () => {
  const schemas = { A: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: { $ref: '#/components/schemas/A' } }
  const { planned } = await told(withGood(withSchema('3.1', { $ref: '#/components/schemas/A' }, schemas)))
  expect(planned).toEqual(['good'])
})

it('what is harmless in an operation that is closed is not told', async () => {
  const a = { name: 'a', in: 'query', schema: {} }
  const paths = { '/{gone}': { get: { parameters: [a, a], responses: OK } } }
  expect((await told(withGood(documentOf('3.1', {}, { paths })))).tolerated).toEqual([])
})

it('no two operations have one id', async () => {
  const operation = (operationId: string) => ({ get: { operationId, responses: OK } })
  const paths = { '/a': operation('GET /b'), '/c': operation('x'), '/b': operation('x') }
  expect((await told(documentOf('3.0', {}, { paths }))).planned).toEqual(['GET /b', 'x', "GET /b'"])
})

it('an operation that is closed leaves its id to one that is not', async () => {
  const operation = (responses: JsonObject) => ({ get: { operationId: 'x', responses } })
  const wrong = operation(toSchema(dangling))
  const paths = { '/a': wrong, '/b': operation(OK), '/c': wrong }
  const { planned, closed } = await told(documentOf('3.0', {}, { paths }))
  expect(planned).toEqual(['x'])
  expect(Object.keys(closed)).toEqual(['GET /a', 'GET /c'])
})

it('a `basePath` without its slash is read as one with it', async () => {
  const { servers } = await read(documentOf('2.0', {}, { host: 'a.example', basePath: 'v1', schemes: ['https'] }))
  expect(servers).toEqual(['https://a.example/v1'])
})

/** Where a reference leads nowhere, and which of `a`, `b` (of one path), `c` and `d` (of others) it closes. */
const TOUCHED: readonly (readonly [where: string, closed: readonly string[], document: JsonObject])[] = [
  ['a response', ['a'], { a: { responses: toSchema(dangling) } }],
  [
    'a schema that two refer to',
    ['a', 'c'],
    { a: { responses: toSchema('#/components/schemas/A') }, c: { responses: toSchema('#/components/schemas/A') } },
  ],
  ['a schema behind a schema', ['c'], { c: { responses: toSchema('#/components/schemas/B') } }],
  ['a parameter of a path', ['a', 'b'], { parameters: [{ $ref: '#/components/parameters/Gone' }] }],
  [
    'a callback',
    [],
    { a: { responses: OK, callbacks: { x: { '{$url}': { post: { responses: toSchema(dangling) } } } } } },
  ],
  ['a callback itself', [], { a: { responses: OK, callbacks: { x: { $ref: '#/components/callbacks/Gone' } } } }],
  [
    'a link',
    [],
    { a: { responses: { 200: { description: '', links: { next: { $ref: '#/components/links/Gone' } } } } } },
  ],
  [
    'a header',
    ['b'],
    { b: { responses: { 200: { description: '', headers: { X: { $ref: '#/components/headers/Gone' } } } } } },
  ],
  ['a request body', ['d'], { d: { requestBody: { $ref: '#/components/requestBodies/Gone' }, responses: OK } }],
]

describe('a reference that leads nowhere', () => {
  test.each(TOUCHED)('in %s closes %j', async (_, expected, parts) => {
    const of = (id: string) => ({
      operationId: id,
      responses: OK,
      ...(isObject(parts[id] ?? null) ? (parts[id] as JsonObject) : {}),
    })
    const { planned, closed } = await told({
      openapi: '3.0.3',
      info: { title: 'a', version: '1' },
      paths: {
        '/one': { ...(parts.parameters ? { parameters: parts.parameters } : {}), get: of('a'), put: of('b') },
        '/two': { get: of('c') },
        '/three': { post: of('d') },
      },
      components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { properties: { x: { $ref: dangling } } } } },
    })
    expect(Object.keys(closed)).toEqual(expected)
    expect(planned).toEqual(['a', 'b', 'c', 'd'].filter((id) => !expected.includes(id)))
  })

  it.each(['#/components/examples/Gone', 'gone.json', '#/info/title'])(
    'in an example is noted, and the operation read without it: %s',
    async ($ref) => {
      const media = (examples: JsonObject) => ({
        responses: { 200: { description: '', content: { 'application/json': { examples } } } },
      })
      const { operations, closed, tolerated } = await read(
        documentOf('3.1', media({ gone: { $ref }, here: { value: 1 } })),
      )
      const expected = await operationOf(documentOf('3.1', media({ here: { value: 1 } })))
      expect(closed).toBeUndefined()
      expect(withoutSources(only(operations))).toEqual(withoutSources(expected))
      expect(only(tolerated ?? [])).toMatch(/^Read all the same: .*\/examples\/gone: \$ref /)
      await refusal(load(documentOf('3.1', media({ gone: { $ref } }))))
    },
  )

  it.each([
    ['a callback', { callbacks: { x: { '{$url}': { post: { responses: toSchema(dangling) } } } } }, {}],
    ['a webhook', {}, { webhooks: { x: { post: { responses: toSchema(dangling) } } } }],
    ['a path that nobody uses', {}, { components: { pathItems: { x: { post: { responses: toSchema(dangling) } } } } }],
  ] as const)('in %s is told, and closes nothing', async (_, operation, others) => {
    const { planned, closed, tolerated } = await told(documentOf('3.1', operation, others))
    expect(planned).toEqual(['GET /things'])
    expect(closed).toEqual({})
    expect(only(tolerated)).toMatch(/leads nowhere/)
  })

  it('for a whole path closes it by its name', async () => {
    const { closed } = await told(
      withGood(documentOf('3.1', {}, { paths: { '/a': { $ref: '#/components/pathItems/Gone' } } })),
    )
    expect(closed['* /a']).toMatch(/^not planned: api\.json:1 #\/paths\/~1a: \$ref .* leads nowhere/)
  })

  it('to a file that cannot be had, or is none, closes what needs it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'faults-'))
    try {
      await writeFile(join(directory, 'broken.json'), '{')
      for (const [name, reason] of [
        ['gone.json', /cannot be read/],
        ['broken.json', /not valid JSON/],
      ] as const) {
        const document = withGood(withSchema('3.1', { $ref: name }))
        const contract = await loadContract({ file: join(directory, 'api.json'), text: JSON.stringify(document) })
        expect(contract.operations.map(({ id }) => id)).toEqual(['good'])
        expect(only(contract.closed ?? []).reason).toMatch(reason)
      }
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

it('faults in several files close what leads to them, each by its own file and line', async () => {
  const response = ($ref: string) =>
    `responses: { 200: { description: '', content: { a/b: { schema: { $ref: '${$ref}' } } } } }`
  const files = {
    'api.yaml': `
openapi: 3.0.3
info: { title: Parts, version: '1' }
paths:
  /things: { $ref: paths/things.yaml }
  /parts: { $ref: 'paths/things.yaml#/x-parts' }
`,
    'paths/things.yaml': `
get: { operationId: good, ${response('../schemas.yaml#/Good')} }
put: { operationId: typo, ${response('../schemas.yaml#/Via')} }
GET: { operationId: capitals, ${response('../schemas.yaml#/Good')} }
post:
  operationId: flag
  requestBody: true
  ${response('../schemas.yaml#/Good')}
x-parts:
  get:
    operationId: again
    ${response('../schemas.yaml#/Typo')}
  put:
    operationId: gone
    ${response('../schemas.yaml#/Gone')}
`,
    'schemas.yaml': `
Good: { type: string }
Via: { $ref: '#/Typo' }
Typo: { type: strin }
Idle: { type: strin }
`,
  }
  const directory = await mkdtemp(join(tmpdir(), 'faults-'))
  try {
    await mkdir(join(directory, 'paths'))
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(directory, name), text)))
    const { operations, closed = [], tolerated } = await loadContract(join(directory, 'api.yaml'))
    expect(operations.map(({ id }) => id)).toEqual(['good'])
    expect(tolerated).toBeUndefined()
    const reasons = closed.map(({ id, reason }) => [id, reason.replaceAll(`${directory}/`, '')])
    const typo = 'not planned: schemas.yaml:4 #/Typo/type: type must be one of '
    expect(Object.fromEntries(reasons)).toEqual({
      typo: expect.stringContaining(typo),
      capitals: expect.stringContaining('not planned: paths/things.yaml:4 #/GET: "GET" is no method'),
      flag: expect.stringMatching(/^not planned: paths\/things\.yaml:7 #\/post\/requestBody: .*must be of type object/),
      again: expect.stringContaining(typo),
      gone: expect.stringMatching(
        /^not planned: paths\/things\.yaml:15 #\/x-parts\/put\/.*"\.\.\/schemas\.yaml#\/Gone" leads nowhere/,
      ),
    })
  } finally {
    await rm(directory, { recursive: true })
  }
})

/** A document whose one operation is written elsewhere, as bundlers know it. OpenAPI has no reference there. */
function byReference(document: JsonObject): JsonObject {
  const item = valueAt(document, '/paths/~1things')
  const [[method = '', operation = null] = []] = isObject(item) ? Object.entries(item) : []
  const paths = { '/things': { [method]: { $ref: '#/x-apart' } } }
  return { ...document, paths, 'x-apart': operation }
}

describe('what everybody reads all the same', () => {
  const readAs: readonly (readonly [what: string, wrong: JsonObject, meant: JsonObject])[] = [
    [
      '`originalRef` beside `$ref`',
      withSchema('2.0', { $ref: '#/definitions/A', originalRef: 'A' }, { A: {} }),
      withSchema('2.0', { $ref: '#/definitions/A' }, { A: {} }),
    ],
    ['an empty enum', withSchema('3.1', { type: 'string', enum: [] }), withSchema('3.1', { type: 'string' })],
    [
      '2xx',
      documentOf('3.0', { responses: { '2xx': { description: '' } } }),
      documentOf('3.0', { responses: { '2XX': { description: '' } } }),
    ],
    [
      'a status that cannot come',
      documentOf('2.0', { responses: { 0: { description: '' }, 200: { description: '' } } }),
      documentOf('2.0', { responses: { 200: { description: '' } } }),
    ],
    [
      '`type` beside the schema of a parameter',
      documentOf('3.0', { parameters: [{ name: 'a', in: 'query', type: 'integer', schema: { type: 'string' } }] }),
      documentOf('3.0', { parameters: [{ name: 'a', in: 'query', schema: { type: 'string' } }] }),
    ],
    [
      '`type` beside the schema of a body',
      documentOf('2.0', { parameters: [{ name: 'a', in: 'body', type: 'object', schema: { type: 'string' } }] }),
      documentOf('2.0', { parameters: [{ name: 'a', in: 'body', schema: { type: 'string' } }] }),
    ],
    ['`type` of an operation', documentOf('3.0', { type: 'object' }), documentOf('3.0')],
    [
      '`required: false` of a property',
      withSchema('3.1', { properties: { a: { type: 'string', required: false } } }),
      withSchema('3.1', { properties: { a: { type: 'string' } } }),
    ],
    [
      '`required: false` of a property in 3.0',
      withSchema('3.0', { properties: { a: { type: 'string', required: false } } }),
      withSchema('3.0', { properties: { a: { type: 'string' } } }),
    ],
    ['a version that is a number', { ...documentOf('3.0'), info: { title: 'Sample', version: 1 } }, documentOf('3.0')],
    ['a root key that is not known', documentOf('3.1', {}, { extra: [] }), documentOf('3.1')],
    [
      'a response without description',
      documentOf('3.0', { responses: { 200: {} } }),
      documentOf('3.0', { responses: { 200: { description: '' } } }),
    ],
    ['an operation in another place', byReference(documentOf('3.1')), { ...documentOf('3.1'), 'x-apart': null }],
    [
      'the same parameter twice',
      documentOf('2.0', {
        parameters: [
          { name: 'a', in: 'query', type: 'string' },
          { name: 'a', in: 'query', type: 'string' },
        ],
      }),
      documentOf('2.0', { parameters: [{ name: 'a', in: 'query', type: 'string' }] }),
    ],
  ]

  test.each(readAs)('%s', async (_, wrong, meant) => {
    const contract = await read(wrong)
    expect(only(contract.tolerated ?? [])).toMatch(/^Read all the same: api\.json:1 #\//)
    const expected = await load(meant)
    expect(withoutSources(contract.operations)).toEqual(withoutSources(expected.operations))
    await refusal(load(wrong))
  })

  test('an operation in another place, where the version demands responses here too', async () => {
    const { operations, tolerated = [] } = await read(byReference(documentOf('3.0')))
    expect(withoutSources(operations)).toEqual(withoutSources((await load(documentOf('3.0'))).operations))
    expect(tolerated.join('\n')).toMatch(/`responses` is missing\n.*`\$ref` is not known here$/)
  })

  test.each(['(?i)a', '\\Aa\\z', '[[:alpha:]]+', '[^[:digit:]]', '/^a$/', '\\p{IsLatin}', 'a++'])(
    'a pattern of another language: %s',
    async (pattern) => {
      const { operations } = await read(withSchema('3.1', { type: 'string', pattern }))
      const schema = only(only(only(operations).responses).content).schema?.schema
      expect(schema).toEqual({ type: 'string', 'x-unjudged-pattern': pattern })
    },
  )

  test.each(['^a$', '\\-a', '\\p{L}+', '[a\\-z]', '\\\\A', '/a/'])('but not one of JavaScript: %s', async (pattern) => {
    const { operations, tolerated } = await read(withSchema('3.1', { type: 'string', pattern }))
    expect(tolerated).toBeUndefined()
    expect(only(only(only(operations).responses).content).schema?.schema).toEqual({ type: 'string', pattern })
  })
})

describe('what is not judged', () => {
  const foreign = { type: 'string', pattern: '\\Aa\\z' }
  const NAMED = {
    Foreign: foreign,
    Via: { allOf: [{ $ref: '#/components/schemas/Foreign' }] },
    Named: { patternProperties: { '\\Aa': {} } },
    Empty: { enum: [] },
  }
  test.each<[where: string, schema: JsonObject, isClosed: boolean]>([
    ['in a property', { properties: { a: foreign } }, false],
    ['under anyOf', { anyOf: [foreign, { type: 'integer' }] }, false],
    ['under not', { not: foreign }, true],
    ['under oneOf', { oneOf: [foreign, { type: 'string', maxLength: 3 }] }, true],
    ['under if', { if: { properties: { a: foreign } } }, true],
    ['as a name', { patternProperties: { '\\Aa': {} } }, true],
    ['as a name of JavaScript', { patternProperties: { '^a': {} } }, false],
    ['an empty enum under not', { not: { enum: [] } }, true],
    ['in a property that is called not', { properties: { not: foreign } }, false],
    ['behind a reference under not', { not: { $ref: '#/components/schemas/Foreign' } }, true],
    ['behind two under oneOf', { oneOf: [{ properties: { a: { $ref: '#/components/schemas/Via' } } }] }, true],
    ['behind one under else', { if: false, else: { $ref: '#/components/schemas/Via' } }, false],
    ['behind a reference under if', { if: { $ref: '#/components/schemas/Via' } }, true],
    ['as a name behind a reference', { $ref: '#/components/schemas/Named' }, true],
    ['in a value of patternProperties', { patternProperties: { a: { $ref: '#/components/schemas/Via' } } }, false],
    ['under contains', { contains: foreign }, false],
    ['under contains of so many at most', { contains: foreign, maxContains: 2 }, true],
    ['an empty enum behind a reference under not', { not: { $ref: '#/components/schemas/Empty' } }, true],
  ])('is left out or closes the operation, as it turns what is demanded: %s', async (_, schema, isClosed) => {
    const { planned, closed } = await told(withSchema('3.1', schema, NAMED))
    expect([planned.length, Object.keys(closed).length]).toEqual(isClosed ? [0, 1] : [1, 0])
  })

  it('closes only the operation that turns it, and says where it stands and by what it is turned', async () => {
    const body = (schema: JsonObject) => ({
      get: { responses: { 200: { description: '', content: { 'application/json': { schema } } } } },
    })
    const plain = body({ $ref: '#/components/schemas/Via' })
    const turned = body({ not: { $ref: '#/components/schemas/Via' } })
    const paths = { '/plain': plain, '/turned': turned }
    const { planned, closed } = await told(documentOf('3.1', {}, { paths, components: { schemas: NAMED } }))
    expect(planned).toEqual(['GET /plain'])
    expect(closed['GET /turned']).toBe(
      'not planned: api.json:1 #/components/schemas/Foreign/pattern: a regular expression of another language than JavaScript (ECMA-262) is not judged; under not of api.json#/paths/~1turned/get/responses/200/content/application~1json/schema it cannot be left out',
    )
  })
})

describe('any value anywhere in a document', () => {
  const wrongs = [null, true, 0, '', 'x', [], {}, [{}], { $ref: '#/nowhere' }, { $ref: '#' }, undefined] as const

  it.each(VERSIONS)('closes operations, and is no other trouble: %s', async (version) => {
    const document = ORDERS[version] ?? {}
    const places = pointersOf(document).filter((pointer) => pointer !== '' && !/^\/(?:openapi|swagger)$/.test(pointer))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.constantFrom(...wrongs), async (pointer, wrong) => {
        const mutant = withGood(withValueAt(document, pointer, wrong))
        const contract = await read(mutant)
        expect(contract).toMatchObject({
          operations: expect.arrayContaining([expect.objectContaining({ id: 'good' })]),
        })
        // What strict reading takes has no fault, and what it refuses is told.
        const strict = await load(mutant).catch((error: unknown) => {
          if (error instanceof ContractError) return undefined
          throw error
        })
        if (strict) expect(contract).not.toHaveProperty('closed')
        else expect([...(contract.closed ?? []), ...(contract.tolerated ?? [])]).not.toEqual([])
      }),
      { numRuns: 150, seed: 1 },
    )
  })
})
