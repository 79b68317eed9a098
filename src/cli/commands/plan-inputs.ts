import { bundled, loadContract } from '../../contract/documents/index.ts'
import { type Contract, withMaxBody } from '../../contract/model/index.ts'
import type { PlanningOptions } from '../../deployment/wiring/index.ts'
import { type Json, type JsonObject, parseJson } from '../../json/index.ts'
import { type CommandArguments, libraryNames } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { givenCredentials } from './given-credentials.ts'
import { readGivenFile } from './read-given-file.ts'

/**
 * The contract that `--spec` names, or the bundled one, with the formats of the configuration. Rejects with UsageError and
 * ContractError.
 */
export async function specifiedContract({
  spec,
  strict = false,
  allowRefsOutside = false,
  formats,
  maxBody,
}: Pick<
  CommandArguments<'verify'>,
  'spec' | 'strict' | 'allowRefsOutside' | 'formats' | 'maxBody'
>): Promise<Contract> {
  const document = spec === undefined ? bundled() : await loadContract(spec, { strict, allowRefsOutside })
  const contract = withMaxBody(document, maxBody)
  // A mock without formats needs nothing else of that room.
  return formats === undefined
    ? contract
    : (await import('../../deployment/wiring/index.ts')).withFormats(contract, formats)
}

/** The options that the library's `planVerification` takes. Throws UsageError. */
export function planningOptions(options: ConfiguredArguments) {
  const { param, body, operations } = options
  return {
    ...picked(options, libraryNames('plan')),
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
    operations: operationOptions(operations),
    ...givenCredentials(options, process.env),
  } satisfies PlanningOptions
}

/** What the library takes for single operations. Throws UsageError. */
export const operationOptions = (operations: ConfiguredArguments['operations']): PlanningOptions['operations'] =>
  operations &&
  Object.fromEntries(
    [...operations].map(([id, values]) => [
      id,
      {
        ...values,
        param: values.param && Object.fromEntries(values.param),
        body: values.body && readBodies(values.body),
      },
    ]),
  )

/** Some members of an object. */
export function picked<T, Name extends keyof T>(object: T, names: readonly Name[]): Partial<Pick<T, Name>> {
  const members: Partial<Pick<T, Name>> = {}
  for (const name of names) members[name] = object[name]
  return members
}

/** Reads the files among bodies. A file that is not JSON is sent as it is. Throws UsageError. */
export function readBodies(bodies: readonly (string | JsonObject)[] = []): (Json | Uint8Array)[] {
  return bodies.map((file) => {
    if (typeof file !== 'string') return file
    const bytes = readGivenFile(file, (reason) => `--body ${file} cannot be read: ${reason}; give the path of a file.`)
    try {
      return parseJson(bytes.toString())
    } catch (error) {
      if (!file.toLowerCase().endsWith('.json')) return bytes
      throw new UsageError(`--body ${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
    }
  })
}
