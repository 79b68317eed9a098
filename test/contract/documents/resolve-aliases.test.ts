import { expect, it } from 'vitest'
import { isNode, parseDocument, visit } from 'yaml'
import { resolveAliases } from '../../../src/contract/documents/resolve-aliases.ts'

const OPTIONS = { merge: true, logLevel: 'error' } as const

it('gives each alias what it stands for by the YAML package itself', () => {
  const text =
    'a: &x [1, &y {k: 2}]\nb: *x\nc: &x {z: *y}\nd: [*x, *x]\ne: {<<: *x, own: *y}\n? &key name\n: *key\nf: &s text\ng: *s\n'
  const document = parseDocument(text, OPTIONS)
  const expected: unknown = parseDocument(text, OPTIONS).toJS()
  resolveAliases(document)
  expect(document.toJS()).toEqual(expected)
  expect(expected).toMatchObject({
    b: [1, { k: 2 }],
    d: [{ z: { k: 2 } }, { z: { k: 2 } }],
    e: { z: { k: 2 } },
    g: 'text',
  })
})

it('still knows an alias that stands for nothing, and one that repeats too much', () => {
  const made = (text: string): unknown => {
    const document = parseDocument(text, OPTIONS)
    resolveAliases(document)
    return document.toJS({ maxAliasCount: 100 })
  }
  expect(() => made('a: *x\nb: &x 1\n')).toThrow(/alias/i)
  const row = (of: string): string => `[${Array(9).fill(of).join(', ')}]`
  expect(() => made(`- &a [1]\n- &b ${row('*a')}\n- &c ${row('*b')}\n- ${row('*c')}\n`)).toThrow(
    /Excessive alias count/,
  )
})

it('looks at no anchor once for each alias', () => {
  const names = Array.from({ length: 100 }, (_, index) => `a${index}`)
  const document = parseDocument(
    `${names.map((name) => `- &${name} {v: 1}`).join('\n')}\n${names.map((name) => `- *${name}`).join('\n')}\n`,
  )
  let reads = 0
  visit(document, {
    Map(_, node) {
      const { anchor } = node
      if (isNode(node) && anchor !== undefined)
        Object.defineProperty(node, 'anchor', {
          get: () => {
            reads++
            return anchor
          },
        })
    },
  })
  resolveAliases(document)
  expect(document.toJS()).toHaveLength(200)
  expect(reads).toBeLessThan(10 * names.length)
})
