import type { Contract } from '../contract/model/index.ts'
import { contractWith } from '../deployment/wiring/index.ts'
import { libraryNames, requireLibraryOptions } from '../options/index.ts'
import type { AdequacyReport } from './adequacy-report.ts'
import { measureClients } from './measure-clients.ts'
import { type AdequacyOptions, measureDeployments } from './measure-deployments.ts'
import { summedUp } from './summed-up.ts'

export type { AdequacyOptions } from './measure-deployments.ts'

/**
 * Derives from a contract deployments that keep it except for one thing each, runs what `verifyDeployment` would send
 * against every one of them, in process, and says which ones the run notices. The same contract, options and seed give
 * the same mutants and the same report. With `clients` the same of clients, driven as by `verifyClient`. Rejects with UsageError for options that cannot be followed.
 */
export async function adequacy(document: Contract, options: AdequacyOptions = {}): Promise<AdequacyReport> {
  requireLibraryOptions(libraryNames('adequacy'), options)
  const contract = contractWith(document, options)
  const report = await measureDeployments(contract, options)
  if (!options.clients) return report
  // Every operation that is included has mutants.
  const included = new Set(report.mutants.map(({ operation }) => operation))
  const operations = contract.operations.filter(({ id }) => included.has(id))
  const { rows, notes } = await measureClients(contract, operations, report.seed)
  return {
    ...report,
    ...summedUp([...report.mutants, ...rows]),
    notes: [...report.notes, ...notes.map((message) => ({ message }))],
  }
}
