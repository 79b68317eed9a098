import type { Constraint } from '../contract/constraints/index.ts'
import type { Severity } from '../report/results/index.ts'
import type { ClientBehaviour } from './generic-client.ts'
import type { ClientMutantKind, Exemption } from './mutant.ts'

/** A client that keeps the contract except for one thing. */
export interface ClientMutant {
  /** Stable: the place, the kind and, if there are several, which. */
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
  /** If it never departed: whether there is anything legal that would make it. By default there is. */
  readonly couldDepart?: () => boolean
  /** What would kill it, if nothing did. */
  readonly remedy?: string
}

type Departure = Omit<ClientMutant, 'id' | 'constraint' | 'severity'> & Partial<Pick<ClientMutant, 'severity'>>

/** A mutant of what stands at a place of the messages: `request.path.id`, `response.200 /status`. */
export function clientMutant(
  constraint: Constraint,
  place: string,
  departure: Departure,
  which?: string,
): ClientMutant {
  const id = `${constraint.operation} ${place}: ${departure.kind}${which === undefined ? '' : `: ${which}`}`
  return { id, constraint: constraint.id, severity: 'error', ...departure }
}

/** What a mutant throws if it does not take an argument or an answer. */
export class Refused extends Error {
  constructor() {
    super('it does not take that')
  }
}
