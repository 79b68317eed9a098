import { type Contract, noSuchOperation, type Operation } from '../contract/model/index.ts'
import { OperationJudge } from '../judging/messages/index.ts'
import { requireCount, seedOf } from '../options/index.ts'
import { type LegalInputs, legalInputs } from '../planning/cases/index.ts'
import { type Report, UsageError } from '../report/results/index.ts'
import { CallRunner } from './call-runner.ts'
import type { ClientCall, ClientOptions } from './client-call.ts'
import type { ClientFault } from './client-fault.ts'
import { ClientRun } from './client-run.ts'
import { type Front, type Handle, openFront } from './front.ts'

const DEFAULT_RUNS = 100
const DEFAULT_TIMEOUT_MS = 10_000
const MOST_NAMED = 10

/**
 * Drives a client with legal arguments and every legal answer, and says what it sends and loses. Throws UsageError for
 * options that cannot be followed, before it is called. What the client does rejects nothing: the report says it.
 */
export const verifyClient = (contract: Contract, call: ClientCall, options: ClientOptions = {}): Promise<Report> =>
  driveClient(contract, call, options, { open: (handle) => openFront(options.via ?? 'loopback', handle) })

/** How a client is driven: where it meets the mock, and who hears of each fault at once. */
export interface ClientDrive {
  open(handle: Handle): Promise<Front>
  /** A fault that was heard of is in a finding of the report, even if it ends the run at once. */
  readonly onFault?: (fault: ClientFault) => void
  /** What is known already of the operation, if several clients of it are driven. */
  readonly ground?: Ground
}

/** What is the same for every client of an operation. */
interface Ground {
  readonly judge: OperationJudge
  readonly inputs: LegalInputs
}

/** The last ground of each operation: a test often verifies several clients of one. */
const GROUNDS = new WeakMap<Operation, { readonly seed: number; readonly ground: Ground }>()

/** Throws UsageError if the operation cannot be called. */
function groundOf(contract: Contract, operation: Operation, seed: number): Ground {
  const last = GROUNDS.get(operation)
  if (last?.seed === seed && last.ground.judge.contract === contract) return last.ground
  const judge = new OperationJudge(contract, operation)
  const inputs = legalInputs(judge, seed)
  if ('reason' in inputs) throw new UsageError(`${operation.id} cannot be called: ${inputs.reason}.`)
  const ground = { judge, inputs }
  GROUNDS.set(operation, { seed, ground })
  return ground
}

/** `verifyClient` with any front: a mutant in this process needs no socket. */
export async function driveClient(
  contract: Contract,
  call: ClientCall,
  options: ClientOptions,
  { open, onFault = () => {}, ground }: ClientDrive,
): Promise<Report> {
  const operation = ground?.judge.operation ?? operationOf(contract, options.operation)
  const runs = requireCount('runs', options.runs) ?? DEFAULT_RUNS
  const timeoutMs = requireCount('timeout', options.timeout, 1) ?? DEFAULT_TIMEOUT_MS
  const seed = seedOf(options.seed)
  const { judge, inputs } = ground ?? groundOf(contract, operation, seed)
  const signal = options.signal ?? new AbortController().signal
  const runner = await CallRunner.open({ judge, call, timeoutMs, read: options.read, signal, open })
  try {
    return await new ClientRun({
      contract,
      judge,
      inputs,
      runner,
      runs,
      seed,
      fullBodies: options.fullBodies,
      signal,
      onEvent: options.onEvent ?? (() => {}),
      onFault,
    }).report()
  } finally {
    await runner.close()
  }
}

function operationOf(contract: Contract, id: string | undefined): Operation {
  const { operations } = contract
  const [only, ...others] = operations
  if (id === undefined && only && others.length === 0) return only
  const operation = operations.find((candidate) => candidate.id === id)
  if (operation) return operation
  if (id !== undefined) throw new UsageError(`${noSuchOperation(contract, id)}.`)
  const names = operations.slice(0, MOST_NAMED).map((candidate) => candidate.id)
  throw new UsageError(
    `the contract has ${operations.length} operations; name the one that is called with operation: ${names.join(', ')}.`,
  )
}
