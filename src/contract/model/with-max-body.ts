import type { Contract } from './contract.ts'

/**
 * A contract of which no value is made that takes more bytes than `maxBody` as JSON: for requests, answers of mocks, calls
 * to clients and arbitraries. What has that limit already is given back.
 */
export const withMaxBody = (contract: Contract, maxBody: number | undefined): Contract =>
  maxBody === undefined || contract.maxBody === maxBody ? contract : { ...contract, maxBody }
