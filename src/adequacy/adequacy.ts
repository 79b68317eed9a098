import type { Contract } from '../contract/index.ts'
import type { AdequacyReport } from './adequacy-report.ts'
import { type AdequacyOptions, measureDeployments } from './measure-deployments.ts'

export type { AdequacyOptions } from './measure-deployments.ts'

/**
 * Derives from a contract deployments that keep it but for one thing each, runs what `verifyDeployment` would send
 * against every one of them, in process, and says which ones the run notices. The same contract, options and seed give
 * the same mutants and the same report. Rejects with UsageError for options that cannot be followed.
 */
export const adequacy = (contract: Contract, options: AdequacyOptions = {}): Promise<AdequacyReport> =>
  measureDeployments(contract, options)
