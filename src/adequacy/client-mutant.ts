import type { Severity } from '../report/results/index.ts'
import type { ClientBehaviour } from './generic-client.ts'
import type { ClientMutantKind, Exemption } from './mutant.ts'

/** A client that keeps the contract but for one thing. */
export interface ClientMutant {
  /** Stable: the place, the kind and, where there are several, which. */
  readonly id: string
  readonly constraint: string
  readonly kind: ClientMutantKind
  /** One sentence. */
  readonly description: string
  /** What it does otherwise than a client that keeps the contract; it calls `depart` each time that this shows. */
  readonly change: (keeps: ClientBehaviour, depart: () => void) => Partial<ClientBehaviour>
  /** The least that a finding must be. */
  readonly severity: Severity
  readonly exempt?: Exemption
  /** Where it never departed: whether there is anything legal of which it would. */
  readonly couldDepart?: () => boolean
  /** What would kill it, where nothing did. */
  readonly remedy?: string
}
