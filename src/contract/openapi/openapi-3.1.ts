import type { Dialect } from './dialect.ts'

export const openapi31: Dialect = {
  version: '3.1',
  refStandsAlone: false,
  // "Permitted, but has no well-defined semantics" (3.1, 4.8.10).
  ignoresBodyOf: [],
  keywords: {
    // A word of 3.0 that means nothing in 3.1; validators honour it all the same.
    nullable: () => undefined,
  },
}
