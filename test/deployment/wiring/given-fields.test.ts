import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { givenFields } from '../../../src/deployment/wiring/given-fields.ts'
import { givenTokens } from '../../../src/deployment/wiring/given-tokens.ts'
import { planVerification, UsageError, verifyDeployment } from '../../../src/entries/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf } from '../../support/contracts.ts'

const answers = (...statuses: number[]): JsonObject =>
  Object.fromEntries(statuses.map((status) => [status, { description: 'An answer' }]))

/** One operation behind schemes, each an alternative. */
const guarded = (schemes: JsonObject, parameters: readonly JsonObject[] = []): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Guarded', version: '1' },
  security: Object.keys(schemes).map((name) => ({ [name]: [] })),
  paths: { '/things': { get: { operationId: 'list', parameters, responses: answers(200, 400, 401) } } },
  components: { securitySchemes: schemes },
})

const key = (place: string, name: string): JsonObject => ({ type: 'apiKey', in: place, name })
const basic: JsonObject = { type: 'http', scheme: 'basic' }
const bearer: JsonObject = { type: 'http', scheme: 'bearer' }
const encoded = Buffer.from('user:pass').toString('base64')

describe('a token goes', () => {
  test.each<[string, JsonObject, string, readonly unknown[]]>([
    ['into a header', { a: key('header', 'X-Key') }, 'secret', ['X-Key', 'secret', 'header']],
    ['into the query', { a: key('query', 'key') }, 'secret', ['key', 'secret', 'query']],
    ['into a cookie', { a: key('cookie', 'session') }, 'secret', ['session', 'secret', 'cookie']],
    ['behind Bearer', { a: bearer }, 'secret', ['Authorization', 'Bearer secret']],
    ['behind Bearer for OAuth', { a: { type: 'oauth2', flows: {} } }, 'secret', ['Authorization', 'Bearer secret']],
    ['in base64 behind Basic', { a: basic }, 'user:pass', ['Authorization', `Basic ${encoded}`]],
    ['behind Basic as it is', { a: basic }, encoded, ['Authorization', `Basic ${encoded}`]],
    ['with its own scheme', { a: bearer }, 'Token secret', ['Authorization', 'Token secret']],
    ['to the first scheme', { a: bearer, b: key('query', 'key') }, 'secret', ['Authorization', 'Bearer secret']],
    [
      'past signatures',
      { a: key('header', 'authorization'), b: key('query', 'k') },
      'secret',
      ['k', 'secret', 'query'],
    ],
  ])('%s', (_, schemes, token, expected) => {
    const contract = contractOf(guarded(schemes))
    const { credentials } = givenFields(contract, givenTokens(contract, token), [], () => token)
    expect(credentials.map(({ field }) => field)).toEqual([expected])
  })
})

test('headers and cookies of schemes are credentials, others are not', () => {
  const contract = contractOf(guarded({ a: key('header', 'X-Key'), b: key('cookie', 'session') }))
  const given = givenFields(
    contract,
    [],
    [
      ['x-key', '1'],
      ['X-Other', '2'],
      ['Cookie', 'session=3; theme=4'],
    ],
  )
  expect(given).toEqual({
    credentials: [
      { field: ['x-key', '1'], schemes: ['a'], everywhere: true },
      { field: ['session', '3', 'cookie'], schemes: ['b'], everywhere: true },
    ],
    others: [
      ['X-Other', '2'],
      ['theme', '4', 'cookie'],
    ],
  })
})

describe('credentials are asked for by the mock, and tested, in', () => {
  test.each<[string, JsonObject, string]>([
    ['a header', { a: key('header', 'X-Key') }, 'no-business'],
    ['the query', { a: key('query', 'key') }, 'no-business'],
    ['a cookie', { a: key('cookie', 'session') }, 'no-business'],
    ['basic', { a: basic }, 'user:no-business'],
    ['bearer', { a: bearer }, 'no-business'],
  ])('%s', async (_, schemes, token) => {
    // A parameter in the place of the credentials is not sent beside them, nor varied.
    const contract = contractOf(
      guarded(schemes, [{ name: 'key', in: 'query', schema: { type: 'string', maxLength: 12 } }]),
    )
    const report = await verifyDeployment(contract, { token, runs: 0 })
    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    const security = report.constraints.find(({ id }) => id === 'list request security')
    expect(security).toMatchObject({ state: 'held' })
    expect(JSON.stringify(report)).not.toContain('no-business')
  })
})

test('a client certificate may be all that an operation asks for', () => {
  const contract = contractOf(guarded({ a: { type: 'mutualTLS' }, b: bearer }))
  const { cases } = planVerification(contract, { token: 'secret', runs: 0 })
  expect(cases.filter(({ credentials }) => credentials !== 'configured')).toEqual([])
})

describe('a header that is a parameter', () => {
  const document = guarded({ a: bearer }, [
    { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string', minLength: 4, maxLength: 14 } },
  ])
  const path = { ...(document.paths as JsonObject) }
  const contract = contractOf({
    ...document,
    paths: { ...path, '/others': { get: { operationId: 'others', responses: answers(200, 400, 401) } } },
  })

  test('takes its place, is broken like any other, and is shown nowhere', async () => {
    const seen: { readonly url: string; readonly tenants: readonly string[] }[] = []
    const server = createServer(({ url = '', rawHeaders }, response) => {
      const tenants = rawHeaders.filter(
        (_, index) => /^x-tenant$/i.test(rawHeaders[index - 1] ?? '') && index % 2 === 1,
      )
      seen.push({ url, tenants })
      const [tenant = ''] = tenants
      const refused = tenants.length !== 1 || tenant.length < 4
      response.writeHead(refused ? 400 : 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const report = await verifyDeployment(contract, {
      target: `http://127.0.0.1:${port}`,
      header: [['x-tenant', 'my-own-tenant']],
    })
    const of = (url: string) => seen.filter((one) => one.url === url)
    expect(of('/things').every(({ tenants }) => tenants.length <= 1)).toBe(true)
    expect(of('/things').some(({ tenants }) => tenants[0] === 'my-own-tenant')).toBe(true)
    expect(of('/things').some(({ tenants }) => tenants.length === 0)).toBe(true)
    // Where it is no parameter, it goes along.
    expect(of('/others').every(({ tenants }) => tenants[0] === 'my-own-tenant')).toBe(true)
    expect(report.findings.map(({ id }) => id)).toContain(
      'negative_data_rejection list request.header.X-Tenant maxLength accepted',
    )
    expect(JSON.stringify(report)).not.toContain('my-own')
  })

  test('has to fit, and the message does not repeat it', () => {
    const refused = () => planVerification(contract, { header: [['X-Tenant', 'no-business-of-anyone']] })
    expect(refused).toThrow(UsageError)
    expect(refused).toThrow(
      /^--header X-Tenant breaks the contract: expected at most 14 characters\. Give a value that the document allows\.$/,
    )
  })
})
