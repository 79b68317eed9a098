import { expect, test } from 'vitest'
import { alteredCredential } from '../../../src/deployment/run/altered-credential.ts'
import type { RequestField } from '../../../src/http/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`

test.each<[string, RequestField, RequestField[]]>([
  [
    'a bearer token',
    ['Authorization', 'Bearer aB1.c'],
    [
      ['Authorization', 'Bearer wrong'],
      ['Authorization', 'Bearer'],
      ['Authorization', 'Bearer aB1.'],
      ['Authorization', 'Bearer Ab1.C'],
    ],
  ],
  [
    'the password of basic',
    ['authorization', basic('Ada:pass:Word')],
    [
      ['authorization', basic('wrong:wrong')],
      ['authorization', 'Basic'],
      ['authorization', basic('Ada:pass:Wor')],
      ['authorization', basic('Ada:PASS:wORD')],
    ],
  ],
  [
    'an API key in the query',
    ['key', 'k3y', 'query'],
    [
      ['key', 'wrong', 'query'],
      ['key', '', 'query'],
      ['key', 'k3', 'query'],
      ['key', 'K3Y', 'query'],
    ],
  ],
  [
    'a key without letters, which another case leaves as it is,',
    ['X-Key', '12-34'],
    [
      ['X-Key', 'wrong', undefined],
      ['X-Key', '', undefined],
      ['X-Key', '12-3', undefined],
      ['X-Key', 'wrong', undefined],
    ],
  ],
])('%s is altered', (_, field, altered) => {
  const ways = (['wrong', 'empty', 'cut', 'recased'] as const).map((how) => alteredCredential(field, how))
  expect(ways.map(([name, value, place]) => [name, value, place])).toEqual(
    altered.map(([name, value, place]) => [name, value, place]),
  )
})

test('credentials are altered once for each place, in an operation that changes nothing if there is one', () => {
  const responses = { 200: { description: '' } }
  const operation = (operationId: string, scheme: string) => ({ operationId, security: [{ [scheme]: [] }], responses })
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Keys', version: '1' },
    paths: {
      '/a': { post: operation('add', 'user'), get: operation('list', 'user') },
      '/b': { get: operation('read', 'user'), put: operation('set', 'admin') },
    },
    components: {
      securitySchemes: {
        user: { type: 'http', scheme: 'bearer' },
        admin: { type: 'apiKey', in: 'header', name: 'X-Admin' },
      },
    },
  })
  const altering = (isSigned: boolean): string[] => {
    const credentials = ({ id }: { readonly id: string }): RequestField[] =>
      id === 'set' ? [['X-Admin', '']] : [['Authorization', '']]
    const { cases } = createPlan(contract, { ...planOptions, credentials, isSigned, allowsChanges: () => true })
    return cases.flatMap((planned) => (planned.credentials === 'cut' ? [planned.operation] : []))
  }
  expect(altering(false)).toEqual(['list', 'set'])
  expect(altering(true)).toEqual([])
})
