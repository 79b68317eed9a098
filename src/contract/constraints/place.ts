import type { ParameterLocation } from '../model/index.ts'

/** Where in a request a parameter stands. */
export type ParameterPlace = {
  readonly side: 'request'
  readonly in: ParameterLocation
  readonly name: string
}

/** Where in a message a value stands. `mediaType` and `status` are as the document writes them: `text/*`, `4XX`. */
export type Place =
  | ParameterPlace
  | { readonly side: 'request'; readonly in: 'body'; readonly mediaType: string }
  | { readonly side: 'response'; readonly in: 'body'; readonly status: string; readonly mediaType: string }
  | { readonly side: 'response'; readonly in: 'header'; readonly status: string; readonly name: string }

/** `request.path.project_id`, `request.body`, `response.200`, `response.200.header.X-Rate`. */
export function placeLabel(place: Place): string {
  if (place.side === 'response')
    return place.in === 'body' ? `response.${place.status}` : `response.${place.status}.header.${place.name}`
  return place.in === 'body' ? 'request.body' : `request.${parameterKey(place)}`
}

/** Tells the places of an operation apart, those of bodies of different media types too. */
export const placeKey = (place: Place): string =>
  place.in === 'body' ? `${placeLabel(place)} ${place.mediaType}` : placeLabel(place)

/** Tells the parameters of an operation apart, since two may have one name in different places: `path.project_id`. */
export const parameterKey = ({ in: where, name }: Pick<ParameterPlace, 'in' | 'name'>): string => `${where}.${name}`

/** Whether a parameter is of the query, or is all of it. */
export const isInQuery = ({ in: where }: { readonly in: string }): boolean =>
  where === 'query' || where === 'querystring'
