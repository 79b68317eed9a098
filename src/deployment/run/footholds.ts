import { isServerError } from '../../http/index.ts'
import { isTemplateOf, isWithin } from '../../json/index.ts'
import { type Exchange, isAccepted, knownOptions, statusOf } from '../../judging/checks/index.ts'
import { type Difference, differencesOf, isConforming } from '../../judging/messages/index.ts'
import { type Case, type CaseStream, mayExecute, type PlanPart } from '../../planning/cases/index.ts'
import type { Agenda } from './agenda.ts'
import type { Troubled } from './broken-operations.ts'
import { Climb, type Send } from './climb.ts'
import { isShutOut } from './is-troubled.ts'
import { refusalWords } from './refusal-words.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'
import { mayMeanTaken, UniqueKeys } from './unique-keys.ts'

/** What may be sent besides what is planned for others. */
export interface Room {
  requests: number
  executions: number
}

/** Starting points of an operation whose first request was not let in: another tenant may be. */
const MOST_BARRED = 3
/** If none of so many operations lets anything in, the others will not either. */
const MOST_BARRED_OPERATIONS = 3

/** If a path is answered with nothing else, other values sent to it would be answered alike. */
const OF_THE_PATH: ReadonlySet<number | undefined> = new Set([404, 405, 410])

/**
 * Finds for each operation a request that the deployment accepts, if it refuses the planned one: other starting points
 * are tried in turn, and from the first that is accepted as much is added of what is optional as is accepted too.
 */
export class Footholds {
  readonly #run: RunState
  readonly #sender: Sender
  readonly #onTrouble: (troubled: Troubled) => void
  /** What must be new in each request of an operation. */
  readonly keys: UniqueKeys
  /** Refused requests: first ones, starting points and fullest ones. */
  readonly #refused = new Map<Case, Exchange>()
  /** Digests of what was sent besides the planned cases. */
  readonly sent = new Set<string>()
  /** Operations that let none of their starting points in. */
  #barred = 0
  /** The fullest requests that are sent to see whether all that is optional can be sent. */
  readonly #fullest = new Set<Case>()

  constructor(run: RunState, sender: Sender, onTrouble: (troubled: Troubled) => void) {
    this.#run = run
    this.#sender = sender
    this.#onTrouble = onTrouble
    this.keys = new UniqueKeys(run, run.values)
  }

