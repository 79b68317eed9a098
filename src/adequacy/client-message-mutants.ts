import { mediaTypeMatches } from '../http/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import { type ClientMutant, clientMutant } from './client-mutant.ts'

const MEDIA_TYPES = ['text/plain', 'application/json', 'application/octet-stream']
const METHODS = ['POST', 'PUT', 'GET', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']

/** Clients that send another media type, or another method. */
export const clientMessageMutants = (judge: OperationJudge): ClientMutant[] => [
  ...mediaTypeMutants(judge),
  ...methodMutants(judge),
]

function mediaTypeMutants({ operation: { requestBody }, constraints }: OperationJudge): ClientMutant[] {
  const isDocumented = (mediaType: string): boolean =>
    requestBody?.content.some(({ name }) => mediaTypeMatches(name, mediaType)) ?? false
  const mediaType = MEDIA_TYPES.find((name) => !isDocumented(name))
  const constraint = constraints.find((demand) => demand.kind === 'mediaType' && demand.side === 'request')
  if (!requestBody || !constraint || mediaType === undefined) return []
  return [
    clientMutant(constraint, 'request.body', {
      kind: 'wrong media type sent',
      description: `It sends its body as ${mediaType}.`,
      change: (keeps, depart) => ({
        written(input, write) {
          const request = keeps.written(input, write)
          if (request.body?.length) depart()
          const headers = request.headers.map(
            ([name, text]) => [name, name.toLowerCase() === 'content-type' ? mediaType : text] as const,
          )
          return { ...request, headers }
        },
      }),
    }),
  ]
}

function methodMutants(judge: OperationJudge): ClientMutant[] {
  const { method: right, methodsOfPath } = judge.operation
  const method = METHODS.find((name) => !methodsOfPath.includes(name) && name !== right)
  if (method === undefined) return []
  return [
    clientMutant(judge.constraint('method'), 'request method', {
      kind: 'wrong method sent',
      description: `It sends ${method} in place of ${right}.`,
      change: (keeps, depart) => ({
        written(input, write) {
          depart()
          return { ...keeps.written(input, write), method }
        },
      }),
    }),
  ]
}
