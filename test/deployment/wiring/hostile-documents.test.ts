import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathTemplate } from '../../../src/judging/messages/index.ts'
import { endsInOrder, mutatedDocuments } from '../../support/mutation-law.ts'

test('documents with places that mean harm are planned, answered and judged, or refused in a sentence', async () => {
  let planned = 0
  const law = fc.asyncProperty(mutatedDocuments, async (document) => {
    planned += await endsInOrder(document)
  })
  await fc.assert(law, { numRuns: 60, seed: 1, endOnFailure: true })
  // Most of them are read in spite of what is wrong, so that the law says something.
  expect(planned).toBeGreaterThan(300)
})

describe('a path with many parameters in one segment', () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const template = pathTemplate(`/${names.map((name) => `{${name}}`).join('-')}`)

  test('is read back', () => {
    const found = template.match(`/${names.join('-')}`)
    expect([...(found ?? [])]).toEqual(names.map((name) => [name, name]))
  })

  test('is told from another without trying every way to cut it up', () => {
    expect(template.match(`/${'-a'.repeat(39)}/`)).toBeUndefined()
    expect(template.match(`/${'a-'.repeat(200)}/b`)).toBeUndefined()
  })

  test.each<[template: string, path: string, texts: readonly string[] | undefined]>([
    ['/a/{x}', '/a/b', ['b']],
    ['/a/{x}', '/a/', undefined],
    ['/a/{x}', '/a/b/c', undefined],
    ['/{x}.json', '/a.json', ['a']],
    ['/{x}.json', '/a.json.json', ['a.json']],
    ['/{x}.json', '/.json', undefined],
    ['/{x}...{y}', '/a...b', ['a', 'b']],
    ['/{x}{y}', '/ab', ['a', 'b']],
    ['/{x}{y}', '/a', undefined],
    ['/a', '/a', []],
    ['/a', '/ab', undefined],
  ])('%s in %s', (text, path, texts) => {
    const found = pathTemplate(text).match(path)
    expect(found && [...found.values()]).toEqual(texts)
  })
})
