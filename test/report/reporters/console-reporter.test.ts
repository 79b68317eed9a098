import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConsoleOptions, createConsoleReporter } from '../../../src/report/reporters/console-reporter.ts'
import { reportDocument } from '../../../src/report/reporters/json-reporter.ts'
import { createMarkdownReporter } from '../../../src/report/reporters/markdown-reporter.ts'
import type { RunEvent } from '../../../src/report/results/index.ts'
import { RAW_CHARACTERS } from '../../support/raw-characters.ts'
import {
  finding,
  hostileReport,
  hostileText,
  ledgerRow,
  render,
  report,
  samples,
  secrets,
} from '../../support/reports.ts'

const PLAIN: ConsoleOptions = { color: false, interactive: false, columns: 80, mode: 'normal' }
const show = (name: string, options: Partial<ConsoleOptions> = {}): string => {
  const sample = samples[name]
  if (sample === undefined) throw new Error(`There is no sample ${name}`)
  return render(createConsoleReporter({ ...PLAIN, ...options }), sample())
}
const last = (text: string): string | undefined => text.trimEnd().split('\n').at(-1)

const COLOUR = /\u001b\[\d{1,2}m/g

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...hostileText.split(' '), '\u001b[31m', '\ud800', '\u202e'),
    ),
  )
  .map((parts) => parts.join(' '))
const options = fc.record({
  color: fc.boolean(),
  interactive: fc.boolean(),
  columns: fc.integer({ min: 40, max: 200 }),
  mode: fc.constantFrom('quiet', 'normal', 'verbose'),
})

describe('stored output', () => {
  test.each(Object.keys(samples))('%s', async (name) => {
    await expect(show(name)).toMatchFileSnapshot(`./stored/console-${name}.txt`)
  })

  test.each([
    ['quiet', 'fail', { mode: 'quiet' }],
    ['quiet', 'advisory-only', { mode: 'quiet' }],
    ['verbose', 'fail', { mode: 'verbose' }],
    ['narrow', 'fail', { columns: 40 }],
    ['interactive', 'unreachable', { interactive: true }],
    ['color', 'fail', { color: true }],
  ] as const)('%s: %s', async (kind, name, changes) => {
    await expect(show(name, changes)).toMatchFileSnapshot(`./stored/console-${name}.${kind}.txt`)
  })
})

describe('foreign text', () => {
  test('no character that a terminal obeys comes out raw', () => {
    fc.assert(
      fc.property(hostile, options, (text, changes) => {
        const output = render(createConsoleReporter(changes), hostileReport(text), text)
        const plain = changes.color ? output.replace(COLOUR, '') : output
        expect(changes.interactive && changes.mode === 'normal' ? plain.replaceAll('\r', '') : plain).not.toMatch(
          RAW_CHARACTERS,
        )
      }),
      { numRuns: 200 },
    )
  })

  test('colour adds nothing but colour', () => {
    fc.assert(
      fc.property(hostile, options, (text, changes) => {
        const [plain, colored] = [false, true].map((color) =>
          render(createConsoleReporter({ ...changes, color }), hostileReport(text), text),
        )
        expect(colored?.replace(COLOUR, '')).toBe(plain)
      }),
      { numRuns: 100 },
    )
  })

  test('begins no line of its own, so that no verdict can be forged', () => {
    const forged = show('hostile')
      .split('\n')
      .filter((line) => /^(?:PASS|FAIL|INCONCLUSIVE)/.test(line))
    expect(forged).toEqual([last(show('hostile'))])
  })

  test.each(['quiet', 'normal', 'verbose'] as const)('no credential header comes out (%s)', (mode) => {
    for (const secret of secrets) expect(show('hostile', { mode })).not.toContain(secret)
  })

  test('of a large body comes little', () => {
    expect(show('large-body').length).toBeLessThan(4000)
    expect(show('large-body', { mode: 'verbose' }).length).toBeLessThan(20_000)
  })
})

test('no line is wider than the terminal, but curl lines and the verdict, which are copied', () => {
  for (const name of Object.keys(samples)) {
    // Wide and combining characters are counted by the reporter itself, so not here.
    if (name === 'hostile') continue
    for (const columns of [40, 60, 80, 120]) {
      const lines = show(name, { columns }).trimEnd().split('\n').slice(0, -1)
      expect(lines.filter((line) => line.length > columns && !line.startsWith('    $ '))).toEqual([])
    }
  }
})

