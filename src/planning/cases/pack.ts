import { collide, type Draft, type Feature } from './draft.ts'

/** A request to be: features packed onto a draft. */
export interface Pack {
  readonly draft: Draft
  readonly features: readonly Feature[]
}

/** First fit: each feature goes into the first request in which it collides with none, and with which it may be sent. */
export function packFeatures(
  features: readonly Feature[],
  maySend: (packed: readonly Feature[]) => boolean = () => true,
): Feature[][] {
  const packs: Feature[][] = []
  for (const feature of features) {
    const room = packs.find(
      (packed) => !packed.some((other) => collide(other, feature)) && maySend([...packed, feature]),
    )
    if (room) room.push(feature)
    else packs.push([feature])
  }
  return packs
}
