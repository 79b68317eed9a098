import { type Contract, matchesWildcard, type Operation } from '../../contract/model/index.ts'
import { OptionError, UsageError } from '../../report/results/index.ts'

/** Whether a pattern matches the id, the path, the method or a tag of an operation; `*` stands for any text. */
function matches(pattern: string, { id, path, method, tags }: Operation): boolean {
  return [id, path, method, `${method} ${path}`, ...tags].some((name) => matchesWildcard(pattern, name))
}

/** The operations to verify. Throws UsageError for a pattern that names no operation, and if no operation is left. */
export function operationFilter(
  contract: Contract,
  includes: readonly string[],
  excludes: readonly string[],
): (operation: Operation) => boolean {
  if (contract.operations.length === 0)
    throw new UsageError(`${contract.file} describes no operation; there is nothing to verify.`)
  for (const [option, patterns] of [
    ['--include', includes],
    ['--exclude', excludes],
  ] as const)
    for (const pattern of patterns)
      if (!contract.operations.some((operation) => matches(pattern, operation))) {
        const ids = contract.operations.slice(0, 10).map(({ id }) => id)
        throw new OptionError(
          option,
          `${pattern} names no operation by id, path, method or tag; the contract has: ${ids.join(', ')}.`,
        )
      }
  const isIncluded = (operation: Operation): boolean =>
    (includes.length === 0 || includes.some((pattern) => matches(pattern, operation))) &&
    !excludes.some((pattern) => matches(pattern, operation))
  if (!contract.operations.some(isIncluded))
    throw new UsageError('no operation is left to verify; loosen --include or --exclude.')
  return isIncluded
}
