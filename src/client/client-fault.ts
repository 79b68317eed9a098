import type { Pointer } from '../json/index.ts'
import type { ClientCheckName, Severity, Subject } from '../report/results/index.ts'
import type { Observation } from './observation.ts'

/** What one call shows against the client, before it is told what of the call it is due to. */
export interface ClientFault {
  readonly check: ClientCheckName
  readonly severity: Severity
  /** Tells apart different defects of one subject. */
  readonly class: string
  /** The part of the call that it is about: `request`, `request.path.workflow_id`, `response.200`. */
  readonly label: string
  /** What of that part is lost. */
  readonly pointer?: Pointer
  /** The calls that could have shown it and did not; by default every other one that tells. */
  readonly passing?: readonly Observation[]
  /** What it is put down to, if that is known already. */
  readonly subject?: Subject
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly observation: Observation
}

/** Faults of one kind have one cause, or a few. */
export const kindOf = ({ check, class: name, label, pointer = '', subject }: ClientFault): string =>
  [check, name, label, pointer, subject ? JSON.stringify(subject) : ''].join('\n')

/** The same more coarsely: random calls show again and again what planned ones have shown. */
export const coarseKindOf = ({ check, label, subject }: ClientFault): string =>
  [check, label, subject ? JSON.stringify(subject) : ''].join('\n')
