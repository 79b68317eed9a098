import { shortId } from '../../contract/constraints/index.ts'
import { type Contract, contractFields } from '../../contract/model/index.ts'
import { Redaction } from '../../http/index.ts'
import type { JournalEntry } from '../../mock/responder/index.ts'
import { clip, elide, linesOf, padEnd } from '../../report/text/index.ts'

const MOST_OPERATIONS = 20
const LONGEST_TARGET = 160

/** The lines that the mock prints: about itself, and about each request. */
export class MockLog {
  readonly #contract: Contract
  readonly #configFile: string | undefined
  readonly #redaction: Redaction
  readonly #counts = new Map<string, number>()

  constructor(contract: Contract, configFile?: string) {
    this.#contract = contract
    this.#configFile = configFile
    this.#redaction = new Redaction({ contract: contractFields(contract), fields: [] })
  }

  head(origin: string, curl: string | undefined, seed: number | undefined): string {
    const { title, version, operations, closed = [] } = this.#contract
    const shown = operations.slice(0, MOST_OPERATIONS)
    const width = Math.max(0, ...shown.map(({ method }) => method.length))
    const hidden = operations.length - shown.length
    return linesOf([
      `${title} ${version} at ${origin}${seed === undefined ? '' : `; seed ${seed}`}`,
      ...(this.#configFile === undefined ? [] : [`configured by ${this.#configFile}`]),
      '',
      ...shown.map(({ id, method, path }) => {
        const line = `${padEnd(method, width)} ${elide(path, LONGEST_TARGET)}`
        return id === `${method} ${path}` ? `  ${line}` : `  ${line}  ${elide(id, LONGEST_TARGET)}`
      }),
      ...(hidden > 0 ? [`  and ${hidden} more`] : []),
      ...(closed.length > 0
        ? ['', ...closed.slice(0, MOST_OPERATIONS).map(({ id, reason }) => `${elide(id, LONGEST_TARGET)}: ${reason}`)]
        : []),
      ...(curl === undefined ? [] : ['', `  $ ${curl}`]),
      '',
    ])
  }

  entry({ request, operation, verdict, issues, answer, response, fault, delayMs }: JournalEntry): string {
    const outcome = fault === undefined ? `${response.status} ${answer}` : `fault ${fault}`
    const after = delayMs > 0 ? ` after ${delayMs} ms` : ''
    const redaction = this.#redaction.withSecretsOf(request)
    const lines = [
      `${request.method} ${clip(redaction.target(request.target), LONGEST_TARGET)}  ${operation === undefined ? 'no operation' : `${operation}  ${verdict}`}  ${outcome}${after}`,
      ...issues.map(({ constraint, pointer, expected, received }) => {
        const id = shortId({ id: constraint, operation: operation ?? '' })
        return `  ${id}${pointer === '' ? '' : ` at ${pointer}`}: expected ${expected}, received ${received}`
      }),
    ]
    return linesOf(lines.map((line) => redaction.text(line)))
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
}
