import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { loadContract } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import { isObject, type Json, type JsonObject, property, withProperty } from '../../../src/json/index.ts'
import { REFUSED_STRUCTURES, rightOf, wrongOf } from '../openapi/refused.ts'
import { FILE, only } from '../samples.ts'

const GOOD = { get: { operationId: 'good', responses: { 200: { description: 'Success' } } } }

/** A document with one operation more, which has nothing to do with the others. */
function withGood(text: string): JsonObject {
  const document: Json = parse(text)
  if (!isObject(document)) throw new Error('This is no document')
  const paths = property(document, 'paths') ?? {}
  return withProperty(document, 'paths', isObject(paths) ? { ...paths, '/good': GOOD } : { '/good': GOOD })
}

const read = (document: Json): Promise<Contract> => loadContract({ file: FILE, text: JSON.stringify(document) })

describe('a fault', () => {
  test.each(REFUSED_STRUCTURES)('closes what it touches and nothing else: $name', async (row) => {
    const wrong = await read(withGood(wrongOf(row)))
    expect(wrong.operations.map(({ id }) => id)).toContain('good')
    const right = await read(withGood(rightOf(row)))
    expect(right.closed).toBeUndefined()
    expect(right.tolerated).toBeUndefined()
    const told = [...(wrong.closed ?? []).map(({ reason }) => reason), ...(wrong.tolerated ?? [])]
    expect({ operations: wrong.operations.length, closed: wrong.closed?.map(({ id }) => id) ?? [], told }).toMatchSnapshot()
  })
})
