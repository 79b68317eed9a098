import { type Contract, ContractError, noSuchOperation } from '../contract/model/index.ts'
import { basePathsOf, belowBasePaths, OperationFinder, OperationJudge } from '../judging/messages/index.ts'

/** A request's operation, and its target below the base path of a server. */
export interface FoundOperation {
  readonly judge: OperationJudge
  readonly target: string
}

/** The judges of a contract's operations, each made when it is first asked for. */
export class ContractJudges {
  static readonly #known = new WeakMap<Contract, ContractJudges>()
  readonly #contract: Contract
  readonly #finder: OperationFinder
  readonly #basePaths: readonly string[]
  readonly #judges = new Map<string, OperationJudge>()

  static of(contract: Contract): ContractJudges {
    const judges = ContractJudges.#known.get(contract) ?? new ContractJudges(contract)
    ContractJudges.#known.set(contract, judges)
    return judges
  }

  constructor(contract: Contract) {
    this.#contract = contract
    this.#finder = new OperationFinder(contract)
    this.#basePaths = basePathsOf(contract)
  }

  /** By the operation's id, or the contract's only one. Throws ContractError if that names none. */
  named(id: string | undefined): OperationJudge {
    const { file, operations } = this.#contract
    const operation =
      id === undefined ? operations.length === 1 && operations[0] : operations.find((candidate) => candidate.id === id)
    if (operation) return this.#judge(operation)
    if (id !== undefined) throw new ContractError(noSuchOperation(this.#contract, id), { file, pointer: '' })
    const names = operations.slice(0, MOST_NAMED).map((candidate) => candidate.id)
    const list = [...names, ...(operations.length > MOST_NAMED ? ['…'] : [])].join(', ')
    throw new ContractError(`an operation must be named, of: ${list}`, { file, pointer: '' })
  }

  /**
   * The operation that a request is for, or any at its path if none there has the method. Throws ContractError if a fault
   * of the document closes it: nobody can judge the request.
   */
  find(method: string, target: string): FoundOperation | undefined {
    for (const below of belowBasePaths(this.#basePaths, target)) {
      const operation = this.#finder.find(method, below)
      if (operation) return { judge: this.#judge(operation), target: below }
      const closed = this.#finder.findClosed(method, below)
      if (closed)
        throw new ContractError(`${closed.id} is ${closed.reason}`, { file: this.#contract.file, pointer: '' })
    }
    return undefined
  }

  #judge(operation: Contract['operations'][number]): OperationJudge {
    const judge = this.#judges.get(operation.id) ?? new OperationJudge(this.#contract, operation)
    this.#judges.set(operation.id, judge)
    return judge
  }
}

const MOST_NAMED = 10
