import { describe, expect, it, test } from 'vitest'
import { gateOf } from '../../../src/deployment/wiring/index.ts'
import { userRules } from '../../../src/deployment/wiring/user-rules.ts'
import { bundled, type OwnCheck, type VerificationOptions, verifyDeployment } from '../../../src/entries/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { conformingAnswer, inTurn, type Run, run } from '../../support/in-memory.ts'
import { plannedWith } from '../../support/plan-laws.ts'
import { bundledPlan } from '../../support/verify.ts'

const OPERATION = 'startSyncWorkflowExecution'
const ID = `${OPERATION} own.traced`

/** Every success has a trace, which the answers of the mock have not. */
const traced: OwnCheck = ({ response }) =>
  response.status >= 400 ? undefined : response.headers['x-trace'] !== undefined || 'The answer has no trace.'

const answering = (hasTrace: boolean): Parameters<typeof run>[0] => {
  const fields = hasTrace ? ([['X-Trace', 'a']] as const) : []
  return (request, index) => {
    const answer = conformingAnswer(request, index)
    return { ...answer, headers: [...answer.headers, ...fields] }
  }
}

const runWith = async (options: VerificationOptions, hasTrace = false): Promise<Report> => {
  const { report } = await run(answering(hasTrace), userRules(bundled(), options))
  return report
}

const told = ({ findings }: Report): string[] => findings.map(({ severity, id }) => `${severity} ${id}`)
const stateOf = ({ constraints }: Report, id = ID): (string | undefined)[] => {
  const row = constraints.find((candidate) => candidate.id === id)
  return row ? [row.state, row.reason] : []
}

describe('a check of one’s own is a constraint', () => {
  it('held if it was asked and never failed', async () => {
    const report = await runWith({ ownChecks: { traced } }, true)
    expect(told(report)).toEqual([])
    expect(stateOf(report)).toEqual(['held', undefined])
    expect(report.summary.verdict).toBe('pass')
  })

  it('broken, with its message', async () => {
    const report = await runWith({ ownChecks: { traced } })
    expect(told(report)).toEqual(['error own.traced own.traced failed'])
    expect(report.findings[0]).toMatchObject({
      subject: { kind: 'constraint', constraint: ID },
      message: 'The answer has no trace.',
      intermittent: false,
      witness: { response: { status: 200 } },
    })
    expect(stateOf(report)).toEqual(['broken', undefined])
    expect(report.summary.verdict).toBe('fail')
  })

  it('untested if it had no question', async () => {
    const report = await runWith({ ownChecks: { traced: () => undefined } })
    expect(stateOf(report)).toEqual(['untested', 'it had no question about any answer that came'])
    expect(report.summary.verdict).toBe('pass')
  })

  test.each<[string, VerificationOptions, readonly string[], readonly unknown[]]>([
    [
      'an advisory of its own',
      { ownChecks: { traced: { ask: traced, severity: 'advisory' } } },
      ['advisory'],
      ['broken'],
    ],
    ['an advisory', { ownChecks: { traced }, checks: { 'own.traced': 'advisory' } }, ['advisory'], ['broken']],
    [
      'an error again',
      {
        ownChecks: { traced },
        checks: { 'own.traced': 'off' },
        operations: { [OPERATION]: { checks: { 'own.traced': 'error' } } },
      },
      ['error'],
      ['broken'],
    ],
    ['off', { ownChecks: { traced }, checks: { 'own.traced': 'off' } }, [], ['untested', 'own.traced is off']],
    ['only reported', { ownChecks: { traced }, reportOnly: ['POST'] }, ['advisory'], ['broken']],
  ])('%s', async (_, options, severities, state) => {
    const report = await runWith(options)
    expect(report.findings.map(({ severity }) => severity)).toEqual(severities)
    expect(stateOf(report)).toEqual([...state, ...(state.length === 1 ? [undefined] : [])])
  })

  it('that --require-held can name', () => {
    const ask = (requireHeld: string[]) =>
      gateOf(bundled(), bundledPlan(), { ownChecks: { traced }, requireHeld, baseline: undefined })
    expect(() => ask(['own.traced'])).not.toThrow()
    expect(() => ask(['own.other'])).toThrow('own.other names no constraint')
  })
})

describe('in several operations', () => {
  const responses = { '200': { description: '' } }
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Two', version: '1' },
    paths: {
      '/a': { get: { operationId: 'a', responses } },
      '/b': { get: { operationId: 'b', responses } },
      '/c': { get: { operationId: 'c', responses } },
    },
  })
  const verify = (ownChecks: VerificationOptions['ownChecks']): Promise<Run> =>
    run(inTurn(contract), {
      contract,
      plan: createPlan(contract, plannedWith()),
      ...userRules(contract, { ownChecks }),
    })

  it('a failure is one finding, which lists them in the order of the document', async () => {
    const { report } = await verify({ traced: { ask: traced, operations: ['/c', '/a'] } })
    expect(told(report)).toEqual(['error own.traced own.traced failed'])
    expect(report.findings[0]?.places).toEqual(
      ['a', 'c'].map((operation) => ({ operation, constraint: `${operation} own.traced` })),
    )
    expect(['a', 'b', 'c'].map((operation) => stateOf(report, `${operation} own.traced`)[0])).toEqual([
      'broken',
      undefined,
      'broken',
    ])
  })
})

test.each<[string, VerificationOptions, string]>([
  ['a level of none', { checks: { 'own.traced': 'off' } }, 'ownChecks has no such check; there is none.'],
  ['another’s name', { ownChecks: { ignored_auth: traced } }, 'ownChecks is an object; give an object that has'],
  [
    'an operation that there is not',
    { ownChecks: { traced: { ask: traced, operations: ['POST', 'a*'] } } },
    'ownChecks.traced.operations a* names no operation by id',
  ],
  ['no name', { ownChecks: { 'a b': traced } }, 'ownChecks is an object; give'],
])('cannot be used: %s', async (_, options, message) => {
  await expect(verifyDeployment(bundled(), options)).rejects.toThrow(message)
})
