import { bodyKindOf, concreteMediaType, framingOf } from '../../http/index.ts'
import { appendToken } from '../../json/index.ts'
import { type Contract, type MediaType, type Source, sideOf } from '../model/index.ts'
import type { Constraint, MediaTypeConstraint, SyntaxConstraint } from './constraint.ts'
import { type Place, placeLabel } from './place.ts'
import { schemaConstraints } from './schema-constraints.ts'
import { textOfBody } from './wire-text.ts'

/** The message of an operation whose body is described. */
export type Message = { readonly operation: string } & (
  | { readonly side: 'request' }
  | { readonly side: 'response'; readonly status: string }
)

const partyOf = ({ side }: Message): 'client' | 'deployment' => (side === 'request' ? 'client' : 'deployment')

const bodyPlace = (message: Message, { name: mediaType }: MediaType): Place =>
  message.side === 'request'
    ? { side: 'request', in: 'body', mediaType }
    : { side: 'response', in: 'body', status: message.status, mediaType }

/** How a body is named in ids: `request.body`, `response.200`. All media types but the first name themselves too. */
export function mediaLabel(message: Message, content: readonly MediaType[], media: MediaType): string {
  const label = placeLabel(bodyPlace(message, media))
  return media === content[0] ? label : `${label} ${media.name}`
}

/** That a body is of a documented media type; nothing if none is documented. */
export function mediaTypeConstraints(
  message: Message,
  content: readonly MediaType[],
  { file, pointer }: Source,
): MediaTypeConstraint[] {
  const [first] = content
  if (!first) return []
  const { operation, ...side } = message
  return [
    {
      operation,
      party: partyOf(message),
      about: 'message',
      kind: 'mediaType',
      id: `${operation} ${mediaLabel(message, content, first)} mediaType`,
      value: content.map(({ name }) => name),
      ...side,
      source: { file, pointer: appendToken(pointer, 'content') },
    },
  ]
}

/** What a body of one media type owes: to be a text of it, and to fit its schema. */
export function bodyConstraints(
  contract: Contract,
  message: Message,
  content: readonly MediaType[],
  media: MediaType,
): Constraint[] {
  const { operation } = message
  const party = partyOf(message)
  const place = bodyPlace(message, media)
  const label = mediaLabel(message, content, media)
  const syntax: SyntaxConstraint = {
    operation,
    party,
    about: 'place',
    kind: 'syntax',
    id: `${operation} ${label} syntax`,
    value: media.name,
    place,
    source: media.source,
    ...impliedSyntax(media),
  }
  if (!media.schema) return [syntax]
  const side = sideOf(contract, message.side, 'judged')
  const context = { contract: side.contract, operation, party, place, label, text: textOfBody(media) }
  return [syntax, ...schemaConstraints(context, side.node(media.schema))]
}

/** What any bytes are breaks nothing. */
function impliedSyntax({ name, order }: MediaType): { readonly implied?: string } {
  if (order && framingOf(name)) return {}
  const kind = bodyKindOf(concreteMediaType(name))
  if (kind === 'form') return { implied: 'every text is an urlencoded form' }
  if (kind === 'text') return { implied: 'every text is one, in some charset' }
  return kind === 'json' || kind === 'multipart' ? {} : { implied: `bodies of ${name} are not read` }
}
