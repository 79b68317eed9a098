import type { Contract, Operation } from '../../contract/model/index.ts'
import type { HttpRequest } from '../../http/index.ts'
import { isConforming, OperationJudge } from '../../judging/messages/index.ts'
import { baseOf } from './base.ts'
import { baseDraft } from './base-draft.ts'
import { writeRequest } from './write-request.ts'

/** The conforming request that a plan begins with; undefined if none can be made. */
export function sampleRequest(contract: Contract, operation: Operation): HttpRequest | undefined {
  const judge = new OperationJudge(contract, operation)
  const base = baseOf(judge, { parameters: new Map(), bodies: [], fields: [], credentials: [] }, 'allowed')
  if ('reason' in base) return undefined
  const request = writeRequest(judge, baseDraft(base))
  return isConforming(judge.request(request)) ? request : undefined
}
