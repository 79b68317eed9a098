import { describe, expect, test } from 'vitest'
import { givenTokens, tokenField } from '../../../src/deployment/wiring/given-tokens.ts'
import { planVerification, type VerificationOptions, verifyDeployment } from '../../../src/entries/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf } from '../../support/contracts.ts'

const SCHEMES: JsonObject = {
  user: { type: 'http', scheme: 'bearer' },
  login: { type: 'oauth2', flows: {} },
  admin: { type: 'apiKey', in: 'header', name: 'X-Admin' },
  signature: { type: 'apiKey', in: 'header', name: 'Authorization' },
  machine: { type: 'mutualTLS' },
  unused: { type: 'apiKey', in: 'header', name: 'X-Unused' },
}

const get = (operationId: string, security: readonly JsonObject[]): JsonObject => ({
  get: {
    operationId,
    security: [...security],
    responses: { 200: { description: 'Success' }, 401: { description: 'Who are you?' } },
  },
})

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Doors', version: '1' },
  paths: {
    '/mine': get('mine', [{ user: [] }]),
    '/theirs': get('theirs', [{ login: [] }]),
    '/all': get('all', [{ admin: [] }, { user: [] }]),
    '/both': get('both', [{ user: [], admin: [] }]),
    '/open': get('open', []),
    '/signed': get('signed', [{ signature: [] }]),
    '/machine': get('machine', [{ machine: [] }]),
  },
  components: { securitySchemes: SCHEMES },
})

const given = (token: VerificationOptions['token']) =>
  givenTokens(contract, token).map(({ schemes, source }) => [schemes.map(({ name }) => name), source])

describe('a token', () => {
  test.each<[string, VerificationOptions['token'], readonly unknown[]]>([
    ['without a scheme is for the first one, and all that have it there', 'abc', [[['user', 'login'], 'abc']]],
    ['of a scheme is for that one', 'admin=abc', [[['admin'], 'abc']]],
    ['in base64 is no name and value', 'YWJjZA==', [[['user', 'login'], 'YWJjZA==']]],
    ['that looks like one has no scheme of that name', 'owner=abc', [[['user', 'login'], 'owner=abc']]],
    ['may hold further signs', 'admin=a=b==', [[['admin'], 'a=b==']]],
    [
      'without a scheme is for the first one that has none by name',
      ['user=abc', 'def'],
      [
        [['user'], 'abc'],
        [['login'], 'def'],
      ],
    ],
    ['for a signature is sent if it is named', 'signature=SDK abc', [[['signature'], 'SDK abc']]],
    [
      'stands by its scheme in a configuration',
      { admin: 'a=b', user: 'c' },
      [
        [['admin'], 'a=b'],
        [['user'], 'c'],
      ],
    ],
  ])('%s', (_, token, expected) => expect(given(token)).toEqual(expected))

  const names = 'write --token SCHEME=VALUE; the document has: user, login, admin, signature.'
  test.each<[VerificationOptions['token'], string]>([
    ['unused=abc', '--token unused has no use: no operation asks for that security scheme; leave it out.'],
    ['machine=abc', '--token machine is for a client certificate; give it with --cert and --key.'],
    ['admin=', '--token admin is empty; give a token, or leave it out.'],
    [['admin=a', 'admin=b'], '--token gives two tokens for the security scheme admin; give one.'],
    [['a', 'b'], `--token gives two tokens without a scheme; ${names}`],
    [{ adnim: 'a' }, `--token is for adnim, and there is no such security scheme; ${names}`],
    [
      ['user=a', 'login=b', 'admin=c', 'd'],
      `--token gives a token without a scheme, and the others leave no scheme for it; ${names}`,
    ],
  ])('%j is refused, and not repeated', (token, message) => expect(() => given(token)).toThrow(message))

  test('that the document has no use for is refused', () => {
    const open = contractOf({
      openapi: '3.1.0',
      info: { title: 'Open', version: '1' },
      paths: { '/open': get('open', []) },
    })
    expect(() => planVerification(open, { token: 'secret' })).toThrow(
      '--token has no use: no operation of api.json asks for credentials; leave it out, or give a header with --header.',
    )
  })
})

test('a deployment that asks for each credential where it is needed, and for no other, keeps the contract', async () => {
  const seen: string[] = []
  const token = { admin: 'no-business', user: 'of-yours', login: async () => 'of-anyone' }
  const report = await verifyDeployment(contract, {
    token,
    runs: 0,
    exclude: ['signed', 'machine'],
    onEvent: (event) => {
      if (event.type === 'progress') seen.push(`${event.case} ${event.status}`)
    },
  })
  expect(report.findings).toEqual([])
  const security = report.constraints.filter(({ id }) => id.endsWith('request security'))
  expect(security.map(({ operation, state }) => [operation, state])).toEqual([
    ['mine', 'held'],
    ['theirs', 'held'],
    ['all', 'held'],
    ['both', 'held'],
  ])
  expect(seen.filter((text) => text.endsWith('no credentials 401'))).toHaveLength(4)
  expect(JSON.stringify(report)).not.toMatch(/no-business|of-yours|of-anyone/)
})

test('an API key stands alone, in the place that its scheme has', () => {
  expect(tokenField({ name: 'k', type: 'apiKey', in: 'query', parameter: 'key' }, 'a b')).toEqual([
    'key',
    'a b',
    'query',
  ])
})
