import { isSuccess } from '../../http/index.ts'
import { type Exchange, type Objection, statusOf } from './check.ts'
import { describeRequest } from './describe-request.ts'

/**
 * Credentials that are nearly the right ones are let in, although wrong ones are not: an advisory about the case. Where wrong
 * ones are let in, nobody looks, and another check says so.
 */
export function alteredCredentials(exchange: Exchange): Objection[] {
  const { credentials, name, twin, isWrongRefused } = exchange
  if (credentials === 'configured' || credentials === 'none' || credentials === 'wrong') return []
  if (!isWrongRefused || twin === undefined || !isSuccess(statusOf(exchange))) return []
  return [
    {
      subject: { kind: 'case', case: name },
      severity: 'advisory',
      class: credentials,
      message: `A request that ${describeRequest(exchange)} is let in, and one with wrong credentials is not.`,
      expected: 'status 401 or 403',
      received: `status ${statusOf(exchange)}`,
    },
  ]
}
