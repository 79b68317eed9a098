import { type Json, valueAt } from '../../json/index.ts'
import { differencesOf } from '../../judging/messages/index.ts'
import type { Change, Draft, Feature } from './draft.ts'

/** What makes one draft of another, place by place: each feature can be applied without the others. */
export function placeFeatures(from: Draft, to: Draft): Feature[] {
  const decoded = ({ parameters, body }: Draft) => ({ parameters, body, mediaType: undefined })
  const differences = differencesOf(decoded(from), decoded(to))
  const parameters = new Set(differences.flatMap(({ place }) => (place === 'body' ? [] : [place])))
  return [
    ...[...parameters].map((key) => feature(key, { in: 'parameter', key, value: to.parameters.get(key) })),
    ...differences
      .filter(({ place }) => place === 'body')
      .map(({ pointer }) =>
        feature(pointer === '' ? 'body' : `body ${pointer}`, { in: 'body', pointer, value: partOf(to.body, pointer) }),
      ),
  ]
}

const feature = (place: string, change: Extract<Change, { readonly value: Json | undefined }>): Feature => ({
  name: `request.${place}${change.value === undefined ? ': absent' : ''}`,
  changes: [change],
})

const partOf = (body: Json | undefined, pointer: string): Json | undefined =>
  body === undefined ? undefined : valueAt(body, pointer)
