import { issuesOf } from '../messages/index.ts'
import type { Exchange } from './check.ts'

/** The method of a request, if its path does not document it. */
export function undocumentedMethod({ judged }: Pick<Exchange, 'judged'>): string | undefined {
  const [issue] = issuesOf(judged)
  return issue?.constraint.kind === 'method' ? issue.received : undefined
}

/**
 * Whether any path may answer a method although it does not document it: OPTIONS asks what a path can do, and HEAD is
 * GET without the content (RFC 9110, 9.3.7 and 9.3.2).
 */
export const isAnsweredAnyway = ({ operation }: Exchange['judge'], method: string | undefined): boolean =>
  method === 'OPTIONS' || (method === 'HEAD' && operation.methodsOfPath.includes('GET'))
