import { describe, expect, test } from 'vitest'
import { createGithubReporter } from '../../../src/report/reporters/github-reporter.ts'
import type { Report } from '../../../src/report/results/index.ts'
import {
  eventsOf,
  failReport,
  finding,
  knownReport,
  ledgerRow,
  nothingSentReport,
  passReport,
  render,
  report,
  tenThousandFindingsReport,
} from '../../support/reports.ts'

interface Command {
  readonly level: string
  readonly message: string
  readonly [property: string]: string
}

/** Reads a command as the runner does: what is not escaped separates. */
function parse(line: string): Command {
  const [, level = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
  const unescaped = (text: string): string =>
    text
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%')
  const pairs = properties.split(',').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=')
    return [name, unescaped(value.join('='))]
  })
  return { ...Object.fromEntries(pairs), level, message: unescaped(message) }
}

const commands = (ended: Report): Command[] => render(createGithubReporter(), ended).trimEnd().split('\n').map(parse)

const broken = (file: string, line?: number): Report =>
  report('fail', {
    findings: [finding({ constraint: 'request method', message: '100% wrong', expected: 'a,b::c', received: 'r' })],
    constraints: [
      {
        ...ledgerRow({ name: 'request method', state: 'broken' }),
        source: { file, pointer: '/paths', ...(line !== undefined && { line }) },
      },
    ],
  })

test('points to the line of the contract', () => {
  expect(commands(failReport())[1]).toMatchObject({
    level: 'error',
    file: 'specs/start-sync-workflow-execution.yaml',
    line: '22',
    title: 'error: startSyncWorkflowExecution request.path.project_id maxLength',
  })
})

test.each([
  ['specs\\a,b:c.yaml', { file: 'specs/a,b:c.yaml', line: '7' }],
  ['C:\\specs\\a.yaml', { file: 'C:/specs/a.yaml', line: '7' }],
])('in the file %s', (file, place) => expect(commands(broken(file, 7))[1]).toMatchObject(place))

test('says a place in no file of the repository in words', () => {
  const [, command] = commands(broken('https://example.com/a.yaml', 7))
  expect(command).not.toHaveProperty('file')
  expect(command?.message).toContain('contract: https://example.com/a.yaml:7')
})

test('leaves a line out that is not known', () => expect(commands(broken('a.yaml'))[1]).not.toHaveProperty('line'))

test('escapes what separates', () => {
  const [, line] = render(createGithubReporter(), broken('a.yaml', 7)).split('\n')
  expect(line).toContain('::100%25 wrong%0Aexpected: a,b::c%0A')
  expect(parse(line ?? '').message).toContain('100% wrong\nexpected: a,b::c\n')
})

describe('levels', () => {
  test('the verdict comes first, an error unless it is PASS', () => {
    expect(commands(passReport())).toEqual([expect.objectContaining({ level: 'notice', title: 'fgs-contract: PASS' })])
    expect(commands(failReport())[0]).toMatchObject({ level: 'error', title: 'fgs-contract: FAIL' })
    expect(commands(nothingSentReport())).toEqual([
      expect.objectContaining({ level: 'error', title: 'fgs-contract: INCONCLUSIVE' }),
    ])
  })

  test('advisories, and what is known, are notices', () => {
    expect(commands(failReport()).map(({ level }) => level)).toEqual([...Array(6).fill('error'), 'notice'])
    const knownCommands = commands(knownReport())
    expect(knownCommands.map(({ level }) => level)).toEqual(Array(7).fill('notice'))
    expect(knownCommands[1]?.title).toMatch(/^known: /)
    expect(knownCommands[1]?.message).toContain('known until 2026-12-31: To be mended in release 8.')
  })

  test('no more than GitHub shows, and how many are left out', () => {
    const all = commands(tenThousandFindingsReport())
    expect(all.map(({ level }) => level)).toEqual([...Array(10).fill('error'), ...Array(10).fill('notice')])
    expect(all[9]?.title).toBe('7,492 more errors')
    expect(all[19]?.title).toBe('2,491 more findings')
  })
})

test('between the first and the last event nothing of others is a command', () => {
  const reporter = createGithubReporter('a-token')
  const texts = eventsOf(failReport()).map((event) => reporter.report(event))
  expect(texts[0]).toBe('::stop-commands::a-token\n')
  expect(texts.slice(1, -1).join('')).toBe('')
  expect(texts.at(-1)).toMatch(/^::a-token::\n::error /)
})
