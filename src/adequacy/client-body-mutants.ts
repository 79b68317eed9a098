import { instancesAt, parsePointer } from '../json/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import { type ClientMutant, clientMutant } from './client-mutant.ts'
import { constraintOf, namedProperties, requestBodyLabels } from './named-properties.ts'
import { withoutPlace } from './without-place.ts'

/** Clients that never send the body, or one of its properties. */
export function clientBodyMutants(judge: OperationJudge): ClientMutant[] {
  const { requestBody } = judge.operation
  if (!requestBody) return []
  const label = 'request.body'
  const whole = clientMutant(constraintOf(judge, label), label, {
    kind: 'property dropped',
    description: 'It never sends the body, which is optional.',
    change: (_, depart) => ({
      asked(input) {
        if (input.body !== undefined) depart()
        return { ...input, body: undefined }
      },
    }),
  })
  const properties = [...requestBodyLabels(judge)].flatMap((bodyLabel) => droppedProperties(judge, bodyLabel))
  return requestBody.required ? properties : [whole, ...properties]
}

const droppedProperties = (judge: OperationJudge, label: string): ClientMutant[] =>
  [...namedProperties(judge, label)].map(([pointer, constraint]) =>
    clientMutant(constraint, `${label} ${pointer}`, {
      kind: 'property dropped',
      description: `It never sends ${pointer.slice(1)}.`,
      change: (_, depart) => ({
        asked(input) {
          if (input.body === undefined || instancesAt(input.body, pointer).length === 0) return input
          depart()
          return { ...input, body: withoutPlace(input.body, parsePointer(pointer)) }
        },
      }),
    }),
  )
