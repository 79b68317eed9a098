import type { Operation } from '../../contract/model/index.ts'
import { pathTemplate } from './path-template.ts'

/** Segments that lead on from one place in the paths of a contract. */
interface Branch {
  readonly literal: Map<string, Branch>
  /** The more literal text a segment has, the earlier. */
  readonly templated: { readonly shape: string; readonly fits: (segment: string) => boolean; readonly next: Branch }[]
  /** Operations whose path ends here. */
  readonly ends: Operation[]
}

const branch = (): Branch => ({ literal: new Map(), templated: [], ends: [] })

/** Tells which operation of a contract a request is for, in the time that its path takes, however many there are. */
export class OperationFinder {
  readonly #root = branch()

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      let at = this.#root
      for (const segment of operation.path.split('/')) at = follow(at, segment)
      at.ends.push(operation)
    }
  }

  /**
   * The operation with that method whose path the target fits or, where none has the method, any at that path. Concrete
   * segments go before templated ones (OpenAPI, "Paths Object"), and of the same ones the first in the document.
   */
  find(method: string, target: string): Operation | undefined {
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
    const found = branches.flatMap(({ ends }) => ends)
    return found.find((operation) => operation.method === method) ?? found[0]
  }
}

function follow(at: Branch, segment: string): Branch {
  const shape = segment.replace(/\{[^{}/]+\}/g, '{}')
  if (shape === segment) {
    const known = at.literal.get(segment) ?? branch()
    at.literal.set(segment, known)
    return known
  }
  const known = at.templated.find((one) => one.shape === shape)
  if (known) return known.next
  const template = pathTemplate(segment)
  const fits = (text: string): boolean => (shape === '{}' ? text !== '' : template.match(text) !== undefined)
  const next = branch()
  at.templated.push({ shape, fits, next })
  at.templated.sort((a, b) => b.shape.length - a.shape.length)
  return next
}