test('a strange width is taken for 80 columns, a tiny one for 40', () => {
  expect(show('fail', { columns: Number.NaN })).toBe(show('fail'))
  expect(show('fail', { columns: 3 })).toBe(show('fail', { columns: 40 }))
})

describe('the verdict', () => {
  test.each([
    ['pass', 'PASS  64 requests, 8 executions, 14 of 22 constraints held, 0 broken, 8 untested (1.2 s)'],
    [
      'advisory-only',
      'PASS  1 advisory; 64 requests, 8 executions, 14 of 22 constraints held, 0 broken, 8 untested (1.2 s)',
    ],
    [
      'fail',
      'FAIL  5 errors, 1 advisory; 64 requests, 8 executions, 10 of 22 constraints held, 4 broken, 8 untested (1.2 s)',
    ],
    ['nothing-sent', 'INCONCLUSIVE  No request was sent: --max-requests is 0 (0 requests, 0 executions, 2 ms)'],
  ])('is the last line in every mode: %s', (name, line) => {
    for (const mode of ['quiet', 'normal', 'verbose'] as const) expect(last(show(name, { mode }))).toBe(line)
  })

  test.each(['pass', 'advisory-only', 'unreachable'])('is all that quiet says without an error: %s', (name) => {
    expect(show(name, { mode: 'quiet' })).toMatch(/^[^\n]+\n$/)
  })

  test.each([
    [0, '0 ms'],
    [949.6, '950 ms'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [3_725_000, '62 min 5 s'],
  ])('tells %d ms as %s', (durationMs, text) => {
    const ended = report('pass', {}, { requests: 1, executions: 1234, durationMs })
    expect(last(render(createConsoleReporter(PLAIN), ended))).toBe(
      `PASS  1 request, 1,234 executions, 0 of 0 constraints held, 0 broken, 0 untested (${text})`,
    )
  })
})

describe('progress', () => {
  const event = { type: 'progress', done: 3, total: 10, case: 'a case', status: 200 } as const

  test('is silent where no line can be rewritten, and when quiet', () => {
    expect(createConsoleReporter(PLAIN).report(event)).toBe('')
    expect(createConsoleReporter({ ...PLAIN, interactive: true, mode: 'quiet' }).report(event)).toBe('')
  })

  test('is a line each when verbose', () => {
    expect(createConsoleReporter({ ...PLAIN, mode: 'verbose' }).report(event)).toBe(' 3/10  200  a case\n')
  })

  test('covers what it wrote before, and is gone at the end', () => {
    const reporter = createConsoleReporter({ ...PLAIN, interactive: true })
    expect(reporter.report({ ...event, case: 'a longer case' })).toBe('\r 3/10  200  a longer case')
    expect(reporter.report({ ...event, done: 4 })).toBe('\r 4/10  200  a case       ')
    expect(reporter.report({ type: 'finished', report: report('pass', {}) })).toMatch(/^\r {18}\r\n/)
  })

  test('never fills the last column', () => {
    const reporter = createConsoleReporter({ ...PLAIN, interactive: true, columns: 40 })
    expect(reporter.report({ ...event, case: 'x'.repeat(100) })).toBe(`\r 3/10  200  ${'x'.repeat(26)}…`)
  })

  test('of a fast run is written 200 times at most', () => {
    const reporter = createConsoleReporter({ ...PLAIN, interactive: true })
    const written = Array.from({ length: 10_000 }, (_, index) =>
      reporter.report({ ...event, done: index + 1, total: 10_000 }),
    )
    expect(written.filter((text) => text !== '').length).toBeLessThanOrEqual(201)
  })
})

describe('a run that takes long', () => {
  const progress = { type: 'progress', total: 1200, case: 'a case', status: 200 } as const
  const settled = {
    type: 'finding',
    ...finding({ constraint: 'request.body /input required', message: 'm', expected: 'e', received: 'r' }),
  } as const
  const known = { ...settled, known: { reason: 'why', expires: '2026-12-31' } }
  const HEADLINE = 'startSyncWorkflowExecution request.body /input required (negative_data_rejection)'

  /** What is written at each second of a clock. */
  function written(changes: Partial<ConsoleOptions>, events: readonly (readonly [number, RunEvent])[]): string[] {
    let seconds = 100
    const reporter = createConsoleReporter({ ...PLAIN, columns: 100, now: () => seconds * 1000, ...changes })
    const { contract, target, seed, plan } = report('pass', {})
    reporter.report({ type: 'started', contract, target, seed, plan })
    return events.map(([second, event]) => {
      seconds = 100 + second
      return reporter.report(event)
    })
  }

  test('shows on a pipe how far it is, every few seconds, and findings as they are settled', () => {
    expect(
      written({}, [
        [1, { ...progress, done: 10 }],
        [2, settled],
        [4.9, { ...progress, done: 20 }],
        [5, { ...progress, done: 30 }],
        [6, { ...progress, done: 40 }],
        [7, known],
        [10.1, { ...progress, done: 1050 }],
      ]),
    ).toEqual([
      '',
      '',
      '',
      `… ✗ error ${HEADLINE}\n… 30 of 1,200 requests, 1 finding\n`,
      '',
      `… · known ${HEADLINE}\n`,
      '… 1,050 of 1,200 requests, 2 findings\n',
    ])
  })

  test('shows findings in a terminal above the line that is rewritten', () => {
    const [first = '', second] = written({ interactive: true }, [
      [6, { ...progress, done: 10 }],
      [7, settled],
    ])
    expect(first).toMatch(/^\r {3}10\/1,200/)
    expect(second).toBe(`\r${' '.repeat(first.length - 1)}\r… ✗ error ${HEADLINE}\n`)
  })

  test('shows nothing of it when quiet, or in a file', () => {
    const events = [
      [6, { ...progress, done: 10 }],
      [7, settled],
    ] as const
    expect(written({ mode: 'quiet' }, events)).toEqual(['', ''])
    const reporter = createConsoleReporter(PLAIN)
    expect(events.map(([, event]) => reporter.report(event))).toEqual(['', ''])
  })
})

test('what was not reached stands before the ledger, by reason, with the option that would change it', () => {
  const unreached = [
    {
      operation: 'a',
      reason: 'not reached: its first request was answered 404; give known values with --param',
      option: '--param',
    },
    { operation: 'b', reason: 'not reached: its first request was answered 409', option: '--allow-unreached' },
    { operation: 'c', reason: 'it was closed', known: { reason: 'no key yet', expires: '2026-12-31' } },
    { operation: 'd', reason: 'not reached: its first request was answered 409', option: '--allow-unreached' },
    { operation: 'e', reason: 'it is allowed', allowed: true },
    { operation: 'f', reason: 'not sent: every request of it was answered with a server error' },
  ] as const
  const notes = [
    ...unreached.map(({ operation, reason }) => `${operation}: ${reason}`),
    'e: not reached: it is allowed',
    'another note',
  ]
  const row = ledgerRow({ name: 'request method' })
  const ended = { ...report('inconclusive', { notes, constraints: [row] }, { reason: 'r' }), unreached }
  const text = createConsoleReporter({ ...PLAIN, columns: 100 }).report({ type: 'finished', report: ended })
  const lines = text.split('\n')
  expect(
    lines.slice(
      lines.indexOf('not reached') + 1,
      lines.findIndex((line) => line.startsWith('constraints')),
    ),
  ).toEqual([
    '  2  its first request was answered 409; --allow-unreached with its name leaves it out',
    '     b, d',
    '  1  its first request was answered 404; give known values with --param',
    '     a',
    '  1  it was closed; known until 2026-12-31: no key yet',
    '     c',
    '  1  it is allowed',
    '     e',
    '  1  not sent: every request of it was answered with a server error',
    '     f',
    '',
  ])
  expect(lines.filter((line) => line.startsWith('  - '))).toEqual(['  - another note'])
  const markdown = createMarkdownReporter().report({ type: 'finished', report: ended }).split('\n')
  expect(markdown.slice(markdown.indexOf('### Not reached') + 2).slice(0, 3)).toEqual([
    '| operations | reason | such as |',
    '| ---: | --- | --- |',
    '| 2 | its first request was answered 409; --allow-unreached with its name leaves it out | `b`, `d` |',
  ])
  expect(markdown.filter((line) => line.startsWith('- '))).toEqual(['- another note'])
  expect(reportDocument(ended).unreached).toEqual(unreached)
})

describe('findings', () => {
  const textOf = (changes: Partial<Parameters<typeof finding>[0]>): string =>
    render(
      createConsoleReporter(PLAIN),
      report('fail', { findings: [finding({ message: 'm', expected: 'e', received: 'r', ...changes })] }),
    )

  test('errors come before advisories, each group under its operation', () => {
    const output = show('many-findings')
    const marks = [...output.matchAll(/^(operation\d)$|^ {2}([✗!]) /gm)]
      .map(([, operation, mark]) => operation ?? mark)
      .join('')
    expect(marks).toMatch(/^(?:operation\d✗+!+){3}$/)
  })

  test('beyond 20 only the verbose mode shows witnesses', () => {
    expect(show('many-findings').match(/ > POST/g)).toHaveLength(20)
    expect(show('many-findings')).toContain('280 findings shown without a witness')
    expect(show('many-findings', { mode: 'verbose' }).match(/ > POST/g)).toHaveLength(300)
  })

  test('what must be new stands below the curl line', () => {
    const renewed = ['request.header.Idempotency-Key', 'request.body /name']
    expect(textOf({ witness: { curl: "curl 'a'", renewed } })).toContain(
      "    $ curl 'a'\n    $ (new in every request: request.header.Idempotency-Key, request.body /name)\n",
    )
    expect(textOf({ witness: { renewed: ['request.body /\u001b[2J'] } })).not.toContain('\u001b[2J')
  })

  test('a curl line that could not be copied as it stands is left to the JSON report', () => {
    expect(textOf({ witness: { curl: "curl 'a'" } })).toContain("    $ curl 'a'\n")
    expect(textOf({ witness: { curl: "curl 'a\nb'" } })).toContain('--reporter json=FILE')
    expect(textOf({ witness: { curl: 'x'.repeat(2001) } })).toContain('is 2,001 characters long')
  })

  test('a place without a line is told by its pointer', () => {
    const row = ledgerRow({ name: 'request.body required', state: 'broken' })
    const broken = finding({ constraint: 'request.body required', message: 'm', expected: 'e', received: 'r' })
    const output = render(createConsoleReporter(PLAIN), report('fail', { findings: [broken], constraints: [row] }))
    expect(output.replace(/\n {14}/g, '')).toContain(`    contract  ${row.source.file}#${row.source.pointer}\n`)
  })

  test('many headers are cut', () => {
    const headers = Array.from({ length: 30 }, (_, index) => [`x-${index}`, 'value'] as const)
    expect(textOf({ witness: { response: { status: 200, headers, body: new Uint8Array() } } })).toContain(
      '< … 18 more headers',
    )
  })

  test('a body is never cut within a character', () => {
    const body = new TextEncoder().encode('💥 '.repeat(1000))
    expect(textOf({ witness: { response: { status: 200, headers: [], body } } })).toContain('< … (5,000 bytes in all)')
  })
})

describe('the ledger', () => {
  test('many operations are cut to those with something broken or untested', () => {
    const constraints = Array.from({ length: 30 }, (_, index) =>
      ledgerRow({ name: 'request method', operation: `operation${index}`, state: index === 29 ? 'broken' : 'held' }),
    )
    const output = render(createConsoleReporter(PLAIN), report('fail', { constraints }))
    expect(output).toMatch(/^operation29 +0 +1 +0 +0$/m)
    expect(output).toContain('… 10 more operations: --verbose')
    expect(output).toMatch(/^total +29 +1 +0 +0$/m)
  })

  test('every reason stands once, with its number; verbose gives all ids', () => {
    expect(show('fail').match(/no execution failed/g)).toHaveLength(1)
    expect(show('fail')).toContain('and 2 more')
    expect(show('fail', { mode: 'verbose' })).toContain('response.200 /errors/*/end_time format')
  })
})
