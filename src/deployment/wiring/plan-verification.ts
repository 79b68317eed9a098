import type { Contract, Operation } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import {
  libraryNames,
  namesIn,
  OPTIONS,
  RUNS_ON_LOOPBACK,
  requireCount,
  requireLibraryOptions,
  seedOf,
} from '../../options/index.ts'
import { createPlan, type OperationPlanOptions, type Plan } from '../../planning/cases/index.ts'
import { credentialsFor, SIGNATURE_FIELDS } from '../run/index.ts'
import { accessKeyOf } from './access-key.ts'
import { contractWith } from './contract-with.ts'
import { givenFields } from './given-fields.ts'
import { givenParameters } from './given-parameters.ts'
import { givenTokens } from './given-tokens.ts'
import { EMBEDDED, tokenRequests } from './oauth-tokens.ts'
import { operationFilter, requireNames } from './operation-filter.ts'
import { parseTarget } from './target.ts'
import type { PlanningOptions } from './verification-options.ts'

/** The requests that `verifyDeployment` would send with the same options. Sends nothing. Throws UsageError. */
export function planVerification(document: Contract, options: PlanningOptions = {}): Plan {
  requireLibraryOptions(libraryNames('plan'), options)
  const contract = contractWith(document, options)
  for (const [id, values] of Object.entries(options.operations ?? {}))
    requireLibraryOptions(namesIn('operation'), values, `operations.${id}.`)
  const { target, param = {}, body = [], seed, include = [], exclude = [], allowChanges = [] } = options
  const isLoopback = target === undefined || parseTarget(target).isLoopback
  const signature = accessKeyOf(options) ? SIGNATURE_FIELDS : []
  const { origin, basePath } = target === undefined ? EMBEDDED : parseTarget(target)
  const requests = tokenRequests(contract, options.credentials ?? {}, { origin, basePath })
  const fetched = Object.fromEntries(requests.map(({ scheme }) => [scheme, () => 'token']))
  // Where a token goes does not depend on what it is.
  const fields = givenFields(contract, givenTokens(contract, options.token, fetched), options.header ?? [])
  const credentials = (operation: Operation): readonly RequestField[] => [
    ...credentialsFor(operation, fields.credentials).map(({ field }) => field),
    ...signature,
  ]
  const parameters = givenParameters(contract, param)
  const changing = requireNames(contract, '--allow-changes', allowChanges)
  return createPlan(contract, {
    known: {
      parameters: parameters.all,
      bodies: body,
      fields: fields.others,
    },
    credentials,
    isSigned: signature.length > 0,
    runs: requireCount('runs', options.runs) ?? (isLoopback ? RUNS_ON_LOOPBACK : 0),
    seed: seedOf(seed),
    planLimit: requireCount('planLimit', options.planLimit, 1) ?? OPTIONS.planLimit.default,
    maxRequests: requireCount('maxRequests', options.maxRequests) ?? Number.POSITIVE_INFINITY,
    maxExecutions: requireCount('maxExecutions', options.maxExecutions) ?? Number.POSITIVE_INFINITY,
    includes: operationFilter(contract, include, exclude),
    allowsChanges: ({ id }) => changing.has(id),
    // The embedded mock keeps nothing.
    isHarmless: target === undefined,
    operations: operationPlans(options.operations ?? {}, parameters.byOperation),
  })
}

/** What holds for single operations; what names an operation in `param` itself replaces the rest. */
export function operationPlans(
  operations: NonNullable<PlanningOptions['operations']>,
  parameters: ReturnType<typeof givenParameters>['byOperation'],
): Map<string, OperationPlanOptions> {
  const ids = new Set([...Object.keys(operations), ...parameters.keys()])
  return new Map(
    [...ids].map((id) => {
      const values = operations[id] ?? {}
      return [
        id,
        {
          parameters: new Map([...valuesOf(values.param ?? {}), ...(parameters.get(id) ?? [])]),
          bodies: values.body,
          runs: requireCount(`operations.${id}.runs`, values.runs),
        },
      ]
    }),
  )
}

const valuesOf = (param: NonNullable<PlanningOptions['param']>): Map<string, readonly string[]> =>
  new Map(Object.entries(param).map(([name, value]) => [name, [value].flat()]))
