import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { createReporter, type ReporterName, reporterNames } from '../../../src/report/reporters/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { htmlFaults } from '../../support/html-syntax.ts'
import { markdownFaults } from '../../support/markdown-syntax.ts'
import { RAW_CHARACTERS } from '../../support/raw-characters.ts'
import { validateReport } from '../../support/report-schema.ts'
import { everyRun, hostileReport, hostileText, render, report, secrets } from '../../support/reports.ts'
import { validateSarif } from '../../support/sarif-schema.ts'

interface Format {
  /** Where a text is not what the format asks for; empty where it is. */
  faults(text: string): string[]
  /** The verdict that it tells, in small letters. */
  verdict(text: string): string | undefined
  /** The most bytes that its readers take. */
  readonly limit: number
}

const small = (text: string | undefined): string | undefined => text?.toLowerCase()
const MEGABYTE = 2 ** 20

const formats: Readonly<Record<ReporterName, Format>> = {
  console: {
    faults: () => [],
    verdict: (text) => small(/^[A-Z]+/.exec(text.trimEnd().split('\n').at(-1) ?? '')?.[0]),
    limit: 10 * MEGABYTE,
  },
  json: {
    faults: (text) => validateReport(JSON.parse(text)),
    verdict: (text) => JSON.parse(text).summary.verdict,
    limit: Number.POSITIVE_INFINITY,
  },
  junit: {
    faults: (text) => [...xmlFaults(text), ...countFaults(text)],
    verdict: (text) => small(/<system-out>([A-Z]+) {2}/.exec(text)?.[1]),
    limit: 10 * MEGABYTE,
  },
  github: {
    faults: (text) =>
      text
        .split('\n')
        .slice(0, -1)
        .filter((line) => !/^::(?:error|notice) (?:[a-z]+=[^:,]*)(?:,[a-z]+=[^:,]*)*::[^\r\n]*$/.test(line)),
    verdict: (text) => small(/^::(?:error|notice) title=fgs-contract%3A ([A-Z]+)::/m.exec(text)?.[1]),
    limit: 20_000,
  },
  sarif: {
    faults: (text) => validateSarif(JSON.parse(text)),
    verdict: (text) => JSON.parse(text).runs[0].properties.verdict,
    limit: 30 * MEGABYTE,
  },
  html: {
    faults: htmlFaults,
    verdict: (text) => /<p class="verdict ([a-z]+)">/.exec(text)?.[1],
    limit: 5 * MEGABYTE,
  },
  markdown: {
    faults: markdownFaults,
    verdict: (text) => small(/^## \S+ ([A-Z]+):/.exec(text)?.[1]),
    limit: MEGABYTE,
  },
}

/** The validator is lenient with characters: what XML 1.0 (2.2) does not allow is looked for here. */
function xmlFaults(text: string): string[] {
  const valid = XMLValidator.validate(text)
  const odd = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)
  return [...(valid === true ? [] : [valid.err.msg]), ...(odd === null ? [] : [`${odd.index}: no character of XML`])]
}

/** Where a suite does not count what it holds. */
function countFaults(text: string): string[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
    processEntities: false,
  })
  const { testsuites } = parser.parse(text)
  const counted = testsuites.testsuite.map((suite: { readonly testcase?: readonly object[] }) => {
    const having = (name: string) => (suite.testcase ?? []).filter((counts) => name in counts).length
    return {
      tests: suite.testcase?.length ?? 0,
      failures: having('failure'),
      errors: having('error'),
      skipped: having('skipped'),
    }
  })
  return ['tests', 'failures', 'errors', 'skipped'].flatMap((name) => {
    const claimed = testsuites.testsuite.map((suite: Record<string, string>) => Number(suite[name]))
    const held = counted.map((counts: Record<string, number>) => counts[name])
    const total = held.reduce((sum: number, count: number) => sum + count, 0)
    return claimed.join() === held.join() && Number(testsuites[name]) === total
      ? []
      : [`${name}: ${claimed} for ${held}`]
  })
}

const PLAIN = { color: false, interactive: false, columns: 80, mode: 'normal' } as const
const write = async (name: ReporterName, ended: Report): Promise<string> =>
  render(await createReporter(name, PLAIN), ended)

/** Made once, as fast-check is slow to make texts of every character. */
const foreign = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...hostileText.split(' '), '```', '\n```\n', '\ud800', '\ufffe', '\u202e', '%0A', '](', ']]>'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '))

/** The reports, made once for all reporters. */
const runs = Object.entries(everyRun).map(([title, make]) => [title, make()] as const)

describe.each(reporterNames)('%s', (name) => {
  const { faults, verdict, limit } = formats[name]

  test.each(runs)('of the run %s', async (_, ended) => {
    const text = await write(name, ended)
    expect(faults(text)).toEqual([])
    expect(verdict(text)).toBe(ended.summary.verdict)
    expect(text).not.toMatch(RAW_CHARACTERS)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(Buffer.byteLength(text)).toBeLessThan(limit)
  })

  test('of any text', async () => {
    await fc.assert(
      fc.asyncProperty(foreign, async (text) => {
        const output = await write(name, hostileReport(text))
        expect(faults(output)).toEqual([])
        expect(verdict(output)).toBe('fail')
        expect(output).not.toMatch(RAW_CHARACTERS)
      }),
      { numRuns: 60 },
    )
  })

  test('is the same each time', async () => {
    const [first, second] = await Promise.all([
      write(name, everyRun.fail?.() ?? report('pass', {})),
      write(name, everyRun.fail?.() ?? report('pass', {})),
    ])
    expect(first).toBe(second)
  })
})

test.each(reporterNames.filter((name) => name !== 'console' && name !== 'json'))('stored output: %s', async (name) => {
  const ending = { junit: 'xml', github: 'txt', sarif: 'json', html: 'html', markdown: 'md' }[name]
  await expect(await write(name, everyRun.fail?.() ?? report('pass', {}))).toMatchFileSnapshot(
    `./stored/${name}-fail.${ending}`,
  )
})
