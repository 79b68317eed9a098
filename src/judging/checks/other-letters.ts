import { isObject, lastToken, parentPointer, valueAt } from '../../json/index.ts'
import { brokenAlone, issuesOf, type JudgedRequest } from '../messages/index.ts'

/** Whether all that is wrong with a request is that a required property of its body has its name in other letters. */
export function isInOtherLetters(judged: JudgedRequest): boolean {
  const [issue] = issuesOf(judged)
  if (!issue || judged.body === undefined || brokenAlone(judged)?.kind !== 'required') return false
  const holder = valueAt(judged.body, parentPointer(issue.pointer))
  const name = lastToken(issue.pointer).toLowerCase()
  return isObject(holder) && Object.keys(holder).some((other) => other.toLowerCase() === name)
}
