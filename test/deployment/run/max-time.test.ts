import { expect, it } from 'vitest'
import { startDeployment } from '../../../fixtures/deployments/index.ts'
import { verify } from '../../support/verify.ts'

it('ends when --max-time is over, however long --rate would have it wait', async () => {
  const deployment = await startDeployment()
  let now = 0
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms
    },
  }
  try {
    await verify(deployment.origin, { clock, ratePerSecond: 1, concurrency: 1, maxTimeMs: 3_000 })
    expect(now).toBeLessThanOrEqual(3_000)
  } finally {
    await deployment.close()
  }
})
