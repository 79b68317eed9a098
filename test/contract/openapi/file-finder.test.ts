import { describe, expect, it, test } from 'vitest'
import { ContractError } from '../../../src/contract/model/index.ts'
import { FileFinder, FileSet, gather, inlineReferences, requireDialect } from '../../../src/contract/openapi/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { documentOf, only, withSchema } from '../samples.ts'

const ROOT = 'https://a.example/v1/root.json'
const loaded = (url: string, value: Json, base = url) => ({ name: url, url, base, text: JSON.stringify(value), value })
const filesOf = (document: Json, name = ROOT): FileSet =>
  new FileSet(loaded(name, document), requireDialect(document, name))

/** The URLs, in the order of being wanted, of all that a document leads to among files by name. */
function wantedBy(document: Json, others: { readonly [name: string]: Json }): string[] {
  const files = filesOf(document)
  const finder = new FileFinder(files)
  const wanted: string[] = []
  const waiting = finder.fromRoot()
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const name = url.replace('https://a.example/v1/', '')
    wanted.push(name)
    const value = others[name]
    if (value === undefined) continue
    files.add(loaded(url, value))
    waiting.push(...finder.fromFile(url))
  }
  return wanted
}

const $ref = (reference: string): JsonObject => ({ $ref: reference })

describe('the files of a document', () => {
  test.each<[name: string, document: Json, others: { readonly [name: string]: Json }, expected: readonly string[]]>([
    ['are none if it refers to itself', withSchema('3.1', { items: $ref('#') }), {}, []],
    [
      'are those of its schemas',
      withSchema('3.1', { items: $ref('a.json'), not: $ref('b.json#/x') }),
      {},
      ['a.json', 'b.json'],
    ],
    ['are wanted once', withSchema('3.1', { items: $ref('a.json'), not: $ref('a.json#/x') }), {}, ['a.json']],
    ['are those of its path items', documentOf('3.1', {}, { paths: { '/a': $ref('a.json') } }), {}, ['a.json']],
    ['are those of its parameters', documentOf('3.0', { parameters: [$ref('a.json')] }), {}, ['a.json']],
    [
      'are those of headers and components whose names begin with x-',
      documentOf(
        '3.1',
        { responses: { 200: { description: '', headers: { 'x-total': $ref('a.json') } }, 'x-more': $ref('c.json') } },
        { components: { headers: { 'x-page': $ref('b.json') } } },
      ),
      {},
      ['a.json', 'b.json'],
    ],
    ['are not those of its data', withSchema('3.1', { example: $ref('a.json'), enum: [$ref('b.json')] }), {}, []],
    ['are not those of its extensions', documentOf('3.1', {}, { 'x-a': $ref('a.json') }), {}, []],
    [
      'are not those beside a $ref of 3.0',
      withSchema('3.0', { ...$ref('a.json'), items: $ref('b.json') }),
      {},
      ['a.json'],
    ],
    [
      'are those beside a $ref of 3.1',
      withSchema('3.1', { ...$ref('a.json'), items: $ref('b.json') }),
      {},
      ['a.json', 'b.json'],
    ],
    [
      'are found from file to file',
      withSchema('3.1', $ref('a.json')),
      { 'a.json': { items: $ref('b.json') }, 'b.json': { items: $ref('a.json'), not: $ref('c.json') } },
      ['a.json', 'b.json', 'c.json'],
    ],
    [
      'are not those of parts that nobody refers to',
      withSchema('3.1', $ref('a.json#/used')),
      { 'a.json': { used: { items: $ref('#/also') }, also: $ref('b.json'), unused: $ref('c.json') } },
      ['a.json', 'b.json'],
    ],
    [
      'are those of each part that is referred to while a file is being read',
      withSchema('3.1', { items: $ref('a.json#/one'), not: $ref('a.json#/two') }),
      { 'a.json': { one: {}, two: $ref('b.json') } },
      ['a.json', 'b.json'],
    ],
    [
      'are those of each part that is referred to, even from a later file',
      withSchema('3.1', { items: $ref('a.json#/one'), not: $ref('b.json') }),
      { 'a.json': { one: {}, two: $ref('c.json') }, 'b.json': $ref('a.json#/two') },
      ['a.json', 'b.json', 'c.json'],
    ],
    [
      'go by what a part is for',
      documentOf('3.1', { parameters: [$ref('a.json')] }),
      { 'a.json': { items: $ref('b.json') } },
      ['a.json', 'b.json'],
    ],
    [
      'are not searched where a reference leads nowhere',
      withSchema('3.1', $ref('a.json#/none')),
      { 'a.json': $ref('b.json') },
      ['a.json'],
    ],
    ['are never local ones of a document on the web', withSchema('3.1', $ref('file:///etc/passwd')), {}, []],
  ])('%s', (_, document, others, expected) => {
    expect(wantedBy(document, others)).toEqual(expected)
  })
})

