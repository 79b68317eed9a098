import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { verdictName } from '../../../src/judging/messages/index.ts'
import { createPlan, namesOf } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const ITEM = { type: 'object', required: ['n'], properties: { n: { type: 'integer', maximum: 9 } } }

/** Names and verdicts of what is sent with a body of items. */
function planned(mediaType: string, media: JsonObject, required = true): string[] {
  const contract = contractOf({
    openapi: '3.2.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/a': {
        post: {
          operationId: 'op',
          requestBody: { required, content: { [mediaType]: media } },
          responses: { '200': { description: 'ok' }, '400': { description: 'no' } },
        },
      },
    },
  })
  const { cases } = createPlan(contract, plannedWith({ runs: 0 }))
  return cases.flatMap((testCase) => namesOf(testCase).map((name) => `${verdictName(testCase.judged)}: ${name}`))
}

test('a body of items has one, several and none', () => {
  const names = planned('application/jsonl', { itemSchema: ITEM })
  expect(names).toContain('conforming: fullest body')
  expect(names).toContain('conforming: request.body: several items')
  expect(names).toContain('tolerated: request.body: no items')
  // Without bytes and media type there is no body at all.
  expect(names).toContain('breaking: request.body required: absent')
  expect(planned('application/jsonl', { itemSchema: ITEM }, false)).toContain('conforming: request.body: minItems')
  const few = planned('application/jsonl', { itemSchema: ITEM, schema: { minItems: 1, maxItems: 2 } })
  expect(few.filter((name) => /several|no items/.test(name))).toEqual([])
  expect(few.filter((name) => name.startsWith('breaking: request.body minItems'))).toEqual([
    'breaking: request.body minItems: one under',
  ])
})

test.each([
  ['application/jsonl', ['a line that is not JSON', 'cut short', 'two items in one line', 'bytes that are not UTF-8']],
  [
    'application/json-seq',
    ['no record separator', 'a record that is not JSON', 'cut short', 'bytes that are not UTF-8'],
  ],
])('items of %s are broken each alone, and so is their framing', (mediaType, framings) => {
  const names = planned(mediaType, { itemSchema: ITEM })
  for (const way of framings) expect(names).toContain(`malformed: request.body syntax: ${way}`)
  expect(names.filter((name) => name.startsWith('malformed: request.body syntax')).length).toBe(framings.length)
  expect(names).toContain('breaking: request.body /*/n maximum: one over, fullest body')
})

test('events are written as such', () => {
  const itemSchema = { required: ['event'], properties: { event: { enum: ['a', 'b'] }, id: { maxLength: 2 } } }
  const names = planned('text/event-stream', { itemSchema })
  expect(names).toContain('malformed: request.body syntax: cut short')
  expect(
    names.filter((name) => /^breaking: request\.body \/\*\/(?:event enum|id maxLength)/.test(name)).length,
  ).toBeGreaterThan(1)
})
