import type { Contract } from '../../contract/model/index.ts'
import { serveMock } from '../../mock/loopback/index.ts'
import { Mock } from '../../mock/responder/index.ts'
import { libraryNames, OPTIONS, requireCount, requireLibraryOptions } from '../../options/index.ts'
import { namesOf, type Plan } from '../../planning/cases/index.ts'
import { Gate } from '../../report/gate/index.ts'
import { type Report, tool } from '../../report/results/index.ts'
import { acceptedFields, createTransport, loadHuaweiSigner, sendPlan } from '../run/index.ts'
import { accessKeyOf } from './access-key.ts'
import { contractWith } from './contract-with.ts'
import { fetchedFields } from './given-fields.ts'
import { oauthSources } from './oauth-sources.ts'
import { planVerification } from './plan-verification.ts'
import { runConstraints } from './run-constraints.ts'
import { sentOperations } from './sent-operations.ts'
import { systemClock } from './system-clock.ts'
import { parseTarget } from './target.ts'
import { tlsOptions } from './tls-options.ts'
import { userRules } from './user-rules.ts'
import type { VerificationOptions } from './verification-options.ts'

/** Away from loopback, an execution may cost something. */
const SHRINK_EXECUTIONS = 10

/**
 * Sends requests that the contract allows and requests that it forbids to a deployment, and reports which promises were
 * kept. Without a target, they go to the embedded mock over a real loopback socket.
 *
 * Rejects with UsageError for options that cannot be used, before anything is sent. It does not reject if the deployment
 * cannot be reached: then the report is `inconclusive` and says why.
 */
export async function verifyDeployment(document: Contract, options: VerificationOptions = {}): Promise<Report> {
  requireLibraryOptions(libraryNames('verify'), options)
  const contract = contractWith(document, options)
  const external = options.target === undefined ? undefined : parseTarget(options.target)
  const limits = {
    concurrency: requireCount('concurrency', options.concurrency, 1) ?? OPTIONS.concurrency.default,
    ratePerSecond: requireCount('rate', options.rate, Number.MIN_VALUE) ?? Number.POSITIVE_INFINITY,
    maxRequests: options.maxRequests ?? Number.POSITIVE_INFINITY,
    maxExecutions: options.maxExecutions ?? Number.POSITIVE_INFINITY,
    maxTimeMs: requireCount('maxTime', options.maxTime) ?? Number.POSITIVE_INFINITY,
    maxShrinkExecutions: external === undefined || external.isLoopback ? Number.POSITIVE_INFINITY : SHRINK_EXECUTIONS,
    waitMs: requireCount('wait', options.wait) ?? OPTIONS.wait.default,
    judgeTimeoutMs: requireCount('judgeTimeout', options.judgeTimeout, 1) ?? OPTIONS.judgeTimeout.default,
  }
  const timeoutMs = requireCount('timeout', options.timeout, 1) ?? OPTIONS.timeout.default
  const tls = tlsOptions(options)
  const clock = systemClock()
  const plan = options.plan ?? planVerification(contract, options)
  const gate = gateOf(contract, plan, options)
  const rules = userRules(contract, options)
  const onEvent = options.onEvent ?? (() => undefined)

  const { fetched, secrets } = oauthSources(contract, options, external, timeoutMs)
  const { credentials, others } = await fetchedFields(contract, sentOperations(plan), { ...options, fetched })
  const key = accessKeyOf(options)
  const signerFor = key && (await loadHuaweiSigner(key))
  // The mock checks signatures for the host that a request names.
  const isSigned = signerFor?.('http://localhost').isSigned
  const mock = new Mock(contract, {
    credentials: (operation) => acceptedFields(operation, credentials),
    isSigned,
    mode: 'boundary',
  })
  const embedded = external ? undefined : await serveMock(mock)
  const isEmbedded = embedded !== undefined
  const target = external ?? { origin: embedded?.origin ?? '', basePath: '' }
  try {
    const transport = createTransport({
      origin: target.origin,
      timeoutMs,
      proxy: options.proxy,
      ...tls,
    })
    try {
      const report = await sendPlan({
        contract,
        plan,
        transport,
        target,
        credentials,
        secrets,
        fullBodies: options.fullBodies,
        signer: signerFor?.(target.origin),
        headers: others,
        ...rules,
        ...limits,
        clock,
        signal: options.signal ?? new AbortController().signal,
        tool: tool(),
        // The last event waits until the gate has judged the report.
        onEvent: (event) => {
          if (event.type !== 'finished') onEvent(event.type === 'started' ? { ...event, isEmbedded } : event)
        },
        onTaken: (request) => gate.taken(request.operation, namesOf(request)),
        known: (finding) => gate.known(finding),
        knownUnreached: (operation) => gate.knownUnreached(operation),
      })
      const judged = gate.judge(report)
      onEvent({ type: 'finished', report: judged, isEmbedded })
      return judged
    } finally {
      await transport.close()
    }
  } finally {
    await embedded?.close()
  }
}

/** The gate of a run. Throws UsageError for a requirement that names nothing in the plan. */
export function gateOf(contract: Contract, plan: Plan, options: VerificationOptions): Gate {
  const {
    requireHeld,
    baseline,
    strictBaseline,
    today = new Date(systemClock().now()).toISOString().slice(0, 10),
  } = options
  const constraints =
    (requireHeld ?? []).length === 0 ? [] : [...runConstraints(contract, plan, options).values()].flat()
  return new Gate(constraints, { contract, requireHeld, baseline, strictBaseline, today })
}
