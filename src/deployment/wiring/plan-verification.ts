import type { Contract, Operation } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import {
  libraryNames,
  namesIn,
  RUNS_ON_LOOPBACK,
  requireCount,
  requireLibraryOptions,
  seedOf,
} from '../../options/index.ts'
import { createPlan, type Plan } from '../../planning/cases/index.ts'
import { credentialsFor, SIGNATURE_FIELDS } from '../run/index.ts'
import { accessKeyOf } from './access-key.ts'
import { givenFields } from './given-fields.ts'
import { givenTokens } from './given-tokens.ts'
import { operationFilter } from './operation-filter.ts'
import { parseTarget } from './target.ts'
import type { PlanningOptions } from './verification-options.ts'

/** The requests that `verifyDeployment` would send with the same options. Sends nothing. Throws UsageError. */
export function planVerification(contract: Contract, options: PlanningOptions = {}): Plan {
  requireLibraryOptions(libraryNames('plan'), options)
  for (const [id, values] of Object.entries(options.operations ?? {}))
    requireLibraryOptions(namesIn('operation'), values, `operations.${id}.`)
  const { target, param = {}, body = [], seed, include = [], exclude = [] } = options
  const isLoopback = target === undefined || parseTarget(target).isLoopback
  const signature = accessKeyOf(options) ? SIGNATURE_FIELDS : []
  // Where a token goes does not depend on what it is.
  const fields = givenFields(contract, givenTokens(contract, options.token), options.header ?? [])
  const credentials = (operation: Operation): readonly RequestField[] => [
    ...credentialsFor(operation, fields.credentials).map(({ field }) => field),
    ...signature,
  ]
  return createPlan(contract, {
    known: {
      parameters: valuesOf(param),
      bodies: body,
      fields: fields.others,
    },
    credentials,
    runs: requireCount('runs', options.runs) ?? (isLoopback ? RUNS_ON_LOOPBACK : 0),
    seed: seedOf(seed),
    maxRequests: requireCount('maxRequests', options.maxRequests) ?? Number.POSITIVE_INFINITY,
    maxExecutions: requireCount('maxExecutions', options.maxExecutions) ?? Number.POSITIVE_INFINITY,
    includes: operationFilter(contract, include, exclude),
    operations: new Map(
      Object.entries(options.operations ?? {}).map(([id, values]) => [
        id,
        {
          parameters: valuesOf(values.param ?? {}),
          bodies: values.body,
          runs: requireCount(`operations.${id}.runs`, values.runs),
        },
      ]),
    ),
  })
}

const valuesOf = (param: NonNullable<PlanningOptions['param']>): Map<string, readonly string[]> =>
  new Map(Object.entries(param).map(([name, value]) => [name, [value].flat()]))
