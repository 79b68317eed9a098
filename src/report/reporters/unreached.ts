import type { Note, Report, UnreachedOperation } from '../results/index.ts'
import { groupBy } from './ledger.ts'

/** Operations that were not reached, by the reason with what would change it; the most frequent first. */
export function unreachedByReason(unreached: readonly UnreachedOperation[]): [reason: string, operations: string[]][] {
  return [...groupBy(unreached, ({ reason }) => reason)]
    .map(([reason, operations]): [string, string[]] => [
      advised(withoutTitle(reason), operations),
      operations.map(({ operation }) => operation),
    ])
    .sort(([, a], [, b]) => b.length - a.length)
}

/** The notes that do not stand in the list of what was not reached. */
export function otherNotes({ notes, unreached = [] }: Report): readonly Note[] {
  const listed = new Set(unreached.map(({ operation, reason }) => `${operation}: ${withoutTitle(reason)}`))
  return notes.filter(({ message }) => !listed.has(withoutTitle(message)))
}

/** A reason, or a note of one, without the words that stand above the list. */
const withoutTitle = (reason: string): string => reason.replace(/(?:^|(?<=: ))not reached: /, '')

function advised(reason: string, [first, ...others]: readonly UnreachedOperation[]): string {
  if (first?.known) return `${reason}; known until ${first.known.expires}: ${first.known.reason}`
  if (first?.option !== '--allow-unreached') return reason
  return `${reason}; --allow-unreached ${others.length === 0 ? first.operation : 'with its name'} leaves it out`
}
