// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema
import { describe, expect, test } from 'vitest'
import { oneFormEach } from '../../../src/contract/documents/one-form-each.ts'
import type { JsonObject } from '../../../src/json/index.ts'

const tagged = (tag: string, value: string, more: JsonObject = {}): JsonObject => ({
  properties: { [tag]: { enum: [value] }, ...more },
})
const is = (tag: string, ...values: string[]): JsonObject => ({
  required: [tag],
  properties: { [tag]: { enum: values } },
})
const definitions = {
  jsonReference: { type: 'object', required: ['$ref'], properties: { $ref: { type: 'string' } } },
  open: { properties: { name: {} } },
  inQuery: tagged('in', 'query'),
  inPath: tagged('in', 'path'),
  ofFlow: tagged('type', 'oauth2', { flow: { enum: ['implicit'] } }),
  ofOtherFlow: tagged('type', 'oauth2', { flow: { enum: ['password'] } }),
  ofKey: tagged('type', 'apiKey'),
}
const $ref = (name: keyof typeof definitions): JsonObject => ({ $ref: `#/definitions/${name}` })
const chosen = (form: JsonObject): unknown => {
  const { definitions: _, ...rest } = oneFormEach({ definitions, ...form })
  return rest
}

describe('alternatives', () => {
  test.each<[told: string, form: JsonObject, expected: JsonObject]>([
    [
      'a reference, or what it stands for',
      { oneOf: [$ref('open'), $ref('jsonReference')] },
      { if: { type: 'object', required: ['$ref'] }, then: $ref('jsonReference'), else: $ref('open') },
    ],
    [
      'a type, or anything else',
      { anyOf: [$ref('open'), { type: 'boolean' }] },
      { if: { type: 'boolean' }, then: { type: 'boolean' }, else: $ref('open') },
    ],
    [
      'one member, and the values that it may have',
      { oneOf: [$ref('inQuery'), $ref('inPath')] },
      {
        if: is('in', 'query'),
        then: $ref('inQuery'),
        else: { if: is('in', 'path'), then: $ref('inPath'), else: is('in', 'query', 'path') },
      },
    ],
    [
      'one member, or one form without it',
      { oneOf: [$ref('open'), $ref('inPath')] },
      { if: is('in', 'path'), then: $ref('inPath'), else: $ref('open') },
    ],
    [
      'a second member, if the first is the same',
      { oneOf: [$ref('ofKey'), $ref('ofFlow'), $ref('ofOtherFlow')] },
      {
        if: is('type', 'apiKey'),
        then: $ref('ofKey'),
        else: {
          if: is('type', 'oauth2'),
          then: {
            if: is('flow', 'implicit'),
            then: $ref('ofFlow'),
            else: { if: is('flow', 'password'), then: $ref('ofOtherFlow'), else: is('flow', 'implicit', 'password') },
          },
          else: is('type', 'apiKey', 'oauth2'),
        },
      },
    ],
  ])('are told apart by %s', (_, form, expected) => expect(chosen(form)).toEqual(expected))

  test.each<[JsonObject]>([
    // Two forms without the member are not told apart by it.
    [{ oneOf: [$ref('open'), { properties: { title: {} } }, $ref('inPath')] }],
    [{ oneOf: [{ required: ['schema'] }, { required: ['content'] }] }],
    [{ properties: { oneOf: { type: 'array' } } }],
  ])('stay as they are if nothing tells them apart: %j', (form) => expect(chosen(form)).toEqual(form))
})
