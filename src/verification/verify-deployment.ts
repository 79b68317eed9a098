import { setTimeout as sleep } from 'node:timers/promises'
import type { Contract } from '../contract/index.ts'
import { createTransport, loadHuaweiSigner, verifyDeployment as sendPlan } from '../deployment/index.ts'
import { serveMock } from '../loopback/index.ts'
import { UsageError } from '../planning/index.ts'
import { Mock } from '../responder/index.ts'
import type { Report } from '../results/index.ts'
import { accessKeyOf } from './access-key.ts'
import { givenFields } from './given-fields.ts'
import { planVerification, requireCount } from './plan-verification.ts'
import { parseTarget } from './target.ts'
import { tool } from './tool.ts'
import type { VerificationOptions } from './verification-options.ts'

/** Away from loopback an execution may cost something. */
const SHRINK_EXECUTIONS = 10

/**
 * Sends what the contract allows and what it forbids to a deployment, and says which promises were kept. Without a
 * target, to the embedded mock over a real loopback socket.
 *
 * Rejects with UsageError for options that cannot be followed, before anything is sent. A deployment that cannot be
 * reached rejects nothing: the report is `inconclusive` and says why.
 */
export async function verifyDeployment(contract: Contract, options: VerificationOptions = {}): Promise<Report> {
  const given = options.target === undefined ? undefined : parseTarget(options.target)
  const limits = {
    concurrency: requireCount('concurrency', options.concurrency, 1) ?? 4,
    ratePerSecond: requireCount('rate', options.rate, Number.MIN_VALUE) ?? Number.POSITIVE_INFINITY,
    maxRequests: options.maxRequests ?? Number.POSITIVE_INFINITY,
    maxExecutions: options.maxExecutions ?? Number.POSITIVE_INFINITY,
    maxTimeMs: requireCount('maxTime', options.maxTime) ?? Number.POSITIVE_INFINITY,
    maxShrinkExecutions: given === undefined || given.isLoopback ? Number.POSITIVE_INFINITY : SHRINK_EXECUTIONS,
    waitMs: requireCount('wait', options.wait) ?? 0,
  }
  const timeoutMs = requireCount('timeout', options.timeout, 1) ?? 30_000
  if ((options.cert === undefined) !== (options.key === undefined))
    throw new UsageError('cert and key go together; give both.')
  const plan = options.plan ?? planVerification(contract, options)

  const { token } = options
  const fieldsWith = (one: string | undefined) => givenFields(contract, one, options.header ?? [])
  const { credentials, others } = fieldsWith(typeof token === 'function' ? await token() : token)
  const key = accessKeyOf(options)
  const signerFor = key && (await loadHuaweiSigner(key))
  // The mock goes by the host that a request names.
  const isSigned = signerFor?.('http://localhost').isSigned
  const mock = new Mock(contract, { credentials, isSigned, mode: 'boundary' })
  const embedded = given ? undefined : await serveMock(mock)
  const target = given ?? { origin: embedded?.origin ?? '', basePath: '' }
  try {
    const transport = createTransport({
      origin: target.origin,
      timeoutMs,
      proxy: options.proxy,
      ca: pem(options.ca),
      cert: pem(options.cert),
      key: pem(options.key),
    })
    try {
      return await sendPlan({
        contract,
        plan,
        transport,
        target,
        credentials,
        signer: signerFor?.(target.origin),
        renewCredentials: typeof token === 'function' ? async () => fieldsWith(await token()).credentials : undefined,
        headers: others,
        ...limits,
        clock: {
          now: () => performance.timeOrigin + performance.now(),
          sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
        },
        signal: options.signal ?? new AbortController().signal,
        tool: tool(),
        onEvent: options.onEvent ?? (() => undefined),
      })
    } finally {
      await transport.close()
    }
  } finally {
    await embedded?.close()
  }
}

const pem = (value: string | Uint8Array | undefined): string | Buffer | undefined =>
  value instanceof Uint8Array ? Buffer.from(value) : value
