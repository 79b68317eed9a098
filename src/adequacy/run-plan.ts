import type { Contract } from '../contract/model/index.ts'
import { type Clock, type Credential, sendUnreported } from '../deployment/run/index.ts'
import { isError, type Outcome, type Transport } from '../http/index.ts'
import type { Breach, Check } from '../judging/checks/index.ts'
import type { Report } from '../report/results/index.ts'
import { mustBeAccepted } from './departures.ts'
import type { Ground } from './ground.ts'
import { respond, type Situation } from './mutant.ts'

export interface Setting {
  readonly contract: Contract
  readonly credentials: readonly Credential[]
  readonly tool: Report['tool']
  /** The checks that have a say; all of them by default. */
  readonly checks?: readonly Check[]
}

export interface Noticed {
  /** The first breach that was wanted. */
  readonly breach: Breach | undefined
  /** Requests that were answered otherwise than the contract says. */
  readonly departures: number
  /** Requests that keep every constraint, and were accepted. */
  readonly accepted: number
  /** Costly to make: most who run a plan need none. */
  readonly report: () => Report
}

/** A clock on which waiting takes no time. */
class FastClock implements Clock {
  #now = 0
  now(): number {
    return this.#now
  }
  async sleep(ms: number): Promise<void> {
    this.#now += ms
  }
}

const NO_LIMIT = Number.POSITIVE_INFINITY

/** Sends an operation's cases to a deployment that departs from the contract, until a wanted breach is certain. */
export async function runPlan(
  ground: Ground,
  answer: (situation: Situation) => Outcome | undefined,
  isWanted: (breach: Breach) => boolean,
  { contract, credentials, tool, checks }: Setting,
): Promise<Noticed> {
  const stop = new AbortController()
  let breach: Breach | undefined
  let departures = 0
  let accepted = 0
  const transport: Transport = {
    async send(request) {
      const situation = ground.situation(request)
      const departed = answer(situation)
      if (departed) departures++
      const outcome = departed ?? respond(situation.response)
      if (mustBeAccepted(situation) && outcome.kind === 'response' && !isError(outcome.response.status)) accepted++
      return outcome
    },
    async close() {},
  }
  const report = await sendUnreported({
    contract,
    plan: ground.plan,
    transport,
    target: { origin: 'http://mutant.invalid', basePath: '' },
    credentials,
    headers: [],
    concurrency: 1,
    ratePerSecond: NO_LIMIT,
    maxRequests: NO_LIMIT,
    maxExecutions: NO_LIMIT,
    maxTimeMs: NO_LIMIT,
    maxShrinkExecutions: 0,
    waitMs: 0,
    clock: new FastClock(),
    signal: stop.signal,
    tool,
    onEvent: () => undefined,
    onBreach: (candidate) => {
      if (breach || !isWanted(candidate)) return
      breach = candidate
      // A breach that was taken becomes a finding, whatever comes after it.
      stop.abort()
    },
    ...(checks && { checks }),
  })
  return { breach, departures, accepted, report }
}
