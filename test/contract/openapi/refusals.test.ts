import { describe, expect, it, test } from 'vitest'
import { documentOf, load, refusal, schemaPointer, VERSIONS, withSchema } from '../samples.ts'
import { REFUSED_SCHEMAS, REFUSED_STRUCTURES, rightOf, wrongOf } from './refused.ts'

describe('a document is refused, with line and pointer, for', () => {
  test.each(REFUSED_STRUCTURES)('$name', async (row) => {
    const error = await refusal(load(wrongOf(row), 'api.yaml'))
    expect(error.message).toBe(`api.yaml${row.message}`)
    await load(rightOf(row), 'api.yaml')
  })
})

describe('a schema', () => {
  test.each(REFUSED_SCHEMAS)('is refused at its keyword: $wrong', async ({ wrong, keyword }) => {
    const error = await refusal(load(withSchema('3.1', { properties: { deep: { allOf: [{}, wrong] } } })))
    expect(error.pointer).toBe(`${schemaPointer('3.1')}/properties/deep/allOf/1/${keyword}`)
    expect(error.message).toMatch(new RegExp(`: ${keyword} must be .*, not `))
  })

  it('is taken if it is the twin of one of these', async () => {
    await load(withSchema('3.1', { allOf: REFUSED_SCHEMAS.map(({ right }) => right) }))
  })

  it.each(VERSIONS)('is looked at in %s even if nobody uses it', async (version) => {
    const wrong = { type: 'array', items: {}, maxItems: -1 }
    const error = await refusal(load(withSchema(version, {}, { Unused: wrong })))
    expect(error.message).toMatch(/maxItems must be an integer from 0, not -1$/)
    await load(withSchema(version, {}, { Unused: { ...wrong, maxItems: 0 } }))
  })

  it('is looked for in parameters of 2.0', async () => {
    const parameter = { name: 'a', in: 'query', type: 'string', pattern: '(' }
    const error = await refusal(load(documentOf('2.0', { parameters: [parameter] })))
    expect(error.pointer).toBe('/paths/~1things/get/parameters/0/pattern')
    await load(documentOf('2.0', { parameters: [{ ...parameter, pattern: '()' }] }))
  })

  it('is neither what stands in data nor what has the name of a keyword', async () => {
    const schema = { type: 'strin', maxLength: -1 }
    await load(
      withSchema('3.1', {
        enum: [schema],
        const: schema,
        default: schema,
        examples: [schema],
        properties: { type: {}, maxLength: {}, default: {} },
      }),
    )
    await refusal(load(withSchema('3.1', { properties: { default: schema } })))
  })
})
