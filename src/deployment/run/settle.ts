import type { Outcome } from '../../http/index.ts'
import type { Exchange } from '../../judging/checks/index.ts'
import { isWronglyRefused, mayPass } from './is-troubled.ts'
import type { Sent } from './sender.ts'

/** How often a fault or a 5xx is sent again, to see whether it passes. */
export const MOST_RETRIES = 3

/** How often a refusal is, where one in three may be by chance: the same request seldom meets so many. */
const MOST_CHANCES = 9

/** One request, and how to send it again. */
export interface Resending {
  /** Whether what is refused may be accepted the next time: its operation refuses at random. */
  readonly isAtRandom?: boolean
  /** Sends it for the nth time after the outcome that is at hand, counted from 1. */
  readonly send: (time: number) => Promise<Sent>
  /** Sets an outcome against the contract. */
  readonly judge: (outcome: Outcome) => Exchange
}

export type Settled =
  /** What the request meets; `passed` is what it met at first, if that was not met again. */
  | { readonly kind: 'settled'; readonly exchange: Exchange; readonly passed?: Exchange }
  /** It could not be sent again: why, and what it met at first. */
  | { readonly kind: 'unsent'; readonly reason: string; readonly first: Exchange }

/**
 * Sends a request again for as long as it fails in a way that may pass: a fault or a 5xx has to repeat, and so has a
 * refusal of what must be accepted. `onRepeated` hears of each further fault or 5xx.
 */
export async function settle(
  outcome: Outcome,
  { send, judge, isAtRandom = false }: Resending,
  onRepeated: (again: Exchange) => void = () => {},
): Promise<Settled> {
  const first = judge(outcome)
  const isRefusal = isWronglyRefused(first)
  if (!mayPass(first) && !isRefusal) return { kind: 'settled', exchange: first }
  // A time-out is waited for each time; a refusal needs one witness more, and no patience.
  const isSlow = outcome.kind === 'fault' && outcome.fault.kind === 'timeout'
  const retries = isRefusal ? (isAtRandom ? MOST_CHANCES : 1) : isSlow ? 1 : MOST_RETRIES
  for (let time = 1; time <= retries; time++) {
    const sent = await send(time)
    if (sent.kind === 'unsent') return { kind: 'unsent', reason: sent.reason, first }
    const again = judge(sent.outcome)
    if (isRefusal && isWronglyRefused(again)) continue
    if (!mayPass(again)) return { kind: 'settled', exchange: again, passed: first }
    onRepeated(again)
  }
  return { kind: 'settled', exchange: first }
}

/** Whether something was seen again: `unclear` if nothing but passing trouble was met, `unsent` if it was not sent. */
export type SeenAgain =
  | { readonly kind: 'seen' }
  | { readonly kind: 'not seen' | 'unclear'; readonly exchange: Exchange }
  | { readonly kind: 'unsent'; readonly reason: string }

/**
 * Sends a request until it shows again what it showed before, or shows that it does not. A fault or a 5xx that may
 * pass says neither, and is sent again, `most` times in all.
 */
export async function seeAgain(
  { send, judge }: Resending,
  shows: (outcome: Outcome) => boolean,
  most: number,
): Promise<SeenAgain> {
  for (let time = 1; ; time++) {
    const sent = await send(time)
    if (sent.kind === 'unsent') return sent
    if (shows(sent.outcome)) return { kind: 'seen' }
    const exchange = judge(sent.outcome)
    if (!mayPass(exchange)) return { kind: 'not seen', exchange }
    if (time >= most) return { kind: 'unclear', exchange }
  }
}
