import { bundled } from '../../src/contract/documents/index.ts'
import { type Credential, createTransport, type RunOptions, sendPlan } from '../../src/deployment/run/index.ts'
import type { RequestField } from '../../src/http/index.ts'
import { createPlan, type Plan, type PlanOptions } from '../../src/planning/cases/index.ts'
import type { Report } from '../../src/report/results/index.ts'

export const planOptions: PlanOptions = {
  known: { parameters: new Map(), bodies: [] },
  runs: 0,
  seed: 1,
  planLimit: Number.POSITIVE_INFINITY,
  maxRequests: Number.POSITIVE_INFINITY,
  maxExecutions: Number.POSITIVE_INFINITY,
  credentials: () => [],
  includes: () => true,
}

/** The credentials of a plan, if its requests carry some. */
export const carrying = (has: boolean): PlanOptions['credentials'] => (has ? () => [['X-Auth-Token', '']] : () => [])

/** Credentials that every request carries. */
export const everywhere = (fields: readonly RequestField[]): readonly Credential[] =>
  fields.map((field) => ({ field, schemes: ['token'], everywhere: true }))

const plans = new Map<string, Plan>()

/** The plan for the bundled contract. The same options give the same object, as plans are data. */
export function bundledPlan(
  params: Readonly<Record<string, readonly string[]>> = {},
  credentials = false,
  runs = 0,
): Plan {
  const key = JSON.stringify([params, credentials, runs])
  const knownValues = { parameters: new Map(Object.entries(params)), bodies: [] }
  const plan =
    plans.get(key) ??
    createPlan(bundled(), { ...planOptions, known: knownValues, credentials: carrying(credentials), runs })
  plans.set(key, plan)
  return plan
}

/** Runs `verify` on the bundled contract against an origin, over sockets unless a transport is given. */
export async function verify(
  origin: string,
  options: Partial<RunOptions> & { readonly timeoutMs?: number; readonly token?: string } = {},
): Promise<Report> {
  const { timeoutMs = 20_000, token, transport = createTransport({ origin, timeoutMs }), ...rest } = options
  const credentials = everywhere(token === undefined ? [] : [['X-Auth-Token', token]])
  try {
    return await sendPlan({
      contract: bundled(),
      plan: bundledPlan(),
      transport,
      target: { origin, basePath: '' },
      credentials,
      headers: [],
      concurrency: 4,
      ratePerSecond: Number.POSITIVE_INFINITY,
      maxRequests: Number.POSITIVE_INFINITY,
      maxExecutions: Number.POSITIVE_INFINITY,
      maxTimeMs: Number.POSITIVE_INFINITY,
      maxShrinkExecutions: Number.POSITIVE_INFINITY,
      waitMs: 0,
      // Waits are skipped: other tests show what a run waits for.
      clock: {
        now: () => performance.timeOrigin + performance.now(),
        sleep: () => new Promise((resolve) => setImmediate(resolve)),
      },
      signal: new AbortController().signal,
      tool: { name: 'fgs-contract', version: '0.0.0' },
      onEvent: () => undefined,
      ...rest,
    })
  } finally {
    await transport.close()
  }
}
