import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  planVerification,
  readReport,
  replayReport,
  type VerificationOptions,
  verifyDeployment,
} from '../../../src/entries/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import { contractOf } from '../../support/contracts.ts'

const SECRETS = { clientId: 'shop', clientSecret: 'client:secret', username: 'ada', password: 'pass word' }

const documentWith = (flows: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/mine': {
      get: {
        operationId: 'mine',
        security: [{ login: [] }],
        responses: { 200: { description: 'Success' }, 401: { description: 'Who are you?' } },
      },
    },
  },
  components: { securitySchemes: { login: { type: 'oauth2', flows }, key: { type: 'http', scheme: 'bearer' } } },
})

const PASSWORD = { password: { tokenUrl: 'oauth/token', scopes: {} } }
const CLIENT = { clientCredentials: { tokenUrl: '/api/oauth/token', scopes: {} } }

interface TokenCall {
  readonly headers: IncomingHttpHeaders
  readonly form: { readonly [name: string]: string }
}

/** Serves `/api`: tokens that are good for some requests, and what they are for. */
async function startShop({ uses = Number.POSITIVE_INFINITY, status = 200 } = {}) {
  const calls: TokenCall[] = []
  let left = 0
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      if (req.url === '/api/oauth/token') {
        calls.push({ headers: req.headers, form: Object.fromEntries(new URLSearchParams(body)) })
        left = uses
        res.writeHead(status, { 'content-type': 'application/json' })
        res.end(JSON.stringify(status === 200 ? { access_token: `t0ken-${calls.length}` } : { error: 'invalid_grant' }))
        return
      }
      const isGood = req.headers.authorization === `Bearer t0ken-${calls.length}` && left-- > 0
      if (req.method === 'GET') res.writeHead(isGood ? 200 : 401).end()
      else res.writeHead(405, { allow: 'GET' }).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { target: `http://127.0.0.1:${port}/api`, calls }
}

const verify = (flows: JsonObject, target: string | undefined, credentials: VerificationOptions['credentials']) =>
  verifyDeployment(contractOf(documentWith(flows)), { target, credentials, runs: 0, concurrency: 1 })

