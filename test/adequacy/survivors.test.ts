import { describe, expect, test } from 'vitest'
import { adequacy } from '../../src/adequacy/index.ts'
import { measureDeployments } from '../../src/adequacy/measure-deployments.ts'
import type { Json, JsonObject } from '../../src/json/index.ts'
import { UsageError } from '../../src/report/results/index.ts'
import { contractOf, documentOfBody, documentWith } from '../support/contracts.ts'

const body = (schema: Json, mediaType = 'application/json'): JsonObject => ({
  requestBody: { required: true, content: { [mediaType]: { schema } } },
})

async function fates(document: JsonObject, options?: Parameters<typeof adequacy>[1]): Promise<string[]> {
  const { mutants } = await adequacy(contractOf(document), options)
  return mutants.flatMap(({ id, state, reason }) =>
    state === 'killed' ? [] : [`${state} | ${id.slice('op '.length)} | ${reason}`],
  )
}

const PET = (name: string): JsonObject => ({
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, [name]: { type: 'string' } },
})

describe('what is not killed, and why', () => {
  test.each<[string, JsonObject, string[]]>([
    ['nothing, where all can be tried', documentOfBody({ type: 'string', minLength: 2, maxLength: 9 }), []],
    [
      'nothing, where each value of a key is taken once',
      documentOfBody({
        type: 'object',
        required: ['name', 'age'],
        properties: { name: { type: 'string', minLength: 3, maxLength: 20 }, age: { type: 'integer', maximum: 90 } },
      }),
      [],
    ],
    [
      'nothing, where other methods are the first that are sent',
      {
        openapi: '3.0.3',
        info: { title: 'Articles', version: '1' },
        paths: { '/articles': { delete: { operationId: 'op', responses: { 204: { description: 'Gone' } } } } },
      },
      [],
    ],
    [
      'members of an optional object, which a request without the object lacks as well',
      documentWith({
        parameters: [
          {
            name: 'seen',
            in: 'query',
            style: 'deepObject',
            schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
          },
        ],
      }),
      [
        'equivalent | request.query.seen /a type: not enforced | on the wire every value is a string',
        'equivalent | request.query.seen /b type: not enforced | on the wire every value is a string',
      ],
    ],
    [
      'an optional form with an optional member',
      documentWith({
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string' }, count: { type: 'integer', format: 'int32' } },
              },
            },
          },
        },
      }),
      [
        'equivalent | request.body syntax: not enforced | every text is an urlencoded form',
        'equivalent | request.body type: not enforced | every form is an object',
        'equivalent | request.body /name type: not enforced | on the wire every value is a string',
      ],
    ],
    [
      'numbers in the path that have no others like them',
      documentWith(
        {
          parameters: ['id', 'at'].map((name) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'integer', format: 'int64' },
          })),
          ...body({ type: 'object', properties: { age: { type: 'integer' } } }),
        },
        {},
        '/things/{id}/{at}',
      ),
      [
        'equivalent | request.path.id required: not enforced | a path without the segment is another path',
        'equivalent | request.path.at required: not enforced | a path without the segment is another path',
      ],
    ],
    [
      'what another keyword says already',
      documentOfBody({ type: 'string', enum: ['a', 'b'], maxLength: 9 }),
      ['equivalent | request.body maxLength: not enforced | every value of the enum keeps it'],
    ],
    [
      'a body that nothing says how to write',
      documentWith(body({ type: 'string', maxLength: 3 }, 'application/xml')),
      [
        'survived | request.body required: not enforced | no body could be written: nothing says how to write a value as application/xml',
        'survived | request.body mediaType: not enforced | no body could be written: nothing says how to write a value as application/xml',
        'survived | request.body type: not enforced | no body could be written: nothing says how to write a value as application/xml',
        'survived | request.body maxLength: not enforced | no body could be written: nothing says how to write a value as application/xml',
        'survived | request method: not enforced | no body could be written: nothing says how to write a value as application/xml',
        'survived | response.200 status: broken answer | no body could be written: nothing says how to write a value as application/xml',
      ],
    ],
    [
      'one of two media types that cannot be written',
      documentWith({
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object' } },
            'application/xml': { schema: { type: 'object' } },
          },
        },
      }),
      [
        'equivalent | request.body application/xml syntax: not enforced | bodies of application/xml are not read',
        'masked | request.body application/xml type: not enforced | no such body is sent: nothing says how to write a value as application/xml',
      ],
    ],
    [
      'a parameter where the credentials are',
      documentWith({
        security: [{ key: [] }],
        parameters: [{ name: 'X-Key', in: 'header', schema: { type: 'string', maxLength: 30 } }],
      }),
      [
        'equivalent | request.header.X-Key type: not enforced | on the wire every value is a string',
        'masked | request.header.X-Key maxLength: not enforced | the credentials are sent in its place',
      ],
    ],
    [
      'a pattern that says what its format does',
      documentOfBody({ type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      ['equivalent | request.body pattern: not enforced | every text of the format date that was tried keeps it'],
    ],
    [
      'an object that is spread over cookies',
      documentWith({
        parameters: [{ name: 'seen', in: 'cookie', required: true, schema: { ...PET('a') } }],
      }),
      [
        'equivalent | request.cookie.seen type: not enforced | every form is an object',
        ...['name', 'a'].map(
          (name) =>
            `equivalent | request.cookie.seen /${name} type: not enforced | on the wire every value is a string`,
        ),
      ],
    ],
    [
      'a discriminator that the document does not require',
      documentOfBody(
        {
          anyOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: { propertyName: 'kind' },
          properties: { kind: { type: 'string', enum: ['Cat', 'Dog'] } },
        },
        { Cat: PET('age'), Dog: PET('age') },
      ),
      [
        'unreachable | request.body /kind type: optional demanded | a discriminator is always sent: without it nothing says which schema a value is of',
      ],
    ],
    [
      'nothing of the names of a discriminator, if a branch has several',
      documentOfBody(
        {
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: {
            propertyName: 'kind',
            mapping: { a: '#/components/schemas/Cat', b: '#/components/schemas/Dog', c: '#/components/schemas/Dog' },
          },
          properties: { kind: { type: 'string', enum: ['a', 'b', 'c'] } },
          required: ['kind'],
        },
        { Cat: PET('lives'), Dog: PET('tricks') },
      ),
      [],
    ],
    [
      'a member that says which thing is changed',
      {
        openapi: '3.0.3',
        info: { title: 'Pets', version: '1' },
        paths: {
          '/pets': {
            patch: {
              operationId: 'op',
              ...body({ type: 'object', properties: { id: { type: 'integer' }, age: { type: 'integer' } } }),
              responses: { 200: { description: 'Changed' }, 400: { description: 'Refused' } },
            },
          },
        },
      },
      [
        ...['not enforced', 'server error', 'no response', 'wrong status'].map(
          (kind) =>
            `unreachable | request.body required: ${kind} | a value that breaks it may name something that the request would change, if it is let through`,
        ),
        'unreachable | request.body /id type: optional demanded | a request that shows it may change what it should not',
      ],
    ],
    [
      'a body that nothing satisfies, so that all that can be sent is refused without one',
      documentWith(
        {
          requestBody: {
            required: false,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } },
          },
        },
        {
          Node: {
            type: 'object',
            required: ['parent'],
            properties: { parent: { $ref: '#/components/schemas/Node' } },
          },
        },
      ),
      [
        ...[
          ['mediaType', 'no body'],
          ['syntax', 'no such body'],
          ['type', 'no such body'],
          ['/parent required', 'no such body'],
        ].map(
          ([kind, what]) =>
            `unreachable | request.body ${kind}: not enforced | ${what} is sent: no value satisfies its schema: ` +
            'no finite value exists: #/components/schemas/Node requires parent, which is #/components/schemas/Node again',
        ),
        'unreachable | request.body mediaType: optional demanded | it refuses all that could be accepted: its operation is not reached, and a run of it is inconclusive',
      ],
    ],
    [
      'schemes that share a header',
      {
        ...documentWith({ security: [{ basic: [], bearer: [] }], responses: { 500: { description: 'Failed' } } }),
        components: {
          securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
        },
      },
      [
        ...['method', 'security'].flatMap((constraint) =>
          ['not enforced', 'server error', 'no response'].map(
            (kind) =>
              `unreachable | request ${constraint}: ${kind} | no request carries all credentials at once: some of its security schemes share a field`,
          ),
        ),
        'unreachable | response.500 status: broken answer | no request of the plan brings about an answer with status 500',
      ],
    ],
    [
      'an answer that no request brings about',
      documentWith({ responses: { 200: { description: 'Success' }, 503: { description: 'Busy' } } }),
      [
        'unreachable | response.503 status: broken answer | no request of the plan brings about an answer with status 503',
      ],
    ],
    [
      'a limit beyond what is sent',
      documentOfBody({ type: 'array', items: { type: 'integer' }, maxItems: 2_000_000 }),
      [
        'not enforced',
        'off by one',
        'refused at its edge',
        'refused at its edge, 422',
        'server error',
        'no response',
      ].map(
        (kind) => `survived | request.body maxItems: ${kind} | its limit is too large to exceed within --max-body 1MiB`,
      ),
    ],
  ])('%s', async (_, document, expected) => {
    expect(await fates(document)).toEqual(expected)
  })

  test('a value that is known kills what nothing else does', async () => {
    const document = documentWith(
      {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^(?=x7q9)[a-z0-9]{4}$' } },
        ],
      },
      {},
      '/things/{id}',
    )
    const reason = 'no conforming value of path.id could be made; give one with --param'
    const { summary, mutants } = await adequacy(contractOf(document))
    expect(summary).toMatchObject({ verdict: 'fail', killed: 0 })
    for (const one of mutants) expect(one).toMatchObject({ state: 'survived', reason, remedy: '--param or --body' })
    const known = await adequacy(contractOf(document), { param: { id: 'x7q9' } })
    expect(known.summary).toMatchObject({ verdict: 'pass', survived: 0 })
    expect(known.summary.killed).toBeGreaterThan(9)
  })

  test('a parser that takes what is nearly of a format is noticed by just that', async () => {
    const contract = contractOf(documentOfBody({ type: 'string', format: 'date-time' }))
    const loose = async (hole?: Parameters<typeof measureDeployments>[2]): Promise<string[]> =>
      (await measureDeployments(contract, {}, hole)).mutants.flatMap(({ id, kind, state }) =>
        kind === 'format loose' ? [`${state} ${id.slice(id.indexOf(', ') + 2)}`] : [],
      )
    const misses = ['without a time', 'without a zone', 'a space for the T', 'seconds since 1970', 'no such day']
    expect(await loose()).toEqual(misses.map((miss) => `killed ${miss}`))
    const [, without] = misses
    expect(await loose({ cases: ({ name }) => !name.includes(`${without}`) })).toEqual(
      misses.map((miss) => `${miss === without ? 'survived' : 'killed'} ${miss}`),
    )
  })

  test('an answer that nothing can be is no fault of the deployment that is measured', async () => {
    const schema: Json = { oneOf: [{ type: 'object' }, { type: 'object' }] }
    const document = documentWith({
      security: [{ key: [] }],
      responses: {
        200: { description: 'Here' },
        401: { description: 'Unknown', content: { 'application/json': { schema } } },
      },
    })
    const { notes } = await adequacy(contractOf(document))
    const impossible = 'No deployment can keep the contract, since no value satisfies the schema of an answer'
    expect(notes).toEqual([{ message: `${impossible}: response_schema_conformance op response.401 oneOf.` }])
  })

  test('options that cannot be followed are refused', async () => {
    await expect(adequacy(contractOf(documentWith({})), { include: ['nonsense'] })).rejects.toThrow(UsageError)
    await expect(adequacy(contractOf(documentWith({})), { runs: -1 })).rejects.toThrow(UsageError)
  })

  test('of random requests too', async () => {
    const document = documentOfBody({ type: 'string', maxLength: 9 })
    expect((await adequacy(contractOf(document), { runs: 3, seed: 7 })).summary.survived).toBe(0)
  })
})
