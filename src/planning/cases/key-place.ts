import type { Pointer } from '../../json/index.ts'

/** A place of requests that may have to be new to the deployment each time. */
export interface KeyPlace {
  /** `body`, or `in.name` of a parameter. */
  readonly place: string
  /** Within the body, a template: `*` stands for any item or further name. */
  readonly pointer: Pointer
  /** Whether things are often told apart by what is called so. */
  readonly isLikely: boolean
}

/** How plans, notes and reports name a place. */
export const placeName = ({ place, pointer }: Pick<KeyPlace, 'place' | 'pointer'>): string =>
  `request.${place} ${pointer}`.trimEnd()
