import { expect, test } from 'vitest'
import {
  conforming,
  type Defect,
  type Deployment,
  defects,
  startDeployment,
} from '../../../fixtures/deployments/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import { type RecordedFinding, readReport } from '../../../src/deployment/replay/index.ts'
import { replayReport } from '../../../src/deployment/wiring/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import type { ReplayReport } from '../../../src/report/results/index.ts'
import { verify } from '../../support/verify.ts'
import { optionsOf } from '../../support/verify-fixture.ts'

async function reportOf({ origin }: Deployment, { run }: Defect): Promise<string> {
  return createJsonReporter().report({ type: 'finished', report: await verify(origin, optionsOf(run)) })
}

const statesOf = ({ findings }: ReplayReport): string[] => findings.map(({ id, state }) => `${id}: ${state}`)

/** Met once, and not for as long as it is sent. */
const PASSING = /^500-|^now-and-then-|-at-first$/

/** The clean deployment has no 404 and no 500 to show. */
const onClean = ({ id, subject }: RecordedFinding): string =>
  subject.kind === 'constraint' && /response\.(?:404|500) /.test(subject.constraint)
    ? `${id}: inconclusive`
    : `${id}: fixed`

// A sample, with all that is about credentials and time: each costs a run.
const sample = defects.filter(
  ({ name, run }, index) => index % 24 === 0 || run !== undefined || (PASSING.test(name) && index % 18 === 0),
)

test.concurrent.each(sample.map((defect) => [defect.name, defect] as const))(
  '%s is still failing, and fixed where it is clean',
  async (_, defect) => {
    const { token, timeoutMs } = defect.run ?? {}
    const broken = await startDeployment(defect.patch)
    const clean = await startDeployment(token ? conforming.find(({ name }) => name === 'token-required')?.patch : {})
    try {
      const report = readReport(await reportOf(broken, defect), 'report.json')
      expect(report.findings.length).toBeGreaterThan(0)
      const given = { ...(token && { token }), ...(timeoutMs && { timeout: timeoutMs }) }
      const replay = (target: string) => replayReport(bundled(), report, { target, ...given })
      const again = await replay(broken.origin)
      if (PASSING.test(defect.name)) expect(again.findings.map(({ state }) => state)).not.toContain('changed')
      else expect(statesOf(again)).toEqual(report.findings.map(({ id }) => `${id}: still failing`))
      expect(statesOf(await replay(clean.origin))).toEqual(report.findings.map(onClean))
    } finally {
      await broken.close()
      await clean.close()
    }
  },
)
