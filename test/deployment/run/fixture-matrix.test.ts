import { describe, expect, test } from 'vitest'
import { failure } from '../../../fixtures/deployments/answer.ts'
import {
  type Context,
  combined,
  conforming,
  type Defect,
  defects,
  type ExpectedFinding,
  type Patch,
  startDeployment,
} from '../../../fixtures/deployments/index.ts'
import { fixtureTable } from '../../../fixtures/rules/index.ts'
import { ofEachKind } from '../../support/of-each-kind.ts'
import { verify } from '../../support/verify.ts'
import { inMemory, needsSockets, overSockets } from '../../support/verify-fixture.ts'
import { row, testFixtures } from './fixture-matrix.ts'

const isPlain = (fixture: (typeof conforming)[number]): boolean => !needsSockets(fixture)

/** Those that show a rule. */
const shown = new Set(
  Object.values(fixtureTable).flatMap((fixtures) =>
    'over' in fixtures && fixtures.over === 'deployments' ? fixtures.violating : [],
  ),
)

/** What a finding is about, without which answer or which of several places it is at. */
const kindOf = ({ check, subject }: ExpectedFinding): string => {
  if ('case' in subject) return `${check} case`
  const [, place = '', ...rest] = subject.constraint.split(' ')
  return [check, place.replace(/\.\d+$|\.\w+_id$/, ''), rest.at(-1)].join(' ')
}

describe('in memory, those that show a rule and a defect of each kind', () => {
  const kindsOf = ({ finding, also = [] }: Defect): string[] => [finding, ...also].map(kindOf)
  const plain = defects.filter(isPlain)
  const ofKinds = new Set(ofEachKind(plain, kindsOf, 1))
  const sample = plain.filter((defect) => shown.has(defect.name) || ofKinds.has(defect))
  testFixtures({ defects: sample, conforming: conforming.filter(isPlain) }, inMemory, 16)
})

// All of them go over sockets in fixture-matrix.slow.test.ts.
describe('over sockets, those that need them and a sample of the others', () => {
  const inSample = <T extends (typeof conforming)[number]>(fixture: T, index: number): boolean =>
    needsSockets(fixture) || index % 60 === 0
  const several = combined.filter((_, index) => index % 2 === 1)
  const sample = { defects: [...defects.filter(inSample), ...several], conforming: conforming.filter(inSample) }
  testFixtures(sample, overSockets, 16)
})

describe('a deployment that dies', () => {
  const deaths: readonly (readonly [string, (context: Context) => boolean])[] = [
    ['of a request that it may execute', ({ bytes }) => Buffer.from(bytes).includes('\\u0000')],
    ['of a request that it should refuse', ({ refusedBy }) => refusedBy === 'headers'],
    ['after some time', ({ requests }) => requests === 30],
  ]
  test.concurrent.each(deaths)('%s, is told so however many requests are under way', async (_, isDeadly) => {
    const reports = [1, 4, 16].map(async (concurrency) => {
      let isDead = false
      const deployment = await startDeployment({
        transport: (res, _answer, context) => {
          if (!isDead && !isDeadly(context)) return false
          isDead = true
          res.destroy()
          void deployment.close()
          return true
        },
      })
      return verify(deployment.origin, { concurrency })
    })
    for (const { summary, findings } of await Promise.all(reports)) {
      expect(summary.verdict).toBe('fail')
      expect(findings.map(row)).toEqual(['complete_response | case the target stopped answering | error'])
    }
  })
})

describe('a deployment that looks ids up', () => {
  const params = { workflow_id: ['known-workflow'] }
  const lookup: Patch['valid'] = ({ workflow_id }) =>
    workflow_id === 'known-workflow' ? undefined : failure(404, 'The workflow does not exist.')
  const limits = async (patch: Patch, known = params): Promise<(string | undefined)[]> => {
    const { constraints, summary } = await overSockets({ patch, run: { params: known } }, 4)
    expect(summary.findings.error).toBe(0)
    return constraints
      .filter(({ id }) => /request\.path\.\w+ maxLength$/.test(id))
      .map(({ state, reason }) => `${state}${reason ? ` ${reason}` : ''}`)
  }

  test('and has no limit proves none', async () => {
    const [project, workflow] = await limits({
      valid: lookup,
      rules: { workflow_id: { limit: Number.POSITIVE_INFINITY } },
    })
    expect(project).toBe('held')
    expect(workflow).toMatch(/^untested answered 404 at the edge and beyond it alike/)
  })

  test('and has no limit proves none at a known value that stands at the edge', async () => {
    const [, workflow] = await limits(
      {
        valid: ({ workflow_id }) =>
          workflow_id.startsWith('known-') && workflow_id.length === 512 ? undefined : failure(404, 'Not there.'),
        rules: { workflow_id: { limit: Number.POSITIVE_INFINITY } },
      },
      { workflow_id: ['known-'.padEnd(512, 'x')] },
    )
    expect(workflow).toMatch(/^untested what breaks it was answered 404/)
  })

  test('and refuses over-long ones proves its limits', async () => {
    expect(await limits({ valid: lookup })).toEqual(['held', 'held'])
  })
})
