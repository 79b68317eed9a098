import { describe } from 'vitest'
import { combined, conforming, defects } from '../../../fixtures/deployments/index.ts'
import { overSockets } from '../../support/verify-fixture.ts'
import { testFixtures } from './fixture-matrix.ts'

/** One request at a time differs most from all that fixtures take: every eighth fixture shows it. */
const everyEighth = <T>(fixtures: readonly T[]): readonly T[] => fixtures.filter((_, index) => index % 8 === 0)

describe('with 16 requests at once', () => {
  testFixtures({ defects: [...defects, ...combined], conforming }, overSockets, 16)
})

describe('with 1 requests at once', () => {
  testFixtures({ defects: [...everyEighth(defects), ...combined], conforming: everyEighth(conforming) }, overSockets, 1)
})
