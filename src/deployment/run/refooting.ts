import { type Case, mayExecute } from '../../planning/cases/index.ts'
import type { Footholds, Room } from './footholds.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'

/** Requests and executions. */
export type Count = Readonly<Room>

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
   * @param cases what is planned after them; `later` is what is planned after that
   * @param spent what was sent so far
   * @returns the cases that follow, made again if need be, and how many executions it took to find out
   */
  async follow(
    bases: readonly Case[],
    cases: readonly Case[],
    later: readonly Case[],
    spent: Count,
  ): Promise<{ readonly cases: readonly Case[]; readonly executions: number }> {
    let executions = 0
    let following = cases
    for (const base of bases) {
      if (this.#run.ending || !this.#footholds.isNeeded(base)) continue
      const { operation } = base
      const isOther = (testCase: Case): boolean => testCase.operation !== operation
      const others = following.filter(isOther)
      const room = this.roomBeside([...others, ...later.filter(isOther)], {
        requests: spent.requests,
        executions: spent.executions + executions,
      })
      const taken = await this.#footholds.find(base, room)
      executions += taken.executions
      if (taken.again) this.#run.replan(operation, taken.again)
      else if (taken.executions === 0) continue
      const own = taken.again?.cases ?? following.filter((testCase) => !isOther(testCase))
      const index = following.findIndex((testCase) => !isOther(testCase))
      following = others.toSpliced(index < 0 ? others.length : index, 0, ...this.#within(room, own))
    }
    return { cases: following, executions }
  }

  /** What may be sent besides what is planned for others. */
  roomBeside(others: readonly Case[], spent: Count): Room {
    return {
      executions: this.#limits.executions - spent.executions - others.filter(mayExecute).length,
      requests: this.#limits.requests - spent.requests - others.length,
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
