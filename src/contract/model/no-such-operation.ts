import type { Contract } from './contract.ts'

const MOST_NAMED = 10

/** Why a contract has no operation of an id: without a full stop. */
export function noSuchOperation({ operations, closed = [] }: Contract, id: string): string {
  const named = closed.find((operation) => operation.id === id)
  if (named) return `the operation ${id} is ${named.reason}`
  const names = operations.slice(0, MOST_NAMED).map((operation) => operation.id)
  return `there is no operation ${id}, only ${[...names, ...(operations.length > MOST_NAMED ? ['…'] : [])].join(', ')}`
}
