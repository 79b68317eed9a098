import { collide, type Draft, type Feature } from './draft.ts'

/** A request to be: features packed onto a draft. */
export interface Pack {
  readonly draft: Draft
  readonly features: readonly Feature[]
}

/** First fit: each feature goes into the first request in which it collides with none, and with which it may be sent. */
export function packFeatures(
  features: readonly Feature[],
  maySend?: (packed: readonly Feature[]) => boolean,
): Feature[][] {
  const packs: Packing[] = []
  for (const feature of features) {
    const room = packs.find(
      (packing) => !packing.collides(feature) && (!maySend || maySend([...packing.features, feature])),
    )
    if (room) room.add(feature)
    else packs.push(new Packing(feature))
  }
  return packs.map((packing) => packing.features)
}

/** Features of one request. It is asked about each other feature, so that it looks at those alone that may collide. */
class Packing {
  readonly features: Feature[] = []
  readonly #byPlace = new Map<string, Feature[]>()

  constructor(first: Feature) {
    this.add(first)
  }

  add(feature: Feature): void {
    this.features.push(feature)
    for (const place of placesOf(feature)) {
      const here = this.#byPlace.get(place)
      if (here) here.push(feature)
      else this.#byPlace.set(place, [feature])
    }
  }

  collides(feature: Feature): boolean {
    const places = placesOf(feature)
    const nearby = places.includes(WHOLE_BODY)
      ? [...this.#byPlace].flatMap(([place, here]) => (isOfBody(place) ? here : []))
      : (this.#byPlace.get(WHOLE_BODY) ?? [])
    return [...nearby, ...places.flatMap((place) => this.#byPlace.get(place) ?? [])].some((other) =>
      collide(other, feature),
    )
  }
}

const WHOLE_BODY = 'body '

const isOfBody = (place: string): boolean => place.startsWith(WHOLE_BODY)

/** Places of which a feature can share none with another unless they collide: of the body, members of its root. */
const placesOf = ({ changes }: Feature): string[] =>
  changes.map((change) => {
    if (change.in === 'parameter') return `parameter ${change.key}`
    if (change.in !== 'body') return change.in
    return `${WHOLE_BODY}${change.pointer.slice(0, (change.pointer.indexOf('/', 1) + 1 || Infinity) - 1)}`
  })
