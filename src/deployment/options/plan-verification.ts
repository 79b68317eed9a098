import type { Contract } from '../../contract/model/index.ts'
import { createPlan, type Plan } from '../../planning/cases/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { SIGNATURE_FIELDS } from '../run/index.ts'
import { accessKeyOf } from './access-key.ts'
import { givenFields } from './given-fields.ts'
import { operationFilter } from './operation-filter.ts'
import { parseTarget } from './target.ts'
import type { PlanningOptions } from './verification-options.ts'

const DEFAULT_SEED = 1
const RUNS_ON_LOOPBACK = 50

/** What `verifyDeployment` would send with the same options; sends nothing. Throws UsageError. */
export function planVerification(contract: Contract, options: PlanningOptions = {}): Plan {
  const { target, param = {}, body = [], seed, include = [], exclude = [] } = options
  const isLoopback = target === undefined || parseTarget(target).isLoopback
  const signature = accessKeyOf(options) ? SIGNATURE_FIELDS : []
  // Where a token goes does not depend on what it is.
  const token = typeof options.token === 'function' ? 'token' : options.token
  const given = givenFields(contract, token, options.header ?? [])
  const credentials = [...given.credentials, ...signature]
  return createPlan(contract, {
    known: {
      parameters: valuesOf(param),
      bodies: body,
      fields: given.others,
      credentials,
    },
    runs: requireCount('runs', options.runs) ?? (isLoopback ? RUNS_ON_LOOPBACK : 0),
    seed: seedOf(seed),
    maxRequests: requireCount('maxRequests', options.maxRequests) ?? Number.POSITIVE_INFINITY,
    maxExecutions: requireCount('maxExecutions', options.maxExecutions) ?? Number.POSITIVE_INFINITY,
    credentials: credentials.length > 0,
    includes: operationFilter(contract, include, exclude),
    operations: new Map(
      Object.entries(options.operations ?? {}).map(([id, own]) => [
        id,
        {
          parameters: valuesOf(own.param ?? {}),
          bodies: own.body,
          runs: requireCount(`operations.${id}.runs`, own.runs),
        },
      ]),
    ),
  })
}

/** A fixed one by default, so that a run can be repeated. */
export const seedOf = (seed: number | 'random' = DEFAULT_SEED): number =>
  seed === 'random' ? (crypto.getRandomValues(new Int32Array(1))[0] ?? DEFAULT_SEED) : seed
const valuesOf = (param: NonNullable<PlanningOptions['param']>): Map<string, readonly string[]> =>
  new Map(Object.entries(param).map(([name, value]) => [name, [value].flat()]))

/** NaN would be no limit at all, and a limit that silently is none costs executions. */
export function requireCount(name: string, value: number | undefined, least = 0): number | undefined {
  if (value === undefined || value >= least) return value
  throw new UsageError(`${name} is ${value}; give a number, ${least} or more.`)
}
