import { bodyKindOf, concreteMediaType } from '../../http/index.ts'
import { appendToken } from '../../json/index.ts'
import {
  type Contract,
  type DocumentedResponse,
  hidesAnything,
  type MediaType,
  type Operation,
  sideOf,
} from '../model/index.ts'
import type { AdvisoryConstraint, Constraint, Place } from './constraint.ts'
import { schemaConstraints } from './schema-constraints.ts'
import { textOfBody, textOfParameter } from './wire-text.ts'

/** Everything that one operation demands, request first, in the order of the document. Ids are unique. */
export function operationConstraints(contract: Contract, operation: Operation): Constraint[] {
  const found = [...requestConstraints(contract, operation), ...responseConstraints(contract, operation)]
  const taken = new Set<string>()
  return found.map((constraint) => {
    let { id } = constraint
    for (let count = 2; taken.has(id); count++) id = `${constraint.id} ${count}`
    taken.add(id)
    return { ...constraint, id }
  })
}

/** All media types but the first name themselves in ids. */
const labelOf = (label: string, media: MediaType, first: MediaType | undefined): string =>
  media === first ? label : `${label} ${media.name}`

/** What any bytes are breaks nothing. */
function impliedSyntax({ name }: MediaType): { readonly implied?: string } {
  const kind = bodyKindOf(concreteMediaType(name))
  if (kind === 'form') return { implied: 'every text is an urlencoded form' }
  if (kind === 'text') return { implied: 'every text is one, in some charset' }
  return kind === 'json' || kind === 'multipart' ? {} : { implied: `bodies of ${name} are not read` }
}

function requestConstraints(contract: Contract, operation: Operation): Constraint[] {
  const base = { operation: operation.id, party: 'client' } as const
  const found: Constraint[] = []
  for (const parameter of operation.parameters) {
    const place: Place = {
      side: 'request',
      in: parameter.in,
      name: parameter.name,
    }
    const label = `${operation.id} request.${parameter.in}.${parameter.name}`
    const { source } = parameter
    if (parameter.required)
      found.push({
        ...base,
        kind: 'presence',
        id: `${label} required`,
        value: true,
        place,
        source: {
          file: source.file,
          pointer: appendToken(source.pointer, 'required'),
        },
        ...(parameter.in === 'path' && {
          implied: 'a path without the segment is another path',
        }),
      })
    if (parameter.in === 'path' || parameter.in === 'query')
      found.push({
        ...base,
        kind: 'encoding',
        id: `${label} encoding`,
        value: 'UTF-8',
        place,
        source,
      })
    const text = textOfParameter(parameter)
    found.push(
      ...schemaConstraints({ contract, operation: operation.id, party: 'client', place, text }, parameter.schema),
    )
  }
  const body = operation.requestBody
  if (body) {
    const label = `${operation.id} request.body`
    const [first] = body.content
    const place: Place = {
      side: 'request',
      in: 'body',
      mediaType: first?.name ?? '*/*',
    }
    if (body.required)
      found.push({
        ...base,
        kind: 'presence',
        id: `${label} required`,
        value: true,
        place,
        source: body.source,
      })
    if (first) {
      const value = body.content.map(({ name }) => name)
      const source = {
        file: body.source.file,
        pointer: appendToken(body.source.pointer, 'content'),
      }
      found.push({
        ...base,
        kind: 'mediaType',
        id: `${label} mediaType`,
        value,
        side: 'request',
        source,
      })
    }
    for (const media of body.content) {
      const at: Place = { side: 'request', in: 'body', mediaType: media.name }
      const own = labelOf('request.body', media, first)
      found.push({
        ...base,
        kind: 'syntax',
        id: `${operation.id} ${own} syntax`,
        value: media.name,
        place: at,
        source: media.source,
        ...impliedSyntax(media),
      })
      if (media.schema) {
        const side = sideOf(contract, 'request', 'judged')
        const context = { operation: operation.id, party: 'client', place: at, label: own } as const
        const text = textOfBody(media)
        found.push(...schemaConstraints({ ...context, contract: side.contract, text }, side.node(media.schema)))
      }
    }
  }
  found.push({
    ...base,
    kind: 'method',
    id: `${operation.id} request method`,
    value: operation.methodsOfPath,
    source: operation.source,
  })
  const schemes = [...new Set(operation.security.flat().map(({ name }) => name))]
  // An empty alternative makes credentials optional.
  if (schemes.length > 0 && operation.security.every((alternative) => alternative.length > 0))
    found.push({
      ...base,
      kind: 'security',
      id: `${operation.id} request security`,
      value: schemes,
      source: operation.source,
    })
  return found
}

