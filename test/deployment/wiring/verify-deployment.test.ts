import { describe, expect, test } from 'vitest'
import { defects, startDeployment } from '../../../fixtures/deployments/index.ts'
import { bundled, planVerification, type RunEvent, UsageError, verifyDeployment } from '../../../src/entries/index.ts'

const contract = bundled()

describe('verifyDeployment', () => {
  test('without a target, verifies the embedded mock with random requests', async () => {
    const report = await verifyDeployment(contract)
    expect(report.summary).toMatchObject({ verdict: 'pass', findings: { error: 0, advisory: 0 } })
    expect(report.target).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(report.plan).toEqual({
      digest: planVerification(contract).digest,
      requests: planVerification(contract).cases.length,
      executions: planVerification(contract).executions,
    })
    expect(planVerification(contract).cases.length).toBeGreaterThan(
      planVerification(contract, { runs: 0 }).cases.length,
    )
  })

  test('finds what a deployment breaks, and shows no credentials', async () => {
    const patch = defects.find(({ name }) => name === 'project-id-max-plus-one-accepted')?.patch
    const deployment = await startDeployment(patch ?? {})
    const events: RunEvent[] = []
    try {
      const report = await verifyDeployment(contract, {
        target: deployment.origin,
        param: { project_id: 'a', workflow_id: ['b', 'c'] },
        header: [['x-trace', 'a value that is no business of others']],
        token: 'a token that is no business of others',
        runs: 0,
        onEvent: (event) => events.push(event),
      })
      // The fixture asks for no token at all.
      expect(report.findings.map(({ check }) => check).sort()).toEqual(['ignored_auth', 'negative_data_rejection'])
      expect(JSON.stringify(report)).not.toContain('business')
      expect(events.at(-1)).toEqual({ type: 'finished', report, isEmbedded: false })
    } finally {
      await deployment.close()
    }
  })

  test('sends a plan that was looked at before', async () => {
    const plan = planVerification(contract, { runs: 0, maxExecutions: 0 })
    const report = await verifyDeployment(contract, { plan })
    expect(report.plan.digest).toBe(plan.digest)
    expect(report.summary.executions).toBe(0)
  })

  test('ends when it is told to', async () => {
    const { summary } = await verifyDeployment(contract, { signal: AbortSignal.abort() })
    expect(summary).toMatchObject({ verdict: 'inconclusive', requests: 0 })
  })

  test.each([
    [{ runs: -1 }, 'runs is -1'],
    [{ maxExecutions: Number.NaN }, 'maxExecutions is NaN'],
    [{ maxRequests: -1 }, 'maxRequests is -1'],
    [{ concurrency: 0 }, 'concurrency is 0'],
    [{ timeout: 0 }, 'timeout is 0'],
    [{ rate: 0 }, 'rate is 0'],
    [{ token: 'a\nb' }, 'X-Auth-Token'],
    [{ header: [['a b', 'c']] as const }, '"a b"'],
    [{ cert: 'a' }, 'cert and key go together'],
    [{ target: 'localhost' }, 'localhost'],
    [{ param: { project: 'a' } }, '--param project names no parameter'],
    [{ include: ['nothing'] }, 'nothing'],
  ])('refuses %j before anything is sent', async (options, message) => {
    const refused = verifyDeployment(contract, options)
    await expect(refused).rejects.toBeInstanceOf(UsageError)
    await expect(refused).rejects.toThrow(message)
  })
})
