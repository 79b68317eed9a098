import { describe, expect, it } from 'vitest'
import {
  instancesOf,
  isAtEdge,
  isSchemaConstraint,
  type SchemaConstraint,
} from '../../../src/contract/constraints/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { documentOfBody, judgeOf } from '../../support/contracts.ts'

/** The constraint of a keyword in the schema of a request's body. */
function constraintOf(keyword: string, schema: JsonObject): SchemaConstraint {
  const constraint = judgeOf(documentOfBody(schema))
    .constraints.filter(isSchemaConstraint)
    .find(({ kind }) => kind === keyword)
  if (!constraint) throw new Error(`no constraint ${keyword}`)
  return constraint
}

const names: JsonObject = { properties: { names: { items: { type: 'string', maxLength: 2 } } } }
const owner: JsonObject = { properties: { owner: { required: ['id'] } } }

describe('an edge', () => {
  it.each<[keyword: string, schema: JsonObject, value: Json, instances: Json[], isEdge: boolean]>([
    ['maxLength', { maxLength: 2 }, 'ab', ['ab'], true],
    ['maxLength', { maxLength: 2 }, 'a', ['a'], false],
    ['maxLength', { maxLength: 1 }, '😀', ['😀'], true],
    ['maxLength', names, { names: ['a', 'bc'] }, ['a', 'bc'], true],
    ['maxLength', names, { names: ['a'] }, ['a'], false],
    ['maxLength', names, { names: [] }, [], false],
    ['maxLength', names, {}, [], false],
    // The object owes the property: it is the instance, and at its edge if it has the property.
    ['required', owner, { owner: { id: 1 } }, [{ id: 1 }], true],
    ['required', owner, { owner: {} }, [{}], false],
    ['required', owner, {}, [], false],
    ['minimum', { minimum: 3 }, 3, [3], true],
    ['minimum', { minimum: 3 }, 4, [4], false],
    ['type', { type: 'string' }, 'any', ['any'], true],
  ])('of %s in %j: the instances of %j are %j, and one is at it: %s', (keyword, schema, value, instances, isEdge) => {
    const constraint = constraintOf(keyword, schema)
    expect(instancesOf(constraint, value)).toEqual(instances)
    expect(isAtEdge(constraint, value)).toBe(isEdge)
  })
})