function responseConstraints(contract: Contract, operation: Operation): Constraint[] {
  return operation.responses.flatMap((response) => constraintsOfResponse(contract, operation, response))
}

/** Only a SHOULD NOT (3.0.3, Schema Object), and in 3.1 a note, so that no schema demands it. */
function writeOnlyAdvisory(operation: Operation, status: string, label: string, media: MediaType): AdvisoryConstraint {
  const { name: mediaType, source } = media
  const message = 'What is writeOnly is not sent back.'
  return {
    operation: operation.id,
    party: 'deployment',
    kind: 'advisory',
    id: `${operation.id} ${label} advisory writeOnly`,
    value: message,
    status,
    advisory: { kind: 'writeOnly', name: 'writeOnly', message, mediaType, source },
    source,
  }
}

function constraintsOfResponse(contract: Contract, operation: Operation, response: DocumentedResponse): Constraint[] {
  const { status, source } = response
  const base = { operation: operation.id, party: 'deployment' } as const
  const label = `${operation.id} response.${status}`
  const found: Constraint[] = [{ ...base, kind: 'status', id: `${label} status`, value: status, source }]
  const context = {
    contract,
    operation: operation.id,
    party: 'deployment',
  } as const
  for (const header of response.headers) {
    const place: Place = {
      side: 'response',
      in: 'header',
      status,
      name: header.name,
    }
    if (header.required)
      found.push({
        ...base,
        kind: 'presence',
        id: `${label}.header.${header.name} required`,
        value: true,
        place,
        source: {
          file: header.source.file,
          pointer: appendToken(header.source.pointer, 'required'),
        },
      })
    found.push(...schemaConstraints({ ...context, place, text: textOfParameter(header) }, header.schema))
  }
  if (response.content.length > 0) {
    const value = response.content.map(({ name }) => name)
    const at = {
      file: source.file,
      pointer: appendToken(source.pointer, 'content'),
    }
    found.push({
      ...base,
      kind: 'mediaType',
      id: `${label} mediaType`,
      value,
      side: 'response',
      status,
      source: at,
    })
  }
  for (const media of response.content) {
    const place: Place = {
      side: 'response',
      in: 'body',
      status,
      mediaType: media.name,
    }
    const own = labelOf(`response.${status}`, media, response.content[0])
    found.push({
      ...base,
      kind: 'syntax',
      id: `${operation.id} ${own} syntax`,
      value: media.name,
      place,
      source: media.source,
      ...impliedSyntax(media),
    })
    if (!media.schema) continue
    const side = sideOf(contract, 'response', 'judged')
    const text = textOfBody(media)
    found.push(
      ...schemaConstraints({ ...context, contract: side.contract, place, label: own, text }, side.node(media.schema)),
    )
    if (hidesAnything(contract, media.schema, 'response')) found.push(writeOnlyAdvisory(operation, status, own, media))
  }
  for (const advisory of response.advisories) {
    const id = `${label} advisory ${advisory.name}`
    const { message } = advisory
    found.push({
      ...base,
      kind: 'advisory',
      id,
      value: message,
      status,
      advisory,
      source: advisory.source,
    })
  }
  return found
}
