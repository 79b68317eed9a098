import type { Dialect } from './dialect.ts'
import { withoutDefaultMapping } from './openapi-3.0.ts'

/** A word of 3.0 that means nothing in 3.1; validators honour it all the same. */
export const withoutNullable: Dialect['keywords'] = { nullable: () => undefined }

export const openapi31: Dialect = {
  version: '3.1',
  hasFieldsOf32: false,
  refStandsAlone: false,
  // "Permitted, but has no well-defined semantics" (3.1, 4.8.10).
  ignoresBodyOf: [],
  keywords: { ...withoutNullable, ...withoutDefaultMapping },
}
