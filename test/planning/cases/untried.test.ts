import { expect, test } from 'vitest'
import { loadContract, planVerification } from '../../../src/entries/index.ts'

const documentWith = (limit: number): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        post: {
          operationId: 'note',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    text: { type: 'string', maxLength: limit },
                    list: { type: 'array', maxItems: limit, items: { type: 'string' } },
                    map: { type: 'object', maxProperties: limit, additionalProperties: { type: 'string' } },
                  },
                },
              },
            },
          },
          responses: { 204: { description: 'Stored' } },
        },
      },
    },
  })

const LIMITS = ['/text maxLength', '/list maxItems', '/map maxProperties'].map((name) => `note request.body ${name}`)

test('a limit that no value can exceed is untested, with no advice that cannot be followed', async () => {
  const untriedOf = async (limit: number) =>
    planVerification(await loadContract({ file: 'notes.json', text: documentWith(limit) }), { runs: 0 }).untried
  const large = await untriedOf(2_147_483_647)
  for (const id of LIMITS) {
    const { edge, breach } = large.get(id) ?? {}
    expect([edge, breach]).toEqual([edge, edge])
    expect(edge).toMatch(/^its limit is too large to exceed/)
  }
  const small = await untriedOf(8)
  for (const id of LIMITS) expect(small.get(id)).toBeUndefined()
})
