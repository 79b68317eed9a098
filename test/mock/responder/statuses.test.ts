import { expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { statusFor } from '../../../src/mock/responder/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'

// A `default` stands for what no other entry describes: a failure, unless no success is documented.
it.each<[statuses: readonly string[], of: string, status: number]>([
  [['200', 'default'], 'default', 500],
  [['200', '500', 'default'], 'default', 400],
  [['200', '400', '500', 'default'], 'default', 599],
  [['200', '4XX', '500', 'default'], 'default', 599],
  [['200', '400', '5XX', 'default'], 'default', 401],
  [['302', '400', '500', 'default'], 'default', 599],
  [['400', 'default'], 'default', 200],
  [['200', '2XX'], '2XX', 201],
  [['200', '404'], '404', 404],
])('of %j, %s is given as %d', (statuses, of, status) => {
  const responses: JsonObject = Object.fromEntries(statuses.map((name) => [name, { description: '' }]))
  const [operation] = contractOf(documentWith({ responses })).operations
  const documented = operation?.responses.find((response) => response.status === of)
  expect(operation && documented && statusFor(documented, operation)).toBe(status)
})