describe('a token is fetched', () => {
  it('by the password flow, once, and shown nowhere', async () => {
    const { target, calls } = await startShop()
    const report = await verify(PASSWORD, target, { login: SECRETS })
    expect([report.summary.verdict, report.findings]).toEqual(['pass', []])
    expect(calls).toHaveLength(1)
    expect(calls[0]?.form).toEqual({ grant_type: 'password', username: 'ada', password: 'pass word' })
    expect(calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('shop:client%3Asecret').toString('base64')}`)
    expect(JSON.stringify(report)).not.toMatch(/t0ken-1|client:secret|pass word/)
  })

  it('by client credentials, with a scope, and by its id if it has no secret', async () => {
    const { target, calls } = await startShop()
    const report = await verify(CLIENT, target, { login: { clientId: 'shop', scope: 'read write' } })
    expect(report.summary.verdict).toBe('pass')
    expect(calls.map(({ form }) => form)).toEqual([
      { grant_type: 'client_credentials', scope: 'read write', client_id: 'shop' },
    ])
    expect(calls[0]?.headers.authorization).toBeUndefined()
  })

  it('once more after a 401, and never again', async () => {
    const { target, calls } = await startShop({ uses: 2 })
    const report = await verify(PASSWORD, target, { login: SECRETS })
    expect(calls).toHaveLength(2)
    expect(JSON.stringify(report)).not.toMatch(/t0ken-[12]/)
  })

  it('from nowhere by the embedded mock, which takes one all the same', async () => {
    const elsewhere = { password: { tokenUrl: 'http://localhost/token', scopes: {} } }
    const report = await verify(elsewhere, undefined, { login: SECRETS })
    expect(report.summary.verdict).toBe('pass')
    expect(report.constraints.find(({ id }) => id === 'mine request security')?.state).toBe('held')
  })
})

describe('no token is fetched', () => {
  const operation = (operationId: string, scheme: string): JsonObject => ({
    operationId,
    security: [{ [scheme]: [] }, { key: [] }],
    responses: { 200: { description: 'Success' }, 401: { description: 'Who are you?' } },
  })
  const two: JsonObject = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: { '/mine': { get: operation('mine', 'login') }, '/stock': { get: operation('stock', 'staff') } },
    components: {
      securitySchemes: {
        login: { type: 'oauth2', flows: PASSWORD },
        staff: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/nothing-here', scopes: {} } } },
        key: { type: 'apiKey', in: 'query', name: 'key' },
      },
    },
  }
  const credentials = { login: SECRETS, staff: { clientId: 'shop', clientSecret: 's' } }

  it('for an operation that is left out: its server may be down', async () => {
    const { target, calls } = await startShop()
    const report = await verifyDeployment(contractOf(two), { target, credentials, exclude: ['stock'], runs: 0 })
    expect(report.summary.verdict).toBe('pass')
    expect(calls.map(({ form }) => form.grant_type)).toEqual(['password'])
    const whole = verifyDeployment(contractOf(two), { target, credentials, runs: 0 })
    await expect(whole).rejects.toThrow('the token for staff could not be fetched from')
  })

  it('for an operation of which nothing is sent, as with a budget of 0', async () => {
    const { target, calls } = await startShop()
    const options = { target, credentials, include: ['mine'], maxRequests: 0, runs: 0 }
    await verifyDeployment(contractOf(two), options)
    expect(calls).toEqual([])
  })

  it('by a function, for an operation that is left out, or by an alternative that comes later', async () => {
    const { target } = await startShop()
    const asked: string[] = []
    const source = (name: string) => () => {
      asked.push(name)
      return 'a-t0ken'
    }
    const token = { login: source('login'), staff: source('staff'), key: source('key') }
    await verifyDeployment(contractOf(two), { target, token, exclude: ['stock'], runs: 0, maxRequests: 3 })
    expect([...new Set(asked)]).toEqual(['login'])
  })
})

describe('a replay', () => {
  const wanted: VerificationOptions['ownChecks'] = {
    // Only a request that is let in has an answer 200, which lacks it.
    tagged: ({ response }) => (response.status === 200 ? 'The answer has no tag.' : undefined),
  }

  it('fetches a token, sends it, and shows it nowhere', async () => {
    const { target, calls } = await startShop()
    const contract = contractOf(documentWith(PASSWORD))
    const credentials = { login: SECRETS }
    const report = await verifyDeployment(contract, { target, credentials, ownChecks: wanted, runs: 0 })
    const text = createJsonReporter().report({ type: 'finished', report })
    const recorded = readReport(text, 'report.json')
    expect(calls).toHaveLength(1)
    const replayed = await replayReport(contract, recorded, { target, credentials, ownChecks: wanted })
    expect(replayed.findings.map(({ check, state }) => [check, state])).toEqual([['own.tagged', 'still failing']])
    expect(calls).toHaveLength(2)
    expect(JSON.stringify(replayed)).not.toMatch(/t0ken-2|client:secret|pass word/)
    await expect(replayReport(contract, recorded, { credentials })).rejects.toThrow(
      `credentials are not sent to a target that only a report names; give --target ${target}`,
    )
    expect(calls).toHaveLength(2)
    // The operation of its findings needs none.
    const open = contractOf({ ...documentWith(PASSWORD), security: [] })
    const [mine] = open.operations
    const other = {
      ...open,
      operations: mine
        ? [
            { ...mine, security: [] },
            { ...mine, id: 'other' },
          ]
        : [],
    }
    await replayReport(other, recorded, { target, credentials, ownChecks: wanted })
    expect(calls).toHaveLength(2)
  })
})

describe('secrets go nowhere else', () => {
  it('than the target, unless the user names where', async () => {
    const { target } = await startShop()
    const login = await startShop()
    const tokenUrl = `${login.target}/oauth/token`
    const elsewhere = { password: { tokenUrl, scopes: {} } }
    await expect(verify(elsewhere, target, { login: SECRETS })).rejects.toThrow(
      `credentials.login: the token URL of the document is ${tokenUrl}, which is not the target; give it as tokenUrl to send secrets there.`,
    )
    expect(login.calls).toEqual([])
    await verify(elsewhere, target, { login: { ...SECRETS, tokenUrl } })
    expect(login.calls.length).toBeGreaterThan(0)
  })

  it('and what is said of a failure has none of them', async () => {
    const { target } = await startShop({ status: 400 })
    const refused = verify(PASSWORD, target, { login: SECRETS })
    await expect(refused).rejects.toThrow(
      `the token for login could not be fetched from ${target}/oauth/token: it answered 400 (invalid_grant).`,
    )
  })
})

it.each<[VerificationOptions, string]>([
  [{ credentials: { lgoin: SECRETS } }, 'credentials.lgoin: no operation asks for such a security scheme.'],
  [{ credentials: { key: SECRETS } }, 'credentials.key: no operation asks for such a security scheme.'],
  [
    { credentials: { login: { clientId: 'a', clientSecret: 'b' } } },
    'credentials.login: the document has no flow for client credentials; give a token with --token login=….',
  ],
  [
    { credentials: { login: { ...SECRETS, tokenUrl: 'ftp://a/b' } } },
    'credentials.login: its token URL is no http or https URL; give one as tokenUrl.',
  ],
  [
    { credentials: { login: SECRETS }, token: { login: 't' } },
    '--token gives two tokens for the security scheme login',
  ],
])('%j is refused before anything is sent', (options, message) => {
  expect(() => planVerification(contractOf(documentWith(PASSWORD)), options)).toThrow(message)
})
