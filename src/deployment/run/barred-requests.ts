/** Of so many operations it is told what was not let in; of more, how many requests. */
const FEW_OPERATIONS = 3
const MOST_MATTERS = 10

interface Barred {
  /** Constraints that requests break alone, or names of cases. */
  readonly matters: Set<string>
  requests: number
}

/** Requests that were not let in, while others of their operations were: one note for each status. */
export class BarredRequests {
  readonly #byStatus = new Map<number, Map<string, Barred>>()

  /** `matter` names what a request was sent for: a constraint, or its case with the operation. */
  add(status: number, operation: string, matter: string): void {
    const operations = this.#byStatus.get(status) ?? new Map<string, Barred>()
    this.#byStatus.set(status, operations)
    const barred = operations.get(operation) ?? { matters: new Set(), requests: 0 }
    operations.set(operation, barred)
    barred.matters.add(matter)
    barred.requests++
  }

  get notes(): string[] {
    return [...this.#byStatus].map(([status, operations]) => {
      const all = [...operations.values()].reduce((sum, { requests }) => sum + requests, 0)
      const about =
        operations.size <= FEW_OPERATIONS
          ? [...operations.values()].map(mattersText).join('; ')
          : [...operations].map(([operation, { requests }]) => `${operation} (${requests})`).join(', ')
      const count = all === 1 ? '1 request was' : `${all} requests were`
      return `${count} answered ${status} and not judged, because others of the same operation are let in: ${about}.`
    })
  }
}

function mattersText({ matters }: Barred): string {
  const others = matters.size - MOST_MATTERS
  return `${[...matters].slice(0, MOST_MATTERS).join('; ')}${others > 0 ? ` and ${others} others` : ''}`
}
