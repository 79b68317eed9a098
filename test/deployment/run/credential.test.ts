import { describe, expect, test } from 'vitest'
import type { Operation, SecurityScheme } from '../../../src/contract/model/index.ts'
import {
  type Credential,
  carriedSchemes,
  credentialsFor,
  missingSchemes,
  togetherFor,
} from '../../../src/deployment/run/credential.ts'
import { Keyring } from '../../../src/deployment/run/keyring.ts'
import type { RequestField } from '../../../src/http/index.ts'
import { contractOf } from '../../support/contracts.ts'

const [open] = contractOf({
  openapi: '3.1.0',
  info: { title: 'One', version: '1' },
  paths: { '/one': { get: { operationId: 'one', responses: { 200: { description: 'Success' } } } } },
}).operations

const SCHEMES: Readonly<Record<string, SecurityScheme>> = {
  a: { name: 'a', type: 'http', scheme: 'bearer' },
  b: { name: 'b', type: 'apiKey', in: 'header', parameter: 'X-B' },
  c: { name: 'c', type: 'apiKey', in: 'query', parameter: 'c' },
  s: { name: 's', type: 'apiKey', in: 'header', parameter: 'authorization' },
  m: { name: 'm', type: 'mutualTLS' },
}

/** An operation whose alternatives are words: `a|bc` asks for a, or for b and c. */
function asking(alternatives: string): Operation {
  if (!open) throw new Error('no operation')
  const security = alternatives.split('|').map((names) => [...names].flatMap((name) => SCHEMES[name] ?? []))
  return { ...open, security: alternatives === '' ? [] : security }
}

const given: readonly Credential[] = [
  { field: ['Authorization', 'Bearer 1'], schemes: ['a'] },
  { field: ['X-B', '2'], schemes: ['b'] },
]
const header: Credential = { field: ['X-B', '3'], schemes: ['b'], everywhere: true }

describe('an operation gets the credentials of', () => {
  test.each<[what: string, alternatives: string, sent: readonly string[], missing: readonly string[]]>([
    ['its scheme', 'b', ['b'], []],
    ['all schemes that it asks for together', 'ab', ['a', 'b'], []],
    ['the first alternative that is whole', 'bc|b|a', ['b'], []],
    ['the one of which most is given', 'c|ac', ['a'], ['c']],
    ['none, if none of its own is given', 'c', [], ['c']],
    ['none, if it asks for none', '', [], []],
    ['what it may be asked with', '|a', ['a'], []],
    ['what goes besides a client certificate', 'ma', ['a'], []],
    ['the first of two that share a place', 'as', ['a'], ['s']],
  ])('%s: %s', (_, alternatives, sent, missing) => {
    const operation = asking(alternatives)
    expect(credentialsFor(operation, given).flatMap(({ schemes }) => schemes)).toEqual(sent)
    expect(carriedSchemes(operation, given)).toEqual(sent)
    expect(missingSchemes(operation, given)).toEqual(missing)
  })

  test.each<[alternatives: string, sent: readonly string[]]>([
    ['ab', ['a', 'b']],
    ['a', []],
    ['a|b', []],
    ['ab|a', []],
    ['ab|', []],
    ['ac', []],
    ['ma', []],
    ['as', []],
  ])('schemes that are demanded at once, and for no other: %s', (alternatives, sent) => {
    expect(togetherFor(asking(alternatives), given).flatMap(({ schemes }) => schemes)).toEqual(sent)
  })

  test('a header that the user gave, which is at stake only where it is asked for', () => {
    const operations = [
      { ...asking('a'), id: 'other' },
      { ...asking('b'), id: 'own' },
    ]
    const keyring = new Keyring([header], operations)
    expect(['own', 'other'].map((id) => [keyring.fieldsFor(id), keyring.alongFor(id), keyring.schemesFor(id)])).toEqual(
      [
        [[header.field], [], ['b']],
        [[], [header.field], []],
      ],
    )
    expect(credentialsFor(asking('a'), [{ ...header, schemes: [] }])).toHaveLength(1)
  })
})

describe('a keyring', () => {
  test('renews what an operation carries, once, and nothing else', async () => {
    const asked: string[] = []
    const renewing = (name: string, field: RequestField): Credential => ({
      field,
      schemes: [name],
      renew: async () => {
        asked.push(name)
        return [field[0], 'new']
      },
    })
    const first = { ...asking('a'), id: 'first' }
    const second = { ...asking('b'), id: 'second' }
    const keyring = new Keyring(
      [renewing('a', ['Authorization', 'old']), renewing('b', ['X-B', 'old'])],
      [first, second],
    )
    const before = keyring.fieldsFor('first')
    expect(await Promise.all([keyring.renew('first', before), keyring.renew('first', before)])).toEqual([true, true])
    expect(asked).toEqual(['a'])
    expect(keyring.fieldsFor('first')).toEqual([['Authorization', 'new']])
    expect(keyring.fieldsFor('second')).toEqual([['X-B', 'old']])
    // What is refused again is refused.
    expect(await keyring.renew('first', keyring.fieldsFor('first'))).toBe(false)
    expect(keyring.carried.map(([, value]) => value)).toEqual(['old', 'old', 'new'])
  })

  test('names the schemes that a signature stands for', () => {
    const keyring = new Keyring([], [{ ...asking('s|a'), id: 'signed' }], true)
    expect(keyring.schemesFor('signed')).toEqual(['s'])
    expect(keyring.missingFor('signed')).toEqual([])
    expect(new Keyring([], [{ ...asking('s'), id: 'signed' }]).missingFor('signed')).toEqual(['s'])
  })
})
