import { expect, test } from 'vitest'
import { alteredCredentials } from '../../../src/judging/checks/altered-credentials.ts'
import { exchangeOf, REQUESTS } from '../../support/exchanges.ts'
import { responseOf } from '../../support/messages.ts'

const met = (parts: Partial<Parameters<typeof exchangeOf>[0]>) =>
  alteredCredentials(
    exchangeOf({
      request: REQUESTS.conforming,
      response: responseOf(200, { status: 'success' }),
      twin: REQUESTS.conforming,
      credentials: 'cut',
      isWrongRefused: true,
      ...parts,
    }),
  ).map((objection) => [objection.severity, objection.class])

test.each(['empty', 'cut', 'recased'] as const)('credentials that are %s are let in', (credentials) => {
  expect(met({ credentials })).toEqual([['advisory', credentials]])
})

test.each<[string, Parameters<typeof met>[0]]>([
  ['are refused', { response: responseOf(401, '') }],
  ['are let in where wrong ones are, too', { isWrongRefused: false }],
  ['are the right ones', { credentials: 'configured' }],
  ['are none at all, of which another check speaks', { credentials: 'none' }],
  ['are wrong, of which another check speaks', { credentials: 'wrong' }],
])('nothing is said of credentials that %s', (_, parts) => expect(met(parts)).toEqual([]))
