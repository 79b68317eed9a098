export { type AdequacyOptions, adequacy } from './adequacy.ts'
export type { AdequacyCounts, AdequacyReport, MutantRow, MutantState } from './adequacy-report.ts'
export type { MutantKind } from './mutant.ts'
