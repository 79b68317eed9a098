import type { Constraint, SchemaConstraint } from '../../contract/constraints/index.ts'
import { type HttpRequest, isSuccess, type Outcome, statusClass } from '../../http/index.ts'
import type { DeploymentCheckName, Finding, OwnCheckName, Severity, Subject } from '../../report/results/index.ts'
import {
  firstBroken,
  isConforming,
  isForAnother,
  type JudgedRequest,
  type JudgedResponse,
  type OperationJudge,
} from '../messages/index.ts'

/** A request with its final outcome: if only throttling or a passing fault answered, it was sent again before. */
export interface Exchange {
  readonly judge: OperationJudge
  /** The case's name, for what no constraint covers. */
  readonly name: string
  readonly judged: JudgedRequest
  /** If it breaks the message itself, what it says apart from that; undefined if that is not known. */
  readonly wellFormed?: JudgedRequest | undefined
  /** Whether it carried good credentials, as far as the user has given any. */
  readonly credentials: 'configured' | 'none' | 'wrong' | 'empty' | 'cut' | 'recased'
  readonly outcome: Outcome
  /** The request as it was sent, with its credentials, if that is known. */
  readonly sent?: HttpRequest | undefined
  /** The response set against the operation, if there is one. */
  readonly answer: JudgedResponse | undefined
  /** The same fault or 5xx came again whenever this was sent. */
  readonly repeated: boolean
  /** The one media type of its answers that the request accepts, of several that are documented. */
  readonly accept?: string | undefined
  /** The first accepted exchange of the operation, if this repeats its request at the end. */
  readonly first?: Exchange | undefined
  /** Whether one with wrong credentials was refused for them. */
  readonly isWrongRefused?: boolean
  /** A conforming request of the same operation that was accepted. */
  readonly twin: JudgedRequest | undefined
  /** The constraint whose edge is why a conforming request was refused, if that could be found out. */
  readonly edge?: SchemaConstraint | undefined
  /** Why this refusal proves nothing, as the user says or the run has seen. */
  readonly business?: string | undefined
  /** It stands for failures that did not come again, out of all requests; `kinds` says what they were. */
  readonly rate?: { readonly failed: number; readonly of: number; readonly kinds: string }
  /** It was refused for a size that no server has to take. */
  readonly forItsSize?: boolean
  /** It may have been refused for something that the document does not speak of: nothing tells that from a fault. */
  readonly blameless?: boolean
  /** Nothing that the target was sent was accepted so far. */
  readonly isLost?: boolean
  /** The constraint that is at fault, if it is another than the one that the request was sent to break. */
  readonly cause?: Constraint
  /** Names what is at fault if it is more than this one request. */
  readonly general?: string
  /** What is at fault is so for every operation. */
  readonly isEverywhere?: boolean
}

/** What is at fault if an operation, or the whole target, answers nothing but server errors. */
export const EVERY_REQUEST = 'every request'

/** What a check has to say against an exchange. */
export interface Objection {
  readonly subject: Subject
  readonly severity: Severity
  /** Tells apart different defects of one subject. */
  readonly class: string
  /** A class of the same subject and check that has the same cause: if both are met, this one is not told. */
  readonly impliedBy?: string
  /** It is about the deployment as a whole, and not about this operation alone: seen in several, it is one. */
  readonly isEverywhere?: boolean
  readonly message: string
  readonly expected: string
  readonly received: string
}

/** What a check has to say against a deployment, with the check's name. */
export interface Breach extends Objection {
  readonly check: DeploymentCheckName | OwnCheckName
}

/** One question asked of an exchange. */
export interface Check<Name extends Breach['check'] = Breach['check']> {
  readonly name: Name
  /**
   * Which constraint it objects to, if one is to blame:
   *
   * - `request`: the one that the request breaks
   * - `edge`: the one at whose edge the request stands, which keeps them all
   * - `status`: the status that stands where the received one does not
   * - `response`: one that an answer with its status has to keep
   * - `case`: none ever; it names a case
   * - `own`: its own one of the operation, which the user makes
   */
  readonly about: 'request' | 'edge' | 'status' | 'response' | 'case' | 'own'
  /**
   * When its answer is certain:
   *
   * - `at once`: one exchange shows it
   * - `after trouble`: at once, unless the request met a refusal, a fault or a 5xx that may pass
   * - `again`: what it objects to was met again whenever the request was sent
   */
  readonly settles: 'at once' | 'after trouble' | 'again'
  /** Pure. */
  ask(exchange: Exchange): readonly Objection[]
}

export const about = ({ id }: Constraint): Subject => ({ kind: 'constraint', constraint: id })

export const isSameSubject = (a: Subject, b: Subject): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Whether two breaches of one operation are the same defect. */
export const isSameDefect = (a: Pick<Finding, 'check' | 'class' | 'subject'>, b: Breach): boolean =>
  a.check === b.check && a.class === b.class && isSameSubject(a.subject, b.subject)

/** The constraint that a request breaks, by what it says or by the credentials that it does not carry. */
export const brokenConstraint = ({
  judge,
  judged,
  credentials,
}: Pick<Exchange, 'judge' | 'judged' | 'credentials'>): Constraint | undefined =>
  credentials === 'configured' ? firstBroken(judged) : judge.constraint('security')

/** The constraint that a request was sent to break or, if it was sent to break none, its case. */
export function subjectOf(exchange: Exchange): Subject {
  const { judged, name, general, cause } = exchange
  if (general !== undefined) return { kind: 'case', case: general }
  const broken = cause ?? brokenConstraint(exchange)
  if (broken) return about(broken)
  return { kind: 'case', case: isForAnother(judged) ? 'an empty path segment' : name }
}

/** What fails now and then, in a sentence. */
export const describeRate = ({ failed, of, kinds }: NonNullable<Exchange['rate']>, what = 'requests failed'): string =>
  `${failed} of ${of} ${what} (${kinds}), and not when they were sent again.`

/** Whether a request that keeps the contract was let through: by a success, or by a redirect that is documented. */
export function isAccepted(exchange: Exchange): boolean {
  const { judged, credentials, answer } = exchange
  const status = statusOf(exchange)
  if (!isConforming(judged) || credentials !== 'configured' || status === undefined) return false
  return isSuccess(status) || (statusClass(status) === 3 && answer?.documented !== undefined)
}

export const statusOf = ({ outcome }: Exchange): number | undefined =>
  outcome.kind === 'response' ? outcome.response.status : undefined
