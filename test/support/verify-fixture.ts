import { type Conforming, createBehaviour, type RunOptions, startDeployment } from '../../fixtures/deployments/index.ts'
import type { Report } from '../../src/report/results/index.ts'
import { transportTo } from './behaviour-transport.ts'
import { bundledPlan, verify } from './verify.ts'

/** A fixture of any sort, with what to know for verifying it. */
type Fixture = Pick<Conforming, 'patch' | 'run'>

/** Verifies a fixture with so many requests at once, and so many random requests beside the planned ones. */
export type VerifyFixture = (fixture: Fixture, concurrency: number, runs?: number) => Promise<Report>

export const overSockets: VerifyFixture = async ({ patch, run }, concurrency, runs) => {
  const deployment = await startDeployment(patch)
  try {
    return await verify(deployment.origin, optionsOf(run, concurrency, runs))
  } finally {
    await deployment.close()
  }
}

export const inMemory: VerifyFixture = ({ patch, run }, concurrency, runs) =>
  verify('http://deployment.invalid', {
    ...optionsOf(run, concurrency, runs),
    transport: transportTo(createBehaviour(patch)),
  })

export const inMemoryIfPossible: VerifyFixture = (fixture, ...more) =>
  needsSockets(fixture) ? overSockets(fixture, ...more) : inMemory(fixture, ...more)

/** Whether a fixture writes answers itself, and so cannot do without sockets. */
export const needsSockets = ({ patch }: Fixture): boolean => patch.transport !== undefined

/** The options of `verify` for a fixture. */
export const optionsOf = ({ params = {}, token, timeoutMs }: RunOptions = {}, concurrency = 4, runs = 0) => ({
  plan: bundledPlan(params, token !== undefined, runs),
  concurrency,
  ...(token !== undefined && { token }),
  ...(timeoutMs !== undefined && { timeoutMs }),
})
