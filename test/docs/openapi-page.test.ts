import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isKeyword } from '../../src/contract/constraints/index.ts'
import { isSubschemaKeyword, SUBSCHEMAS } from '../../src/contract/model/index.ts'
import { projectFiles } from '../support/project-files.ts'
import { publishedFields } from '../support/published-fields.ts'

const PAGE = readFileSync(new URL('../../docs/reference/openapi.md', import.meta.url), 'utf8')
const DONE = ['read', 'planned', 'judged', 'mocked']

interface Row {
  readonly object: string
  readonly field: string
  readonly versions: string
  readonly done: readonly string[]
}

/** The rows of the tables below "Fields", one for each field. */
function rowsOf(page: string): Row[] {
  const [, ...sections] = page.slice(page.indexOf('## Fields')).split('\n### ')
  return sections.flatMap((section) => {
    const [object = '', ...lines] = section.split('\n')
    return lines
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => {
        const [, names = '', versions = '', done = ''] = line.split('|').map((cell) => cell.trim())
        return [...names.matchAll(/`([^`]+)`/g)].map(([, field = '']) => ({
          object,
          field,
          versions,
          done: done.split(', '),
        }))
      })
  })
}

const rows = rowsOf(PAGE)
const keyOf = ({ object, field, versions }: Omit<Row, 'done'>): string => `${object}.${field} ${versions}`

describe('the page of fields', () => {
  test('has every field that a version knows, once, and no other', async () => {
    const published = [...(await publishedFields())].flatMap(([object, fields]) =>
      [...fields].map(([field, versions]) => keyOf({ object, field, versions: versions.join(', ') })),
    )
    expect(published.length).toBeGreaterThan(200)
    expect(rows.map(keyOf).sort()).toEqual(published.sort())
  })

  test('says of each what is done, in the same words', () => {
    const isOrdered = (done: readonly string[]): boolean =>
      done.join() === 'not' || (done[0] === 'read' && done.join() === DONE.filter((word) => done.includes(word)).join())
    expect(rows.filter(({ done }) => !isOrdered(done)).map(keyOf)).toEqual([])
  })

  test('says of the keywords that have constraints that they are judged, and of no other', () => {
    const applies = (keyword: string): boolean => isSubschemaKeyword(keyword) && SUBSCHEMAS[keyword].about !== 'nothing'
    const isJudged = (keyword: string): boolean =>
      isKeyword(keyword) || applies(keyword) || ['$ref', 'nullable', 'readOnly', 'writeOnly'].includes(keyword)
    const keywords = rows.filter(({ object }) => object === 'Schema')
    for (const { field, done } of keywords) expect([field, done.includes('judged')]).toEqual([field, isJudged(field)])
  })

  test('says of no field that it is read whose name the readers do not have', () => {
    const source = projectFiles()
      .filter(({ path }) => /^src\/(?:contract|judging\/messages)\/(?!bundled)/.test(path))
      .map(({ text }) => text)
      .join('\n')
    const isNamed = (field: string): boolean =>
      new RegExp(`(?<![\\w$])${field.replace('$', '\\$')}(?!\\w)`).test(source)
    expect(rows.filter(({ field, done }) => done.includes('read') && !isNamed(field)).map(keyOf)).toEqual([])
  })

  test('is not taken for right with a field more or less', () => {
    const without = rowsOf(PAGE.replace('`webhooks`', ''))
    expect(without.length).toBe(rows.length - 1)
    expect(rowsOf(PAGE.replace('`webhooks`', '`webhooks`, `more`')).map(({ field }) => field)).toContain('more')
  })
})
