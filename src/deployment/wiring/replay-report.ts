import type { Contract, Operation } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import { ownChecks } from '../../judging/checks/index.ts'
import { type LibraryOptions, libraryNames, OPTIONS, requireCount, requireLibraryOptions } from '../../options/index.ts'
import { type Knowledge, knownFor, parameterNamed } from '../../planning/cases/index.ts'
import { type ReplayReport, tool, UsageError } from '../../report/results/index.ts'
import { type RecordedReport, replayFindings, selectFindings } from '../replay/index.ts'
import {
  Budget,
  createTransport,
  FreshValues,
  judgeDeadline,
  Keyring,
  loadHuaweiSigner,
  redactionOf,
  Sender,
  SIGNATURE_FIELDS,
} from '../run/index.ts'
import { accessKeyOf } from './access-key.ts'
import { contractWith } from './contract-with.ts'
import { credentialTest, fetchedFields, givenFields } from './given-fields.ts'
import { givenParameters } from './given-parameters.ts'
import { givenTokens } from './given-tokens.ts'
import { oauthSources } from './oauth-sources.ts'
import { requireNames } from './operation-filter.ts'
import { ownCheckRules } from './own-check-rules.ts'
import { operationPlans } from './plan-verification.ts'
import { systemClock } from './system-clock.ts'
import { parseTarget } from './target.ts'
import { tlsOptions } from './tls-options.ts'
import type { VerificationOptions } from './verification-options.ts'

export interface ReplayOptions
  extends LibraryOptions<'replay'>,
    Pick<VerificationOptions, 'operations' | 'proxy' | 'signal'> {
  /** A number, an id, a constraint or a case: only these findings are sent again. */
  readonly finding?: string | undefined
}

/**
 * Sends the witnesses of a JSON report again, to the target in the report or to another one. Says of each finding whether
 * it is still there. A report has no credentials: give them again, and then give the target too, so that only you decide
 * where they go. Rejects with UsageError for options that cannot be used.
 */
