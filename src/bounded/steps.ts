/**
 * Guarantee: whatever a document or a message says, to judge one message ends soon. Work is counted in steps of about
 * 50 ns: one schema that is asked about one value, or one state of a regular expression at one character.
 */
export const STEP_LIMITS = {
  /** For one message, or one value that is judged by itself. */
  judging: 50_000_000,
  /** For all that is judged and matched to plan one operation. */
  planning: 200_000_000,
  /** For one text that is held against one regular expression if nothing else is counted. */
  matching: 1_000_000,
} as const

/** Steps between two questions to a deadline: a few milliseconds. */
const SLICE = 50_000

/** Nobody can say, within bounds, whether a value keeps what is asked of it: it is neither kept nor broken. */
export class NotJudged extends Error {
  override readonly name = 'NotJudged'
  /** Whether it took long to see that. */
  readonly isCostly: boolean

  constructor(message: string, isCostly = false) {
    super(message)
    this.isCostly = isCostly
  }
}

/** Whether time is up, and why in a sentence; undefined as long as it is not. */
export type Deadline = () => string | undefined

interface Scope {
  readonly limit: number
  /** The count of steps at which it is over. */
  readonly end: number
  readonly deadline: Deadline | undefined
}

let scope: Scope | undefined
/** All steps so far. */
let count = 0
/** The count at which is asked whether the scope is over. */
let next = 0

/** Whether steps are counted. */
export const isCounting = (): boolean => scope !== undefined

/**
 * Runs something that counts its steps, towards what runs around it too. Throws NotJudged if the steps are used up, the
 * deadline has passed, or a value is nested deeper than the stack.
 */
export function withinSteps<T>(run: () => T, limit: number = STEP_LIMITS.judging, deadline?: Deadline): T {
  const outer = scope
  const isWhole = outer === undefined || count + limit < outer.end
  const end = isWhole ? count + limit : outer.end
  scope = { limit: isWhole ? limit : outer.limit, end, deadline: deadline ?? outer?.deadline }
  next = Math.min(outer ? next : count + SLICE, end)
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) throw new NotJudged('it is nested too deep, or is too large, to be judged')
    throw error
  } finally {
    scope = outer
  }
}

/** All steps that were counted so far. */
export const stepsSoFar = (): number => count

/** Counts work that has been done, or is about to be. Outside of `withinSteps` nothing comes of it. */
export function spend(steps: number): void {
  count += steps
  if (count > next) settle()
}

function settle(): void {
  if (!scope) return
  const { limit, end, deadline } = scope
  next = Math.min(count + SLICE, end)
  const reason = deadline?.()
  if (reason !== undefined) throw new NotJudged(reason, true)
  if (count > end) throw new NotJudged(`it is not told within ${limit / 1_000_000} million steps`, true)
}
