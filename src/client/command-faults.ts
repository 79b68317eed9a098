import { isSuccess } from '../http/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import { labelOf, wasServed } from './answer-faults.ts'
import type { ClientFault } from './client-fault.ts'
import type { Observation } from './observation.ts'
import { nonconforming, repeated, strayed } from './request-faults.ts'

/** What one run of a program shows against it; it sends `usual` requests when all goes well. */
export function commandFaults(judge: OperationJudge, observation: Observation, usual: number): ClientFault[] {
  const { requests, answer, outcome } = observation
  const ofOperation = requests.filter(({ operation }) => operation === judge.operation.id)
  const faults: ClientFault[] = ofOperation
    .filter(({ isServed }) => !isServed)
    .flatMap((request) => nonconforming(judge, observation, request))
  if (ofOperation.length === 0 && requests.length > 0)
    faults.push({ ...strayed(judge, observation), check: 'request_conformance' })
  if (!wasServed(observation)) return faults
  const { status } = answer.response
  const base = { severity: 'error', label: labelOf(observation), observation } as const
  if (outcome.kind === 'hung')
    faults.push({
      ...base,
      check: isSuccess(answer.response.status) ? 'positive_response_acceptance' : 'error_propagation',
      class: 'hangs',
      message: `A legal answer with status ${status} makes the command hang.`,
      expected: 'an exit',
      received: 'none until the time-out',
    })
  if (outcome.kind === 'threw' && isSuccess(answer.response.status))
    faults.push({
      ...base,
      check: 'positive_response_acceptance',
      class: 'throws',
      message: `A legal answer with status ${status} makes the command fail.`,
      expected: 'exit code 0',
      received: outcome.text,
    })
  const served = ofOperation.filter(({ isServed }) => isServed)
  // A program that sends several when all goes well does not send the same one again.
  if (served.length > Math.max(usual, 1)) faults.push(...repeated(judge, observation, served))
  return faults
}