export async function replayReport(
  document: Contract,
  report: RecordedReport,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  requireLibraryOptions(libraryNames('replay'), options)
  const contract = contractWith(document, options)
  const target = replayTarget(report, options)
  const recorded = recordedTarget(report)
  const timeoutMs = requireCount('timeout', options.timeout, 1) ?? OPTIONS.timeout.default
  const judgeTimeoutMs = requireCount('judgeTimeout', options.judgeTimeout, 1) ?? OPTIONS.judgeTimeout.default
  const findings = selectFindings(report, options.finding)
  const isOther = report.contract.digest !== contract.digest
  if (
    isOther &&
    !findings.some(({ operation }) => contract.operations.some(({ id }) => id === operation)) &&
    findings.length > 0
  )
    throw new UsageError(
      `${report.file} is about ${report.contract.title}, and ${contract.title} has none of its operations; give its document with --spec.`,
    )
  const key = accessKeyOf(options)
  const signer = key && (await loadHuaweiSigner(key))(target.origin)
  const own = ownCheckRules(contract, options)
  const { fetched, secrets } = oauthSources(contract, options, target, timeoutMs)
  const ids = new Set(findings.map(({ operation }) => operation))
  const sent = contract.operations.filter(({ id }) => ids.has(id))
  // A dry run asks nobody for a token: where it would go does not depend on what it is.
  const given = options.dryRun
    ? givenFields(contract, givenTokens(contract, options.token, fetched), options.header ?? [])
    : await fetchedFields(contract, sent, { ...options, fetched })
  // A replay ends before a token expires: one token is enough.
  const keys = given.credentials.map((credential) => ({ ...credential, renew: undefined }))
  const credentials = keys.map(({ field }) => field)
  const { others } = given
  const clock = systemClock()
  const budget = new Budget(
    {
      maxRequests: requireCount('maxRequests', options.maxRequests) ?? Number.POSITIVE_INFINITY,
      maxExecutions: requireCount('maxExecutions', options.maxExecutions) ?? Number.POSITIVE_INFINITY,
      maxTimeMs: Number.POSITIVE_INFINITY,
    },
    () => clock.now(),
  )
  const transport = createTransport({ origin: target.origin, timeoutMs, proxy: options.proxy, ...tlsOptions(options) })
  const signal = options.signal ?? new AbortController().signal
  const hangUp = (): void => void transport.close()
  signal.addEventListener('abort', hangUp, { once: true })
  try {
    const sender = new Sender({
      transport,
      basePath: target.basePath,
      keyring: new Keyring(keys, contract.operations, signer !== undefined),
      signer,
      headers: others,
      isParameter: (field, id) => {
        const operation = contract.operations.find((candidate) => candidate.id === id)
        return operation !== undefined && parameterNamed(operation, field) !== undefined
      },
      budget,
      clock,
      signal,
      ratePerSecond: Number.POSITIVE_INFINITY,
      tool: tool(),
    })
    const redaction = redactionOf(contract, [...credentials, ...others], signer, secrets)
    const isContracted = credentialTest(contract)
    const signatureNames = SIGNATURE_FIELDS.map(([name]) => name.toLowerCase())
    const fields = {
      credentials: [...credentials, ...(signer ? SIGNATURE_FIELDS : [])],
      headers: others,
      isCredential: (field: RequestField) => isContracted(field) || signatureNames.includes(field[0].toLowerCase()),
    }
    const { origin } = target
    const replayed = await replayFindings(findings, {
      contract,
      report,
      basePath: recorded.basePath,
      given: fields,
      knowledgeOf: knowledge(contract, options, others),
      isDry: options.dryRun === true,
      sender,
      origin,
      redaction,
      fullBodies: options.fullBodies,
      fresh: new FreshValues(clock.now()),
      ownChecks: ownChecks(own, redaction),
      deadline: () => judgeDeadline(clock, judgeTimeoutMs),
    })
    const { title, version, digest } = contract
    return {
      contract: { title, version, digest },
      target: redaction.text(target.origin + target.basePath),
      requests: budget.requests,
      executions: budget.executions,
      ...replayed,
      notes: isOther ? [`${report.file} was written for another contract. Its findings are judged by this one.`] : [],
    }
  } finally {
    signal.removeEventListener('abort', hangUp)
    await transport.close()
  }
}

/** What the user knows and permits, by operation. Throws UsageError. */
function knowledge(
  contract: Contract,
  { param = {}, body = [], allowChanges = [], operations = {} }: ReplayOptions,
  fields: readonly RequestField[],
): (operation: Operation) => Knowledge {
  const { all, byOperation } = givenParameters(contract, param)
  const plans = operationPlans(operations, byOperation)
  const changing = requireNames(contract, '--allow-changes', allowChanges)
  return (operation) => {
    const known = { parameters: all, bodies: body, fields }
    const ownKnowledge = plans.get(operation.id)
    return {
      known: ownKnowledge ? knownFor(operation, known, ownKnowledge) : known,
      changes: changing.has(operation.id) ? 'allowed' : 'guarded',
    }
  }
}

/** The target of the witnesses. Throws UsageError if a report alone would decide where credentials go. */
export function replayTarget(report: RecordedReport, options: ReplayOptions): ReturnType<typeof parseTarget> {
  if (options.target !== undefined) return parseTarget(options.target)
  const target = recordedTarget(report)
  const { token, ak, sk, header = [], cert, credentials } = options
  if (header.length > 0 || [token, ak, sk, cert, credentials].some((credential) => credential !== undefined))
    throw new UsageError(
      `credentials are not sent to a target that only a report names; give --target ${report.target} to send them there.`,
    )
  return target
}

function recordedTarget({ file, target }: RecordedReport): ReturnType<typeof parseTarget> {
  try {
    return parseTarget(target)
  } catch {
    throw new UsageError(`the target in ${file} is not a base URL: ${JSON.stringify(target)}; give --target.`)
  }
}
