import { appendToken } from '../../json/index.ts'
import type { Contract, Operation, Parameter, RequestBody } from '../model/index.ts'
import { bodyConstraints, mediaTypeConstraints } from './body-constraints.ts'
import type {
  Constraint,
  EncodingConstraint,
  MethodConstraint,
  PresenceConstraint,
  SecurityConstraint,
} from './constraint.ts'
import { isInQuery, type ParameterPlace, parameterKey } from './place.ts'
import { schemaConstraints } from './schema-constraints.ts'
import { textOfBody, textOfParameter } from './wire-text.ts'

/** What a client owes with a request, in the order of the document: parameters, body, method, credentials. */
export function requestConstraints(contract: Contract, operation: Operation): Constraint[] {
  const { parameters, requestBody } = operation
  return [
    ...parameters.flatMap((parameter) => parameterConstraints(contract, operation, parameter)),
    ...(requestBody ? requestBodyConstraints(contract, operation, requestBody) : []),
    methodConstraint(operation),
    ...securityConstraints(operation),
  ]
}

function parameterConstraints(contract: Contract, { id: operation }: Operation, parameter: Parameter): Constraint[] {
  const { in: where, name, source } = parameter
  const place: ParameterPlace = { side: 'request', in: where, name }
  const common = { operation, party: 'client', about: 'place', place } as const
  const label = `${operation} request.${parameterKey(parameter)}`
  const presence: PresenceConstraint = {
    ...common,
    kind: 'presence',
    id: `${label} required`,
    value: true,
    source: { file: source.file, pointer: appendToken(source.pointer, 'required') },
    ...(where === 'path' && { implied: 'a path without the segment is another path' }),
  }
  const encoding: EncodingConstraint = { ...common, kind: 'encoding', id: `${label} encoding`, value: 'UTF-8', source }
  const text = parameter.in === 'querystring' ? textOfBody(parameter.media) : textOfParameter(parameter)
  return [
    ...(parameter.required ? [presence] : []),
    ...(where === 'path' || isInQuery(place) ? [encoding] : []),
    ...schemaConstraints({ contract, operation, party: 'client', place, text }, parameter.schema),
  ]
}

function requestBodyConstraints(contract: Contract, operation: Operation, body: RequestBody): Constraint[] {
  const { content, required, source } = body
  const presence: PresenceConstraint = {
    operation: operation.id,
    party: 'client',
    about: 'place',
    kind: 'presence',
    id: `${operation.id} request.body required`,
    value: true,
    place: { side: 'request', in: 'body', mediaType: content[0]?.name ?? '*/*' },
    source,
  }
  const message = { operation: operation.id, side: 'request' } as const
  return [
    ...(required ? [presence] : []),
    ...mediaTypeConstraints(message, content, source),
    ...content.flatMap((media) => bodyConstraints(contract, message, content, media)),
  ]
}

const methodConstraint = ({ id, methodsOfPath, source }: Operation): MethodConstraint => ({
  operation: id,
  party: 'client',
  about: 'message',
  kind: 'method',
  id: `${id} request method`,
  value: methodsOfPath,
  source,
})

/** An empty alternative makes credentials optional. */
function securityConstraints({ id, security, source }: Operation): SecurityConstraint[] {
  const schemes = [...new Set(security.flat().map(({ name }) => name))]
  if (schemes.length === 0 || security.some((alternative) => alternative.length === 0)) return []
  const kind = 'security'
  return [
    { operation: id, party: 'client', about: 'message', kind, id: `${id} request security`, value: schemes, source },
  ]
}
