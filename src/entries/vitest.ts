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
  // Vitest 4 and 5 differ in the type parameters of `Matchers`, so no declaration fits both. Both read this one.
  namespace Chai {
    interface Assertion {
      /**
       * Passes if a `Response`, or `{ status, headers?, body? }`, is one that the operation documents: status, media type,
       * syntax, schema and headers. Await it. You may leave out the operation's id if the contract has only one operation.
       */
      toMatchContract(contract: Contract, operation?: string): Promise<void>
      /**
       * Passes if a `Request`, or `{ method, url, headers?, body? }`, is one that the contract allows: method and path are
       * those of an operation, on any origin, and parameters and body keep every constraint. Await it. If you give an
       * operation's id, the request has to be for that operation.
       */
      toKeepContract(contract: Contract, operation?: string): Promise<void>
    }
  }
}
