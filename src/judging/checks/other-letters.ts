import { isRequestConstraint } from '../../contract/constraints/index.ts'
import { isObject, lastToken, parentPointer, valueAt } from '../../json/index.ts'
import { brokenAlone, issuesOf } from '../messages/index.ts'
import type { Exchange } from './check.ts'

/**
 * Where something required has its name in other letters, if that is all that is wrong with a request: a property of its
 * body, or a parameter of its query.
 */
export function placeOfOtherLetters({ judged, sent }: Exchange): 'body' | 'query' | undefined {
  const [issue] = issuesOf(judged)
  const constraint = brokenAlone(judged)
  if (!issue || !constraint) return undefined
  if (constraint.kind === 'presence' && constraint.place.in === 'query') {
    const names = [...new URLSearchParams(sent?.target.replace(/^[^?]*/, '')).keys()]
    return isAmong(
      names.map((name) => name.replace(/\[.*$/s, '')),
      constraint.place.name,
    )
      ? 'query'
      : undefined
  }
  if (judged.body === undefined || !isRequestConstraint(constraint) || constraint.kind !== 'required') return undefined
  const holder = valueAt(judged.body, parentPointer(issue.pointer))
  return isObject(holder) && isAmong(Object.keys(holder), lastToken(issue.pointer)) ? 'body' : undefined
}

const isAmong = (names: readonly string[], name: string): boolean =>
  names.some((other) => other.toLowerCase() === name.toLowerCase())