describe('a reference', () => {
  const document = withSchema('3.1', {}, { A: { $anchor: 'here' }, 'a/b c': {} })
  const files = filesOf(document)
  files.add(loaded('https://a.example/v1/moved.json', { a: 1 }, 'https://b.example/elsewhere/moved.json'))
  const target = (reference: string, file = ROOT) => files.targetOf(reference, { file, pointer: '' })
  const nodeAt = (pointer: string, file = ROOT) => expect.objectContaining({ source: { file, pointer } })

  test.each<[reference: string, file: string | undefined, expected: object]>([
    ['#/components/schemas/A', undefined, { kind: 'node', node: nodeAt('/components/schemas/A') }],
    ['#here', undefined, { kind: 'node', node: nodeAt('/components/schemas/A') }],
    ['root.json#/components/schemas/a~1b%20c', undefined, { kind: 'node', node: nodeAt('/components/schemas/a~1b c') }],
    ['moved.json#/a', undefined, { kind: 'node', node: nodeAt('/a', 'https://a.example/v1/moved.json') }],
    ['other.json#/a', undefined, { kind: 'unread', url: 'https://a.example/v1/other.json' }],
    ['../other.json?a=b#/a', undefined, { kind: 'unread', url: 'https://a.example/other.json?a=b' }],
    // After a redirect, references go on from the last URL.
    [
      'other.json',
      'https://a.example/v1/moved.json',
      { kind: 'unread', url: 'https://b.example/elsewhere/other.json' },
    ],
    ['#/none', undefined, { kind: 'broken', reason: expect.stringMatching(/leads nowhere/) }],
    ['#none', undefined, { kind: 'broken', reason: expect.stringMatching(/leads nowhere/) }],
    ['#/%', undefined, { kind: 'broken', reason: expect.stringMatching(/malformed percent escape/) }],
    ['https://[', undefined, { kind: 'broken', reason: expect.stringMatching(/is no URL/) }],
    ['file:///etc/passwd', undefined, { kind: 'broken', reason: expect.stringMatching(/which is not read/) }],
  ])('%s leads there', (reference, file, expected) => {
    expect(target(reference, file)).toEqual(expected)
  })

  it('from one local file to another forgets the query, which means nothing to a file', () => {
    const local = filesOf(withSchema('3.1', {}), 'file:///v1/root.json')
    const from = { file: 'file:///v1/root.json', pointer: '' }
    expect(local.targetOf('a.json?b', from)).toEqual({ kind: 'unread', url: 'file:///v1/a.json' })
  })

  it('to a file that was not read is explained by whoever reads', () => {
    const missing = filesOf(withSchema('3.1', { items: $ref('a.json#/b') }))
    const explain = (url: string, reference: string, from: { readonly pointer: string }) =>
      new ContractError(`${url} of ${reference} at ${from.pointer.slice(-6)}`, { file: 'api.json' })
    const { reason } = only(gather(missing, explain).faults).error()
    expect(reason).toBe('https://a.example/v1/a.json of a.json#/b at /items')
  })
})

describe('a document in one', () => {
  it('has the parts of other files in place, each of which knows where it comes from', () => {
    const files = filesOf(documentOf('3.1', { parameters: [$ref('a.json#/p'), $ref('a.json#/p')] }))
    files.add(loaded('https://a.example/v1/a.json', { p: { name: 'a', in: 'query', schema: $ref('b.json') } }))
    const { document, sourceOf } = inlineReferences(files)
    const at = '/paths/~1things/get/parameters'
    expect(document).toMatchObject({
      // A schema stays a reference, and so does what stands in place already.
      paths: { '/things': { get: { parameters: [{ name: 'a', schema: $ref('b.json') }, $ref('a.json#/p')] } } },
    })
    expect(sourceOf(`${at}/0/name`)).toEqual({ file: 'https://a.example/v1/a.json', pointer: '/p/name' })
    expect(sourceOf(`${at}/1`)).toEqual({ file: ROOT, pointer: `${at}/1` })
  })
})
