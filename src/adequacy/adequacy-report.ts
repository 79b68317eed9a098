import type { CheckName, Note, PlanSummary, Report, Severity } from '../report/results/index.ts'
import type { ClientMutantKind, MutantKind } from './mutant.ts'

/**
 * `killed`: the run noticed it. `equivalent`: it gives the same answers to every request. `unreachable`: it departs only
 * where no request of an outsider leads, or refuses all of them. `masked`: something that is known hides it. `survived`: nothing noticed it.
 */
export type MutantState = 'killed' | 'survived' | 'masked' | 'equivalent' | 'unreachable'

export interface MutantRow {
  /** Stable: the constraint, the kind and, if there are several, which. */
  readonly id: string
  /** What it is a mutant of. */
  readonly party: 'client' | 'deployment'
  readonly operation: string
  readonly constraint: string
  readonly kind: MutantKind | ClientMutantKind
  /** What it does, in one sentence. */
  readonly description: string
  readonly state: MutantState
  /** The finding that killed it: the first one that did. None, if it shows itself by what is not called held. */
  readonly by?: { readonly check: CheckName; readonly severity: Severity; readonly about: string }
  /** Why it was not killed. */
  readonly reason?: string
  /** What would kill it. */
  readonly remedy?: string
}

export interface AdequacyCounts {
  readonly killed: number
  /** Masked ones included. */
  readonly survived: number
  readonly equivalent: number
  readonly unreachable: number
}

/** Which mutants of a contract a run notices. */
export interface AdequacyReport {
  readonly version: 1
  readonly tool: Report['tool']
  readonly contract: Report['contract']
  readonly seed: number
  /** What each mutant is sent, as far as it is of the mutant's operation. */
  readonly plan: Required<PlanSummary>
  /** Fails if a mutant survives; inconclusive if there is none that could. */
  readonly summary: AdequacyCounts & { readonly verdict: 'pass' | 'fail' | 'inconclusive' }
  readonly kinds: readonly (AdequacyCounts & Pick<MutantRow, 'party' | 'kind'>)[]
  readonly mutants: readonly MutantRow[]
  readonly notes: readonly Note[]
}
