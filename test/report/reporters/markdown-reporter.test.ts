import { describe, expect, test } from 'vitest'
import {
  createMarkdownReporter,
  markdownBlock,
  markdownCode,
  markdownText,
} from '../../../src/report/reporters/markdown-reporter.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { markdownFaults } from '../../support/markdown-syntax.ts'
import {
  bytes,
  failReport,
  finding,
  knownReport,
  ledgerRow,
  render,
  report,
  tenThousandFindingsReport,
} from '../../support/reports.ts'

const write = (ended: Report): string => render(createMarkdownReporter(), ended)

describe('the syntax that tests look for', () => {
  test.each([
    '| a | b |\n| --- |',
    '```text\na',
    '```text\n````\n```',
    '<details>\n</details>',
    '<details><summary><b>error</b> <code><i>x</i></code></summary>\n</details>',
    'see [here](x)',
    'see http://example.com',
    'a <b> c',
  ])('finds %j', (text) => expect(markdownFaults(text)).not.toEqual([]))
})

test.each([
  ['a|b', 'a\\|b', '`a\\|b`'],
  ['<b>', '\\<b\\>', '`<b>`'],
  ['*a* _b_ c_d', '\\*a\\* \\_b\\_ c_d', '`*a* _b_ c_d`'],
  ['[a](b)', '\\[a\\](b)', '`[a](b)`'],
  ['http://a www.b', 'http\\://a www\\.b', '`http://a www.b`'],
  ['@a #1 &lt;', '&#64;a \\#1 \\&lt;', '`@a #1 &lt;`'],
  ['a`b``c', 'a\\`b\\`\\`c', '```a`b``c```'],
  ['`', '\\`', '`` ` ``'],
  ['', '', '`  `'],
  ['a\nb', 'a\\\\nb', '`a\\nb`'],
])('%j is %j as text, and %j as code', (text, prose, code) => {
  expect(markdownText(text)).toBe(prose)
  expect(markdownCode(text)).toBe(code)
})

test('a fence is longer than any within', () => {
  expect(markdownBlock('text', ['a', '`````'])).toEqual(['``````text', 'a', '`````', '``````'])
  const body = bytes('```\n<img src=x>\n````')
  const witness = { response: { status: 200, headers: [], body } }
  const text = write(report('fail', { findings: [finding({ message: 'm', expected: 'e', received: 'r', witness })] }))
  expect(markdownFaults(text)).toEqual([])
  // The fence stands at the beginning of a line, and those of the body behind a mark.
  expect(text).toContain('\n< <img src=x>\n')
})

test('says how much of each operation is proved, and what is untested, by reason', () => {
  const text = write(failReport())
  expect(text).toContain('| `startSyncWorkflowExecution` | 10 | 4 | 8 | 1 |')
  expect(text).toContain('| 5 | no execution failed: give an input that fails, with --body FILE | ')
  expect(text).not.toContain('total')
  const constraints = ['a', 'b'].map((operation) => ledgerRow({ operation, name: 'request method' }))
  expect(write(report('pass', { constraints }))).toContain('| **total** | 2 | 0 | 0 | 0 |')
})

test('marks what is known', () => {
  const text = write(knownReport())
  expect(text.match(/<summary><b>known<\/b>/g)).toHaveLength(6)
  expect(text).toContain('- Known: known until 2026-12-31: To be mended in release 8.')
})

test('keeps within what GitHub takes, and says what was left out', () => {
  const text = write(tenThousandFindingsReport())
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000)
  const shown = text.match(/^(?:<details>|- \*\*)/gm)?.length ?? 0
  expect(shown).toBeGreaterThan(1000)
  const omitted = /^([\d,]+) more findings not shown here/m.exec(text)?.[1]?.replaceAll(',', '')
  expect(Number(omitted)).toBe(10_000 - shown)
})
