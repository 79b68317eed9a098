import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { combined, type Deployment, startDeployment } from '../../fixtures/deployments/index.ts'
import { bundled, planVerification } from '../../src/entries/index.ts'
import { run } from '../support/built-package.ts'
import { root } from '../support/project-files.ts'

interface Result {
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly messages: readonly string[]
  readonly note?: string
  readonly annotations: readonly string[]
}

interface File {
  readonly errors: readonly string[]
  readonly tests: { readonly [name: string]: Result }
}

const TITLE = 'FunctionGraph StartSyncWorkflowExecution 1.0.0'
const OPERATION = 'startSyncWorkflowExecution'

describe('describeContract', () => {
  const deployments: Deployment[] = []
  let files: { readonly [name: string]: File }

  const origin = async (defects: string): Promise<string> => {
    const patch = combined.find(({ name }) => name === defects)?.patch
    if (patch === undefined) throw new Error(`there is no fixture ${defects}`)
    const deployment = await startDeployment(patch)
    deployments.push(deployment)
    return deployment.origin
  }

  beforeAll(async () => {
    const gone = await startDeployment()
    await gone.close()
    const env = {
      ADVISED: await origin('any-media-type-accepted-and-text-after-json-accepted-and-end-time-type-null'),
      REFUSED: await origin('refuses-a-dot-in-project-id-and-refuses-quotes-in-workflow-id-and-refuses-empty-input'),
      UNREACHABLE: gone.origin,
    }
    const { code, stdout, stderr } = await run(process.execPath, ['test/vitest/run-suites.mjs'], root, env)
    expect([code, stderr]).toEqual([1, ''])
    files = JSON.parse(stdout)
  })

  afterAll(() => Promise.all(deployments.map((one) => one.close())))

  const resultsOf = (file: string): [name: string, result: Result][] => Object.entries(files[file]?.tests ?? {})

  /** By state, of the tests in the suite of an operation, ids without the operation. */
  const statesOf = (file: string): { readonly [state: string]: readonly string[] } => {
    const states: { [state: string]: string[] } = { passed: [], failed: [], skipped: [] }
    for (const [name, { state }] of resultsOf(file))
      states[state]?.push(name.replace(/^.* > /, '').replace(`${OPERATION} `, ''))
    return states
  }

  const resultOf = (file: string, name: string): Result => {
    const full = name.startsWith('re') ? `${TITLE} > ${OPERATION} > ${OPERATION} ${name}` : `${TITLE} > ${name}`
    const result = files[file]?.tests[full]
    if (result === undefined) throw new Error(`there is no test ${full}`)
    return result
  }

  const withoutPort = (text: string | undefined): string | undefined =>
    text?.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')

  test('registers a test for each constraint, in the order of the contract, and three more', () => {
    const judges = [...planVerification(bundled()).judges.values()]
    const ids = judges.flatMap(({ constraints }) =>
      constraints.filter(({ implied }) => implied === undefined).map(({ id }) => `${TITLE} > ${OPERATION} > ${id}`),
    )
    expect(ids.length).toBeGreaterThan(70)
    const names = [
      `${TITLE} > the run is conclusive`,
      ...ids,
      `${TITLE} > the gate is met`,
      `${TITLE} > other findings`,
    ]
    for (const file of ['conforming', 'advised', 'refused', 'gated', 'unreachable'])
      expect(resultsOf(file).map(([name]) => name)).toEqual(names)
  })

  test('passes what is held, and skips what is untested, with the reason', () => {
    const { failed, skipped = [] } = statesOf('conforming')
    expect(failed).toEqual([])
    expect(skipped.filter((name) => !/^response\.(?:404|500) /.test(name))).toEqual(['request security'])
    expect(resultOf('conforming', 'request security').note).toBe('no credentials were given: --token or --header')
    expect(resultOf('conforming', 'response.404 status').note).toMatch(/^no response of the operation with status 404/)
  })

  test('verifies no more than what is included', () => {
    const { passed = [], failed, skipped } = statesOf('included')
    expect([failed, skipped]).toEqual([[], []])
    expect(passed.length).toBeGreaterThan(20)
    expect(passed).toContain('listPets own.typed')
    const operations = resultsOf('included').flatMap(([name]) => / > (\w+) > /.exec(name)?.[1] ?? [])
    expect(new Set(operations)).toEqual(new Set(['listPets']))
  })

  test('fails what is broken, with the finding', () => {
    expect(statesOf('advised').failed).toEqual(['request.body syntax', 'response.200 /end_time type'])
    const [message = '', ...more] = resultOf('advised', 'response.200 /end_time type').messages
    expect(more).toEqual([])
    const [summary = '', witness] = message.split('\n\n')
    expect(summary.replace(/seen \d+ times/, 'seen N times')).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution response.200 /end_time type
        error · response_schema_conformance · seen N times
        The value at /end_time breaks type.
        expected  type string
        received  null
        contract  specs/start-sync-workflow-execution.yaml:272"
    `)
    expect(witness).toMatch(/^ {2}> POST \/v2\/.*^ {2}< HTTP 200$.*"end_time":null.*^ {2}\$ curl .* -X POST 'http:/ms)
  })

  test('passes what only an advisory is about, with an annotation', () => {
    const { state, annotations } = resultOf('advised', 'request.body mediaType')
    expect(state).toBe('passed')
    expect(annotations).toHaveLength(1)
    expect(annotations[0]).toMatch(
      /^advisory: startSyncWorkflowExecution request\.body mediaType\n {2}advisory · negative_data_rejection/,
    )
  })

  test('fails by what is about no constraint in a test of its own', () => {
    expect(statesOf('refused').failed).toEqual(['other findings'])
    const [message = '', ...more] = resultOf('refused', 'other findings').messages
    expect(more).toEqual([])
    const heads = message.split('\n').filter((line) => /^\w/.test(line))
    expect(heads).toEqual(
      ['request.path.workflow_id: a quote', 'request.body /input: empty object', 'request.path.project_id: a dot'].map(
        (what) => `${OPERATION} ${what}`,
      ),
    )
  })

  test('fails by what the run requires in a test of its own, and by nothing that the baseline knows', () => {
    expect(statesOf('gated').failed).toEqual(['the gate is met'])
    expect(resultOf('gated', 'the gate is met').messages).toEqual([
      expect.stringMatching(
        /^--require-held 95%: \d+ of \d+ constraints are held .*; --strict-baseline: 1 stale in known\.json: .*request\.body type/,
      ),
    ])
    const { state, annotations } = resultOf('gated', 'response.200 /end_time type')
    expect([state, annotations]).toEqual(['passed', [expect.stringContaining('ticket 7')]])
  })

  test('fails by a target that is not there in one test, and skips the others', () => {
    const { failed, passed } = statesOf('unreachable')
    expect([failed, passed]).toEqual([['the run is conclusive'], []])
    const { messages } = resultOf('unreachable', 'the run is conclusive')
    expect(messages.map(withoutPort)).toMatchInlineSnapshot(`
      [
        "The run is inconclusive: No connection to 127.0.0.1:PORT (ECONNREFUSED)",
      ]
    `)
    expect(withoutPort(resultOf('unreachable', 'response.200 type').note)).toMatchInlineSnapshot(
      `"the run is inconclusive: No connection to 127.0.0.1:PORT (ECONNREFUSED)"`,
    )
  })

  test('registers nothing where options cannot be followed', async () => {
    const { describeContract } = await import('../../src/entries/vitest.ts')
    expect(() => describeContract(bundled(), { target: 'nowhere' })).toThrow(/^--target nowhere is not a URL/)
    expect(() => describeContract(bundled(), { include: ['stop'] })).toThrow(/^--include stop names no operation/)
  })
})
