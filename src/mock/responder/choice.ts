import type { Json } from '../../json/index.ts'

const MODES = ['example', 'boundary', 'random'] as const

/** `example`: the first documented one. `boundary`: examples, then every edge in turn. `random`: drawn from a seed. */
export type Mode = (typeof MODES)[number]

export const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text)

/** What is wanted of the answer to a request that is let in; the rest is as the contract says. */
export interface Choice {
  /** A documented status; by default that of a success. */
  readonly status?: number
  /** The name of a documented example. */
  readonly example?: string
  /** `boundary` by default. */
  readonly mode?: Mode
  /** Which of the answers, counted from 0: the same turn, the same answer. By default each has the next. */
  readonly turn?: number
  /** Of mode `random`: 1 by default. */
  readonly seed?: number
  /** A body of one's own, in the documented media type: it need not conform. */
  readonly body?: Json
  /** The constraint that the answer is to break, and nothing else: its id, with or without the operation; `*` for any text. */
  readonly breaks?: string
}
