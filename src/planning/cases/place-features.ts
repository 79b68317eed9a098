import { type Json, valueAt } from '../../json/index.ts'
import { differencesOf } from '../../judging/messages/index.ts'
import type { Change, Draft, Feature } from './draft.ts'

/** What makes one draft of another, place by place: each feature can be applied without the others. */
export function placeFeatures(from: Draft, to: Draft): Feature[] {
  const decoded = ({ parameters, body }: Draft) => ({ parameters, body, mediaType: undefined })
  return differencesOf(decoded(from), decoded(to)).map(({ place, pointer }): Feature => {
    const value = place === 'body' ? partOf(to.body, pointer) : to.parameters.get(place)
    const change: Change = place === 'body' ? { in: 'body', pointer, value } : { in: 'parameter', key: place, value }
    const what = value === undefined ? 'absent' : 'another value'
    return { name: `request.${place}${pointer === '' ? '' : ` ${pointer}`}: ${what}`, changes: [change] }
  })
}

const partOf = (body: Json | undefined, pointer: string): Json | undefined =>
  body === undefined ? undefined : valueAt(body, pointer)
