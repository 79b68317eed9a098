import type { Contract, Operation } from '../../contract/model/index.ts'
import { nearName } from '../../options/index.ts'
import { OptionError } from '../../report/results/index.ts'
import type { PlanningOptions } from './verification-options.ts'

type Texts = Map<string, readonly string[]>

/**
 * The known values that the user gives: by `NAME` for every operation that has such a parameter, and by `OPERATION.NAME`
 * for one. A name with a dot that is a parameter's own is no operation's. Throws UsageError for a name that no parameter has.
 */
export function givenParameters(
  { operations }: Contract,
  param: NonNullable<PlanningOptions['param']>,
): { readonly all: Texts; readonly byOperation: ReadonlyMap<string, Texts> } {
  const names = new Set(operations.flatMap(({ parameters }) => parameters.map(({ name }) => name)))
  const all: Texts = new Map()
  const byOperation = new Map<string, Texts>()
  for (const [name, value] of Object.entries(param)) {
    const texts = [value].flat()
    const operation = names.has(name) ? undefined : operationOf(operations, name)
    if (operation === undefined) {
      if (!names.has(name))
        throw new OptionError('--param', `${name} names no parameter; ${adviceFor(operations, name)}`)
      all.set(name, texts)
      continue
    }
    const own = name.slice(operation.id.length + 1)
    requireParameter(operation, own)
    byOperation.set(operation.id, new Map(byOperation.get(operation.id)).set(own, texts))
  }
  return { all, byOperation }
}

/** The operation whose id stands before a dot; of several, the one with the longest id. */
function operationOf(operations: readonly Operation[], name: string): Operation | undefined {
  const [first] = operations.filter(({ id }) => name.startsWith(`${id}.`)).sort((a, b) => b.id.length - a.id.length)
  return first
}

const SHOWN = 20

/** The names that there are, written as the one that there is not: with an operation in front, or without. */
function adviceFor(operations: readonly Operation[], name: string): string {
  const names = operations.flatMap(({ id, parameters }) =>
    parameters.map((parameter) => (name.includes('.') ? `${id}.${parameter.name}` : parameter.name)),
  )
  const near = nearName(name, names)
  if (near !== undefined) return `did you mean ${near}?`
  return names.length === 0
    ? 'the contract has no parameters.'
    : `there are: ${[...new Set(names)].slice(0, SHOWN).join(', ')}.`
}

function requireParameter({ id, parameters }: Operation, name: string): void {
  if (parameters.some((parameter) => parameter.name === name)) return
  const others = parameters.length === 0 ? 'none' : parameters.map((parameter) => parameter.name).join(', ')
  throw new OptionError('--param', `${id}.${name}: ${id} has no parameter named "${name}"; it has: ${others}.`)
}
