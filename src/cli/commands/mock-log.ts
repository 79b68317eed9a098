import type { Contract } from '../../contract/model/index.ts'
import type { JournalEntry } from '../../mock/responder/index.ts'
import { escapeUnsafe } from '../../report/reporters/index.ts'

const MOST_OPERATIONS = 20
const LONGEST_TARGET = 160

/** What the mock says of itself and of each request, in lines for a person. */
export class MockLog {
  readonly #contract: Contract
  /** Names in a query whose values are secret. */
  readonly #secret: ReadonlySet<string>
  readonly #counts = new Map<string, number>()

  constructor(contract: Contract) {
    this.#contract = contract
    this.#secret = new Set(
      contract.operations.flatMap(({ security }) =>
        security.flat().flatMap((one) => (one.type === 'apiKey' && one.in === 'query' ? [one.parameter] : [])),
      ),
    )
  }

  head(origin: string, curl: string | undefined, seed: number | undefined): string {
    const { title, version, operations } = this.#contract
    const shown = operations.slice(0, MOST_OPERATIONS)
    const width = Math.max(0, ...shown.map(({ method }) => method.length))
    const left = operations.length - shown.length
    return linesOf([
      `${title} ${version} at ${origin}${seed === undefined ? '' : `; seed ${seed}`}`,
      '',
      ...shown.map(({ id, method, path }) => {
        const line = `${method.padEnd(width)} ${path}`
        return id === `${method} ${path}` ? `  ${line}` : `  ${line}  ${id}`
      }),
      ...(left > 0 ? [`  and ${left} more`] : []),
      ...(curl === undefined ? [] : ['', `  $ ${curl}`]),
      '',
    ])
  }

  entry({ request, operation, verdict, issues, answer, response, fault, delayMs }: JournalEntry): string {
    const done = fault === undefined ? `${response.status} ${answer}` : `fault ${fault}`
    const after = delayMs > 0 ? ` after ${delayMs} ms` : ''
    const prefix = `${operation} `
    return linesOf([
      `${request.method} ${this.#target(request.target)}  ${operation === undefined ? 'no operation' : `${operation}  ${verdict}`}  ${done}${after}`,
      ...issues.map(({ constraint, pointer, expected, received }) => {
        const id = constraint.startsWith(prefix) ? constraint.slice(prefix.length) : constraint
        return `  ${id}${pointer === '' ? '' : ` at ${pointer}`}: expected ${expected}, received ${received}`
      }),
    ])
  }

  count({ verdict }: JournalEntry): void {
    this.#counts.set(verdict, (this.#counts.get(verdict) ?? 0) + 1)
  }

  end(): string {
    const counts = [...this.#counts]
    const all = counts.reduce((sum, [, count]) => sum + count, 0)
    const each = counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')
    return linesOf([`${all} ${all === 1 ? 'request' : 'requests'}${all === 0 ? '' : `: ${each}`}`])
  }

  #target(target: string): string {
    const shown = target.replace(/([?&])([^=&]*)=([^&]*)/g, (pair, mark: string, name: string) =>
      this.#secret.has(decoded(name)) ? `${mark}${name}=***` : pair,
    )
    return shown.length > LONGEST_TARGET ? `${shown.slice(0, LONGEST_TARGET - 1)}…` : shown
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${escapeUnsafe(line)}\n`).join('')
