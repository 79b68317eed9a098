import { expect } from 'vitest'
import type { Contract } from '../contract/model/index.ts'
import { toKeepContract, toMatchContract } from '../vitest/index.ts'

export {
  describeContract,
  type MatcherResult,
  type PlainBody,
  type PlainHeaders,
  type PlainRequest,
  type PlainResponse,
  toKeepContract,
  toMatchContract,
} from '../vitest/index.ts'

expect.extend({ toKeepContract, toMatchContract })

declare global {
  // Vitest 4 and 5 give `Matchers` other type parameters, which no one declaration can have; both take this one in.
  namespace Chai {
    interface Assertion {
      /**
       * Passes where a `Response`, or `{ status, headers?, body? }`, is one that the operation documents: status, media
       * type, syntax, schema and headers. Await it. The operation's id may be left out where the contract has one.
       */
      toMatchContract(contract: Contract, operation?: string): Promise<void>
      /**
       * Passes where a `Request`, or `{ method, url, headers?, body? }`, is one that the contract allows: of an operation
       * by method and path, on any origin, with parameters and body that keep every constraint. Await it. Where an
       * operation's id is given, the request has to be for that one.
       */
      toKeepContract(contract: Contract, operation?: string): Promise<void>
    }
  }
}
