import { once } from 'node:events'
import { type MockServer, type MockServerOptions, startMockServer } from '../../client/index.ts'
import type { Contract, Operation } from '../../contract/model/index.ts'
import { MASK, type RequestField, toCurl, withFields } from '../../http/index.ts'
import { type CommandArguments, OPTIONS, requireFieldValue, seedOf } from '../../options/index.ts'
import { sampleRequest } from '../../planning/cases/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { MockLog } from './mock-log.ts'
import { writeStdout } from './output.ts'
import { specifiedContract } from './plan-inputs.ts'
import { untilInterrupted } from './until-interrupted.ts'

/** Serves until it is interrupted; resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runMock(options: CommandArguments<'mock'>, configured: ConfiguredArguments): Promise<number> {
  const contract = await specifiedContract(configured)
  const { token, mode = OPTIONS.mode.commands.mock.default, status, quiet = false } = options
  for (const text of token ?? []) requireFieldValue(text, '--token')
  const seed = seedOf(options.seed)
  const credentials = await credentialsOf(contract, token)
  const log = new MockLog(contract, configured.configFile)
  const server = await listen(contract, {
    port: options.port ?? OPTIONS.port.default,
    mode,
    ...(status !== undefined && { status }),
    delayMs: options.delay ?? OPTIONS.delay.default,
    seed,
    credentials,
    journal: 0,
    onRequest: (entry) => {
      log.count(entry)
      if (!quiet) writeStdout(log.entry(entry))
    },
  })
  // Before the first line: whoever reads it may end the mock at once.
  await untilInterrupted(async (signal) => {
    const interrupted = once(signal, 'abort')
    writeStdout(
      log.head(server.origin, exampleOf(contract, server.origin, credentials), mode === 'random' ? seed : undefined),
    )
    await interrupted
    await server.close()
  })
  writeStdout(log.end())
  return 0
}

/** The alternatives of what the requests of an operation have to carry. */
type CredentialRule = (operation: Operation) => readonly (readonly RequestField[])[]

/** Loads what it needs only for a token: it takes as long as everything else, and most mocks require no credential. */
async function credentialsOf(contract: Contract, token: readonly string[] | undefined): Promise<CredentialRule> {
  if (token === undefined) return () => []
  const [{ fetchedFields }, { acceptedFields }] = await Promise.all([
    import('../../deployment/wiring/index.ts'),
    import('../../deployment/run/index.ts'),
  ])
  const { credentials } = await fetchedFields(contract, contract.operations, { token })
  return (operation) => acceptedFields(operation, credentials)
}

/** A curl line that the mock answers with a success; undefined if no request can be made for any operation. */
function exampleOf(contract: Contract, origin: string, credentials: CredentialRule): string | undefined {
  for (const operation of contract.operations.slice(0, 20)) {
    const request = sampleRequest(contract, operation)
    const [fields = []] = credentials(operation)
    const hidden = fields.map(([name, , place]) => [name, MASK, place] as const)
    if (request) return toCurl(withFields(request, hidden), origin)
  }
  return undefined
}

async function listen(contract: Contract, options: MockServerOptions): Promise<MockServer> {
  try {
    return await startMockServer(contract, options)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const advice = 'give another --port, or leave it out for any that is free.'
    if (code === 'EADDRINUSE') throw new UsageError(`port ${options.port} is taken; ${advice}`)
    if (code === 'EACCES') throw new UsageError(`port ${options.port} is not allowed for this user; ${advice}`)
    throw error
  }
}
