import type { Arbitrary } from 'fast-check'
import type { Source } from '../contract/index.ts'
import { fastCheck } from './fast-check.ts'
import { Unsatisfiable } from './refusals.ts'

/** Attempts at one value before it is said that there is none. */
const MOST_ATTEMPTS = 300

/** fast-check's own filter tries for ever: this one gives up, and says where. */
export function filtered<T>(arbitrary: Arbitrary<T>, test: (value: T) => boolean, source: Source): Arbitrary<T> {
  const fc = fastCheck()
  class Filtered extends fc.Arbitrary<T> {
    generate(...[random, bias]: Parameters<Arbitrary<T>['generate']>): ReturnType<Arbitrary<T>['generate']> {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const value = arbitrary.generate(random, bias)
        if (test(value.value)) return value
      }
      throw new Unsatisfiable(source, `none of ${MOST_ATTEMPTS} attempts fits`)
    }
    canShrinkWithoutContext(value: unknown): value is T {
      return arbitrary.canShrinkWithoutContext(value) && test(value)
    }
    shrink(value: T, context: unknown): ReturnType<Arbitrary<T>['shrink']> {
      return arbitrary.shrink(value, context).filter((smaller) => test(smaller.value))
    }
  }
  return new Filtered()
}

/** An arbitrary that is made when it is first needed: schemas that refer to themselves would be made for ever. */
export function lazily<T>(make: () => Arbitrary<T>): Arbitrary<T> {
  const fc = fastCheck()
  let made: Arbitrary<T> | undefined
  const get = (): Arbitrary<T> => {
    made ??= make()
    return made
  }
  class Lazy extends fc.Arbitrary<T> {
    generate(...[random, bias]: Parameters<Arbitrary<T>['generate']>): ReturnType<Arbitrary<T>['generate']> {
      return get().generate(random, bias)
    }
    canShrinkWithoutContext(value: unknown): value is T {
      return get().canShrinkWithoutContext(value)
    }
    shrink(value: T, context: unknown): ReturnType<Arbitrary<T>['shrink']> {
      return get().shrink(value, context)
    }
  }
  return new Lazy()
}
