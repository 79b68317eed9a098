import { describe, expect, test } from 'vitest'
import { planVerification, UsageError } from '../../../src/entries/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

const contract = contractOf(petstore)
const planned = (include: string[], exclude: string[] = []): string[] => [
  ...planVerification(contract, { runs: 0, include, exclude }).judges.keys(),
]

describe('operations are chosen by', () => {
  test.each<[string, string[], string[], string[]]>([
    ['id', ['getPet'], [], ['getPet']],
    ['id, in any case', ['GETPET'], [], ['getPet']],
    ['path', ['/pets'], [], ['listPets', 'createPet']],
    ['path with a star', ['/pets/*'], [], ['getPet', 'deletePet']],
    ['method', ['delete'], [], ['deletePet']],
    ['method and path', ['GET /pets*'], [], ['listPets', 'getPet']],
    ['several', ['createPet', 'DELETE'], [], ['createPet', 'deletePet']],
    ['what is excluded', [], ['/pets/{pet_id}', 'POST'], ['listPets']],
    ['both', ['GET'], ['listPets'], ['getPet']],
  ])('%s', (_, include, exclude, expected) => {
    expect(planned(include, exclude)).toEqual(expected)
  })

  test('tag', () => {
    const { paths } = petstore
    const tagged = JSON.parse(
      JSON.stringify(paths).replace('"operationId":"getPet"', '"operationId":"getPet","tags":["one","two"]'),
    )
    const plan = planVerification(contractOf({ ...petstore, paths: tagged }), { runs: 0, include: ['two'] })
    expect([...plan.judges.keys()]).toEqual(['getPet'])
  })

  test.each([
    [['nothing'], []],
    [[], ['nothing']],
    [[], ['*']],
    [['getPe'], []],
  ])('and not by %j, %j', (include, exclude) => {
    expect(() => planned(include, exclude)).toThrow(UsageError)
  })
})