  /** Keeps in mind which first and fullest requests were refused, or met a server error whenever they were sent. */
  see(testCase: Case, exchange: Exchange): void {
    if ((testCase.role === 'base' || this.#fullest.has(testCase)) && (isRefusal(exchange) || exchange.repeated))
      this.#refused.set(testCase, exchange)
  }

  /** How an operation answered its starting points that were not accepted. */
  refusedBy(operation: string): readonly Exchange[] {
    return [...this.#refused].flatMap(([testCase, exchange]) => (testCase.operation === operation ? [exchange] : []))
  }

  /** The planned case that says whether all that is optional is accepted, of an operation whose first request is. */
  fullest({ operation, plan, first: base }: PlanPart, agenda: Agenda): Case | undefined {
    if (!plan || !base || this.#run.twins.get(operation) !== base || deletes(base)) return undefined
    const { fullest: digest } = plan
    // No two cases of an operation are the same, but for the last one.
    if (digest === base.digest) return undefined
    const fullest = firstOf(agenda.of(operation), (testCase) => testCase.digest === digest)
    if (fullest?.role !== 'planned') return undefined
    this.#fullest.add(fullest)
    this.sent.add(digest)
    return fullest
  }

  /**
   * A planned case that is sent before the others, if an operation has no fullest case: it says what the first request
   * said wherever something may have to be new.
   */
  repeating({ operation, keyPlaces }: PlanPart, agenda: Agenda): Case | undefined {
    const first = this.#run.twins.get(operation)
    if (first?.role !== 'base' || keyPlaces.length === 0) return undefined
    if ([...this.#fullest].some((testCase) => testCase.operation === operation)) return undefined
    const isNew = ({ place, pointer }: Difference): boolean =>
      keyPlaces.some(
        (key) => key.place === place && (isWithin(key.pointer, pointer) || isTemplateOf(key.pointer, pointer)),
      )
    const repeats = ({ role, judged }: Case): boolean =>
      role === 'planned' && isConforming(judged) && !differencesOf(first.judged, judged).some(isNew)
    const repeating = firstOf(agenda.of(operation), repeats)
    if (repeating) this.sent.add(repeating.digest)
    return repeating
  }

  /** Whether the first or the fullest request of an operation was refused. */
  isNeeded(base: Case): boolean {
    return this.#refused.has(base) || this.#isFullestRefused(base)
  }

  #isFullestRefused({ operation }: Case): boolean {
    return [...this.#fullest].some((other) => other.operation === operation && this.#refused.has(other))
  }

  /** The cases of an operation made again from what is accepted, and how many executions that took. */
  async find(
    base: Case,
    room: Room,
  ): Promise<{ readonly again?: (() => CaseStream) | undefined; readonly executions: number }> {
    const plan = this.#run.plan.part(base.operation)?.plan
    let executions = 0
    const send = async (testCase: Case): Promise<Exchange | undefined> => {
      const exchange = await this.#send(testCase, room)
      if (exchange) executions++
      return exchange
    }
    const start = this.#refused.has(base) ? await this.#start(base, send) : base
    if (!plan || !start || deletes(base)) return { executions }
    const climb = new Climb(plan, start, send)
    const again = await climb.cases(this.#isFullestRefused(base))
    if (!climb.isSpent || !(await this.keys.learn(start, send))) return { again, executions }
    return { again: await new Climb(plan, start, send).cases(false), executions }
  }

  /** Looks for what must be new in each request, if what was accepted first is refused by now. */
  async learnKeys(first: Case, room: Room): Promise<{ readonly executions: number }> {
    let executions = 0
    const send = async (testCase: Case): Promise<Exchange | undefined> => {
      const exchange = await this.#send(testCase, room)
      if (exchange) executions++
      return exchange
    }
    const again = await send(first)
    if (again && mayMeanTaken(statusOf(again))) await this.keys.learn(first, send)
    else if (again && isAccepted(again)) await this.keys.learnOfChange(first, send)
    return { executions }
  }

  /** Why nothing of an operation was accepted, in the words of the deployment. */
  unreached(operation: string): string | undefined {
    const exchanges = [...this.#refused].filter(([testCase]) => testCase.operation === operation)
    const [[, plainest] = []] = exchanges.sort(([a], [b]) => sizeOf(a) - sizeOf(b))
    if (plainest?.outcome.kind !== 'response') return undefined
    const count = exchanges.length === 1 ? 'its first request' : `the plainest of ${exchanges.length} first requests`
    const permission = this.#run.plan.part(operation)?.plan?.permission
    const options = knownOptions(plainest.judge.operation)
    const known = options.length > 0 ? `; give known values with ${options.join(' and ')}` : ''
    const advice = permission === undefined ? known : `; permit that it changes what is there with ${permission}`
    const words = refusalWords(plainest.outcome.response)
    const why = this.#run.plan.part(operation)?.plan?.whyNoAnswer
    if (why === undefined) return `not reached: ${count} was answered ${words}${advice}`
    // Nothing that is given would change it.
    return `not reached: ${count} was answered ${statusOf(plainest)}: ${why}`
  }

  async #start(base: Case, send: Send): Promise<Case | undefined> {
    const refusal = this.#refused.get(base)
    if (refusal && mayMeanTaken(statusOf(refusal)) && (await this.keys.learn(base, send))) return base
    let barred = 0
    // Nothing was let in by any operation so far: the caller is not, whatever it asks for.
    const isLost = this.#run.twins.size === 0 && this.#barred >= MOST_BARRED_OPERATIONS
    if (refusal && isShutOut(refusal) && isLost) return undefined
    for (const start of this.#run.plan.part(base.operation)?.starts ?? []) {
      if (this.#isGone(start)) continue
      const exchange = await send(start)
      if (!exchange) return undefined
      if (isAccepted(exchange)) return start
      this.#refused.set(start, exchange)
      if (isShutOut(exchange) && ++barred >= MOST_BARRED) break
    }
    // What was accepted in an earlier run may be refused since then.
    for (const [start, exchange] of this.#refused) {
      const isOther = start.role === 'start' && start.operation === base.operation
      if (isOther && mayMeanTaken(statusOf(exchange)) && (await this.keys.learn(start, send))) return start
    }
    if (refusal && isShutOut(refusal)) this.#barred++
    return undefined
  }

  /** Whether the path of a request is what an earlier one was refused for. */
  #isGone({ operation, request }: Case): boolean {
    const ofPath = [...this.#refused].filter(
      ([other]) => other.operation === operation && pathOf(other.request.target) === pathOf(request.target),
    )
    return ofPath.length > 0 && ofPath.every(([, exchange]) => OF_THE_PATH.has(statusOf(exchange)))
  }

  /** Undefined if it cannot be sent, or got no answer: then nothing more is tried. */
  async #send(testCase: Case, room: Room): Promise<Exchange | undefined> {
    const cost = mayExecute(testCase) ? 1 : 0
    if (this.#run.ending || room.requests < 1 || room.executions < cost) return undefined
    const sent = await this.#sender.send(testCase)
    if (sent.kind === 'unsent') return undefined
    this.sent.add(testCase.digest)
    room.requests--
    room.executions -= cost
    const exchange = this.#run.exchange(testCase, sent.outcome, false)
    const isFailed = isServerError(statusOf(exchange))
    if (isFailed || sent.outcome.kind === 'fault') this.#onTrouble({ testCase, outcome: sent.outcome })
    if (sent.outcome.kind === 'fault') return undefined
    // Who asks is no matter of the contract.
    if (!isShutOut(exchange))
      this.#run.take(testCase, { ...exchange, blameless: !isAccepted(exchange) }, { unsettled: isFailed })
    return exchange
  }
}

/** What a request is refused for may be what it says: it is no fault, and no answer to anything else. */
function isRefusal(exchange: Exchange): boolean {
  return exchange.outcome.kind === 'response' && !isAccepted(exchange) && !isServerError(statusOf(exchange))
}

function firstOf<Item>(items: Iterable<Item>, isWanted: (item: Item) => boolean): Item | undefined {
  for (const item of items) if (isWanted(item)) return item
  return undefined
}

const deletes = ({ request }: Case): boolean => request.method === 'DELETE'

const pathOf = (target: string): string => target.split('?', 1)[0] ?? target

const sizeOf = ({ request: { target, headers, body } }: Case): number =>
  target.length + headers.flat().join('').length + (body?.length ?? 0)
