import { type Case, type CaseStream, collected, mayExecute } from '../../planning/cases/index.ts'
import type { Agenda } from './agenda.ts'
import type { Count } from './count.ts'
import type { Footholds, Room } from './footholds.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'

/**
 * Puts operations on the footing that the deployment gives them, within the limits of the run: what is planned for other
 * operations keeps its room.
 */
export class Refooting {
  readonly #run: RunState
  readonly #footholds: Footholds
  readonly #limits: Count

  constructor(
    run: RunState,
    footholds: Footholds,
    { maxRequests, maxExecutions }: Pick<RunOptions, 'maxRequests' | 'maxExecutions'>,
  ) {
    this.#run = run
    this.#footholds = footholds
    this.#limits = { requests: maxRequests, executions: maxExecutions }
  }

  /**
   * @param bases the first requests, which were sent
   * @param agenda what is planned after them: it gets other cases if need be
   * @param beside how much is planned for others than an operation
   * @param spent what was sent so far
   * @returns how many executions it took to find out, and how many more cases there are, as far as they are made
   */
  async follow(
    bases: readonly Case[],
    agenda: Agenda,
    beside: (operation: string) => Count,
    spent: Count,
  ): Promise<{ readonly executions: number; readonly further: number }> {
    let executions = 0
    let further = 0
    for (const base of bases) {
      if (this.#run.ending || !this.#footholds.isNeeded(base)) continue
      const { operation } = base
      const room = this.roomBeside(() => beside(operation), {
        requests: spent.requests,
        executions: spent.executions + executions,
      })
      const { again, executions: taken } = await this.#footholds.find(base, room)
      executions += taken
      if (!again && taken === 0) continue
      if (again && !this.#isLimited && !this.#run.plan.isMade()) {
        agenda.replace(operation, () => this.#inTime(operation, again()))
        continue
      }
      const cases = again && collected(again())
      if (cases) this.#run.replan(operation, cases)
      const before = [...agenda.of(operation)]
      const following = this.#within(room, cases?.cases ?? before)
      agenda.replace(operation, () => following)
      further += following.length - before.length
    }
    return { executions, further }
  }

  /** What may be sent besides what is planned for others, who are counted only if there is a limit. */
  roomBeside(others: () => Count, spent: Count): Room {
    if (!this.#isLimited) return { ...this.#limits }
    const beside = others()
    return {
      executions: this.#limits.executions - spent.executions - beside.executions,
      requests: this.#limits.requests - spent.requests - beside.requests,
    }
  }

  get #isLimited(): boolean {
    const { requests, executions } = this.#limits
    return requests !== Number.POSITIVE_INFINITY || executions !== Number.POSITIVE_INFINITY
  }

  /** The cases that were not sent, each made when it is asked for; what they leave out is known in the end. */
  *#inTime(operation: string, stream: CaseStream): Generator<Case, void> {
    for (let next = stream.next(); ; next = stream.next()) {
      if (next.done === true) return this.#run.replan(operation, next.value)
      const { role, digest } = next.value
      if (role === 'again' || (role !== 'base' && !this.#footholds.sent.has(digest))) yield next.value
    }
  }

  /** The cases for which there is room, without those that were sent. */
  #within(room: Room, cases: readonly Case[]): Case[] {
    return cases.filter((testCase) => {
      if (testCase.role === 'base' || this.#footholds.sent.has(testCase.digest)) return testCase.role === 'again'
      const cost = mayExecute(testCase) ? 1 : 0
      const limit = room.executions < cost ? '--max-executions' : room.requests < 1 ? '--max-requests' : undefined
      if (limit !== undefined) {
        const reason = `${limit} was reached`
        this.#run.unsent.set(reason, (this.#run.unsent.get(reason) ?? 0) + 1)
        return false
      }
      room.executions -= cost
      room.requests--
      return true
    })
  }
}
