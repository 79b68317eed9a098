import { type Contract, matchesWildcard, type OperationName } from '../../contract/model/index.ts'
import { OptionError, UsageError } from '../../report/results/index.ts'

/** Whether a pattern matches the id, the path, the method or a tag of an operation; `*` stands for any text. */
function matches(pattern: string, { id, path, method, tags }: OperationName): boolean {
  return [id, path, method, `${method} ${path}`, ...tags].some((name) => matchesWildcard(pattern, name))
}

/** The operations to verify. Throws UsageError for a pattern that names no operation, and if no operation is left. */
export function operationFilter(
  contract: Contract,
  includes: readonly string[],
  excludes: readonly string[],
): (operation: OperationName) => boolean {
  if (contract.operations.length === 0) {
    const [closed] = contract.closed ?? []
    if (!closed) throw new UsageError(`${contract.file} describes no operation; there is nothing to verify.`)
    throw new UsageError(`no operation of ${contract.file} can be verified: ${closed.id} is ${closed.reason}.`)
  }
  requireNames(contract, '--include', includes)
  requireNames(contract, '--exclude', excludes)
  const isIncluded = (operation: OperationName): boolean =>
    (includes.length === 0 || includes.some((pattern) => matches(pattern, operation))) &&
    !excludes.some((pattern) => matches(pattern, operation))
  if (!contract.operations.some(isIncluded)) {
    const closed = contract.closed?.find(isIncluded)
    if (closed) throw new UsageError(`${closed.id} is ${closed.reason}.`)
    throw new UsageError('no operation is left to verify; loosen --include or --exclude.')
  }
  return isIncluded
}

/** The ids of the operations that patterns of an option name. Throws UsageError for a pattern that names none. */
export function requireNames(
  { operations, closed = [] }: Contract,
  option: string,
  patterns: readonly string[],
): ReadonlySet<string> {
  const named = patterns.flatMap((pattern) => {
    const ids = [...operations, ...closed].filter((operation) => matches(pattern, operation)).map(({ id }) => id)
    if (ids.length > 0) return ids
    const all = operations.slice(0, 10).map(({ id }) => id)
    throw new OptionError(
      option,
      `${pattern} names no operation by id, path, method or tag; the contract has: ${all.join(', ')}.`,
    )
  })
  return new Set(named)
}
