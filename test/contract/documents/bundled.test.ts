import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { bundled, loadContract } from '../../../src/contract/documents/index.ts'
import { valueAt } from '../../../src/json/index.ts'
import { documentOf, load, only, pointersOf, withSchema } from '../samples.ts'

const NAME = 'specs/start-sync-workflow-execution.yaml'
const url = new URL(`../../../${NAME}`, import.meta.url)
const text = readFileSync(url, 'utf8')

describe('bundled', () => {
  it('is valid, and the same as when it is loaded', async () => {
    // Where its file lies differs from machine to machine.
    const { files: _, ...loaded } = await loadContract({ file: NAME, text })
    expect(JSON.parse(JSON.stringify(bundled()))).toEqual(JSON.parse(JSON.stringify(loaded)))
  })

  it('is read once', () => {
    expect(bundled()).toBe(bundled())
  })

  it('has the digest of its file', () => {
    expect(bundled().digest).toBe(createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex'))
  })

  it('has its one operation', () => {
    const operation = only(bundled().operations)
    expect(operation.id).toBe('startSyncWorkflowExecution')
    expect(operation.responses.map(({ status }) => status)).toEqual(['200', '400', '404', '500'])
    expect(operation.responses[0]?.advisories.length).toBeGreaterThan(2)
    expect(operation.platformAnswers).toContainEqual(expect.objectContaining({ status: 401, code: 'APIG.0301' }))
    expect(operation.security.map((set) => set.map(({ name }) => name))).toEqual([['token'], ['signature']])
  })

  it('knows the lines of its keywords', () => {
    const contract = bundled()
    const [projectId] = only(contract.operations).parameters
    if (!projectId) throw new Error('There is no parameter')
    const line = contract.lineOf({
      ...projectId.schema.source,
      pointer: `${projectId.schema.source.pointer}/maxLength`,
    })
    expect(text.split('\n')[(line ?? 0) - 1]).toMatch(/maxLength: 64/)
    expect(
      text
        .split('\n')
        .slice(0, line)
        .findLast((above) => above.includes('- name:')),
    ).toMatch(/project_id/)
  })
})

describe('lineOf', () => {
  const yaml = `openapi: 3.1.0
info:
  title: a
  version: '1'
x-shared: &shared
  deep: [1,
    2]
x-use: *shared
paths:
  /a:
    get: {}
`
  test.each([
    ['', 1],
    ['/openapi', 1],
    ['/info/version', 4],
    ['/x-shared/deep/1', 7],
    ['/x-use', 8],
    ['/x-use/deep/1', 7],
    ['/paths/~1a/get', 11],
    ['/paths/~1a/get/responses/200', 11],
    ['/paths/~1b', 9],
  ])('%s stands on line %i', async (pointer, line) => {
    expect((await load(yaml)).lineOf({ file: 'api.json', pointer })).toBe(line)
  })

  it('finds places in JSON, the last of a name', async () => {
    const json = '{"openapi": "3.1.0",\n"paths": {},\n"info": {},\n"info": {"title": "a",\n"version": "1"}}'
    expect((await load(json)).lineOf({ file: 'api.json', pointer: '/info/version' })).toBe(5)
  })

  it('knows no other file', async () => {
    expect((await load(yaml)).lineOf({ file: 'other.json', pointer: '' })).toBeUndefined()
  })

  it.each([0, 1])('finds each place of a JSON text as YAML does, indented by %i', async (indent) => {
    const odd = { 'a"b\\': [[], {}, '}]"', -1.5e3, true, [{ 'c/~d': null }]], é: { '': ' {' } }
    const json = JSON.stringify({ ...withSchema('3.1', { enum: [odd] }), 'x-odd': odd }, null, indent)
    const [inJson, inYaml] = await Promise.all([load(json), load(`# no JSON\n${json}`)])
    for (const pointer of [...pointersOf(JSON.parse(json)), '/paths/gone', '/x-odd/a"b\\/9', '/info/title/0']) {
      const line = inYaml.lineOf({ file: 'api.json', pointer })
      expect([pointer, inJson.lineOf({ file: 'api.json', pointer })]).toEqual([pointer, (line ?? 0) - 1])
    }
  })

  it('finds them in a text of many megabytes', async () => {
    const text = 'x'.repeat(5 * 1024 * 1024)
    const huge = JSON.stringify({ 'x-text': text, ...withSchema('3.1', {}) }, null, 1)
    const contract = await load(huge)
    expect(contract.lineOf({ file: 'api.json', pointer: '/info' })).toBe(4)
    // 1,000 closed operations, each with its line: their text is read once, and not once for each.
    const wrong = { responses: { 200: { $ref: '#/gone' } } }
    const paths = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`/a${index}`, { get: wrong }]))
    const many = JSON.stringify({ 'x-text': text, ...documentOf('3.1', {}, { paths }) }, null, 1)
    const { closed = [] } = await loadContract({ file: 'api.json', text: many })
    const lines = new Set(closed.map(({ reason }) => Number(/json:(\d+) #/.exec(reason)?.[1])))
    expect(lines.size).toBe(1000)
    const written = many.split('\n')
    expect([...lines].filter((line) => written[line - 1]?.trim() !== '"200": {')).toEqual([])
  })
})

describe('the place of a node', () => {
  it('holds what its schema says', async () => {
    const document = withSchema('3.1', { properties: { 'a/b': { maxLength: 3 } } })
    const { schema } = only(only(only((await load(document)).operations).responses).content)
    expect(valueAt(document, schema?.source.pointer ?? '')).toEqual(schema?.schema)
  })
})
