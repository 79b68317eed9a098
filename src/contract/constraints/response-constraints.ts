import { appendToken } from '../../json/index.ts'
import {
  type Contract,
  type DocumentedResponse,
  hidesAnything,
  type MediaType,
  type Operation,
  type ResponseHeader,
} from '../model/index.ts'
import { bodyConstraints, mediaLabel, mediaTypeConstraints } from './body-constraints.ts'
import type { AdvisoryConstraint, Constraint, PresenceConstraint, StatusConstraint } from './constraint.ts'
import { type Place, placeLabel } from './place.ts'
import { schemaConstraints } from './schema-constraints.ts'
import { textOfParameter } from './wire-text.ts'

/** What a deployment owes with a response: its status, headers, body, and what the prose says of it. */
export function responseConstraints(
  contract: Contract,
  { id: operation }: Operation,
  response: DocumentedResponse,
): Constraint[] {
  const { status, source, headers, content, advisories } = response
  const message = { operation, side: 'response', status } as const
  const common = { operation, party: 'deployment', about: 'message' } as const
  const label = `${operation} response.${status}`
  const documented: StatusConstraint = { ...common, kind: 'status', id: `${label} status`, value: status, source }
  return [
    documented,
    ...headers.flatMap((header) => headerConstraints(contract, operation, status, header)),
    ...mediaTypeConstraints(message, content, source),
    ...content.flatMap((media) => [
      ...bodyConstraints(contract, message, content, media),
      ...writeOnlyAdvisory(contract, operation, response, media),
    ]),
    ...advisories.map(
      (advisory): AdvisoryConstraint => ({
        ...common,
        kind: 'advisory',
        id: `${label} advisory ${advisory.name}`,
        value: advisory.message,
        status,
        advisory,
        source: advisory.source,
      }),
    ),
  ]
}

function headerConstraints(
  contract: Contract,
  operation: string,
  status: string,
  header: ResponseHeader,
): Constraint[] {
  const { name, required, schema, source } = header
  const place: Place = { side: 'response', in: 'header', status, name }
  const presence: PresenceConstraint = {
    operation,
    party: 'deployment',
    about: 'place',
    kind: 'presence',
    id: `${operation} ${placeLabel(place)} required`,
    value: true,
    place,
    source: { file: source.file, pointer: appendToken(source.pointer, 'required') },
  }
  const context = { contract, operation, party: 'deployment', place, text: textOfParameter(header) } as const
  return [...(required ? [presence] : []), ...schemaConstraints(context, schema)]
}

/** Only a SHOULD NOT (3.0.3, Schema Object), and in 3.1 a note, so that no schema demands it. */
function writeOnlyAdvisory(
  contract: Contract,
  operation: string,
  { status, content }: DocumentedResponse,
  media: MediaType,
): AdvisoryConstraint[] {
  const { name: mediaType, schema, source } = media
  if (!schema || !hidesAnything(contract, schema, 'response')) return []
  const message = 'A property that is writeOnly is sent back.'
  return [
    {
      operation,
      party: 'deployment',
      about: 'message',
      kind: 'advisory',
      id: `${operation} ${mediaLabel({ operation, side: 'response', status }, content, media)} advisory writeOnly`,
      value: message,
      status,
      advisory: { kind: 'writeOnly', name: 'writeOnly', message, mediaType, source },
      source,
    },
  ]
}
