import type { ClosedOperation, Contract, Operation } from '../../contract/model/index.ts'
import { pathTemplate } from './path-template.ts'

/** Segments that lead on from one place in the paths of a contract. */
interface Branch {
  readonly literal: Map<string, Branch>
  /** The more literal text a segment has, the earlier. */
  readonly templated: { readonly shape: string; readonly fits: (segment: string) => boolean; readonly next: Branch }[]
  /** Operations whose path ends here. */
  readonly ends: (Operation | ClosedOperation)[]
}

const branch = (): Branch => ({ literal: new Map(), templated: [], ends: [] })

/** Tells which operation of a contract a request is for, in the time that its path takes, however many there are. */
export class OperationFinder {
  readonly #root = branch()

  constructor({ operations, closed = [] }: Pick<Contract, 'operations' | 'closed'>) {
    for (const operation of [...operations, ...closed]) {
      let branch = this.#root
      for (const segment of operation.path.split('/')) branch = follow(branch, segment)
      branch.ends.push(operation)
    }
  }

  /**
   * The operation with that method whose path the target fits or, if none has the method, any at that path. Concrete
   * segments go before templated ones (OpenAPI, "Paths Object"), and of the same ones the first in the document.
   */
  find(method: string, target: string): Operation | undefined {
    const operation = this.#at(method, target)
    return operation && !isClosed(operation) ? operation : undefined
  }

  /** The operation that a request is for, if a fault of the document closes it. */
  findClosed(method: string, target: string): ClosedOperation | undefined {
    const operation = this.#at(method, target)
    return operation && isClosed(operation) ? operation : undefined
  }

  #at(method: string, target: string): Operation | ClosedOperation | undefined {
    const path = target.split('?', 1)[0] ?? ''
    let branches = [this.#root]
    for (const segment of path.split('/')) {
      const reached: Branch[] = []
      for (const { literal, templated } of branches) {
        const concrete = literal.get(segment)
        if (concrete) reached.push(concrete)
        for (const { fits, next } of templated) if (fits(segment)) reached.push(next)
      }
      branches = reached
    }
    const operations = branches.flatMap(({ ends }) => ends)
    return operations.find((operation) => isOf(operation, method)) ?? operations[0]
  }
}

const isClosed = (operation: Operation | ClosedOperation): operation is ClosedOperation => 'reason' in operation

const isOf = (operation: Operation | ClosedOperation, method: string): boolean =>
  operation.method === method || (isClosed(operation) && operation.method === '*')

function follow(from: Branch, segment: string): Branch {
  const shape = segment.replace(/\{[^{}/]+\}/g, '{}')
  if (shape === segment) {
    const nextBranch = from.literal.get(segment) ?? branch()
    from.literal.set(segment, nextBranch)
    return nextBranch
  }
  const templated = from.templated.find((candidate) => candidate.shape === shape)
  if (templated) return templated.next
  const template = pathTemplate(segment)
  const fits = (text: string): boolean => (shape === '{}' ? text !== '' : template.match(text) !== undefined)
  const next = branch()
  from.templated.push({ shape, fits, next })
  from.templated.sort((a, b) => b.shape.length - a.shape.length)
  return next
}
